package dev.pulse.core.internal.text;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A regular expression that takes time in proportion to the text, whatever both are; bounded in
 * size, and interruptible. Immutable and thread-safe.
 */
public final class LinearPattern {
  private static final int LONGEST = 1_000;
  private static final int MOST_REPEATED = 1000;
  private static final int LARGEST_PROGRAM = 5000;
  private static final java.util.regex.Pattern REPETITION =
      java.util.regex.Pattern.compile("(\\))?\\{(\\d++)(?:,(\\d*+))?+}");

  private final Pattern pattern;

  private LinearPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * A regular expression in the syntax of RE2.
   *
   * @throws IllegalArgumentException that says what is wrong with it
   */
  public static LinearPattern of(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "takes a regular expression of at most " + LONGEST + " characters");
    }
    boundRepetitions(text);
    Pattern pattern;
    try {
      pattern = Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "cannot read the regular expression: "
              + e.getDescription()
              + " (RE2: no look-around, no back references)",
          e);
    }
    if (pattern.programSize() > LARGEST_PROGRAM) {
      throw new IllegalArgumentException("takes a smaller regular expression than this");
    }
    return new LinearPattern(pattern);
  }

  /** Repetitions are written out when the expression is read, those inside others many times. */
  private static void boundRepetitions(String text) {
    var repetitions = REPETITION.matcher(text);
    double most = 1;
    double groups = 1;
    while (repetitions.find()) {
      var upper = repetitions.group(3);
      double times =
          Double.parseDouble(upper == null || upper.isEmpty() ? repetitions.group(2) : upper);
      if (repetitions.group(1) == null) {
        most = Math.max(most, times);
      } else {
        groups *= Math.max(1, times);
      }
    }
    if (groups * most > MOST_REPEATED) {
      throw new IllegalArgumentException(
          "takes a regular expression that repeats at most " + MOST_REPEATED + " times");
    }
  }

  /**
   * Whether a text has it anywhere.
   *
   * @throws InterruptedMatchException when the thread is interrupted meanwhile
   */
  public boolean isIn(String text) {
    return pattern.matcher(new Interruptible(text)).find();
  }

  /**
   * Whether it is the whole of a text.
   *
   * @throws InterruptedMatchException when the thread is interrupted meanwhile
   */
  public boolean isAll(String text) {
    return pattern.matcher(new Interruptible(text)).matches();
  }

  /** The run was interrupted in the middle of a long text. */
  public static final class InterruptedMatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InterruptedMatchException() {
      super("interrupted while matching", null, false, false);
    }
  }

  /** Lets a thread out of a long search. */
  private static final class Interruptible implements CharSequence {
    private static final int STRIDE = 4096;

    private final String text;

    Interruptible(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (index % STRIDE == STRIDE - 1 && Thread.currentThread().isInterrupted()) {
        throw new InterruptedMatchException();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
