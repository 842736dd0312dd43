package dev.pulse.core.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Texts that resemble each other, such as summaries: "200 OK in 12 ms" differs from its neighbours
 * in a number. The numbers are taken out and packed as numbers, or as what they differ from a
 * number that is known of each result: most repeat the latency. The patterns that are left are few
 * and stored once. Texts that have too many patterns are deflated together.
 */
final class TextColumn {
  private static final int PATTERNS = 0;
  private static final int DEFLATED_PATTERNS = 1;
  private static final int DEFLATED = 2;

  /** Each number has a byte before it that says what it is the difference from. */
  private static final int PATTERNS_BESIDE = 3;

  private static final int DEFLATED_PATTERNS_BESIDE = 4;
  private static final int FROM_ZERO = 0;
  private static final int FROM_KNOWN = 1;

  /** Stands for a number in a pattern. */
  private static final char NUMBER = '\0';

  private static final int MOST_DIGITS = 18;
  private static final int WORTH_DEFLATING = 200;
  private static final int LARGEST = 1 << 30;

  private TextColumn() {}

  /** The texts of one pattern. */
  private static final class Pattern {
    final int index;
    final int slots;
    final List<long[]> numbers = new ArrayList<>();
    final List<Integer> rows = new ArrayList<>();

    Pattern(int index, int slots) {
      this.index = index;
      this.slots = slots;
    }

    /** Takes the numbers of the last text once more. */
    Pattern again() {
      numbers.add(numbers.get(numbers.size() - 1));
      return this;
    }

    long[] slot(int slot) {
      var column = new long[numbers.size()];
      Arrays.setAll(column, i -> numbers.get(i)[slot]);
      return column;
    }

    void write(ByteWriter out, int slot, long[] known) {
      long[] plain = slot(slot);
      var rests = new long[plain.length];
      int equal = 0;
      for (int i = 0; i < rests.length; i++) {
        rests[i] = plain[i] - known[rows.get(i)];
        equal += rests[i] == 0 ? 1 : 0;
      }
      boolean beside = equal > plain.length / 2;
      out.put(beside ? FROM_KNOWN : FROM_ZERO);
      NumberColumn.write(out, beside ? rests : plain);
    }
  }

  /**
   * Writes texts; null where there is none.
   *
   * @param known a number of each result that its text may repeat
   */
  static void write(ByteWriter out, @Nullable String[] texts, long[] known) {
    var patterns = new LinkedHashMap<String, Pattern>();
    var indexes = new long[texts.length];
    String last = "";
    @Nullable Pattern lastPattern = null;
    int most = Math.max(8, texts.length / 4);
    for (int i = 0; i < texts.length; i++) {
      var text = texts[i];
      if (text != null) {
        if (patterns.size() > most || text.indexOf(NUMBER) >= 0) {
          writeDeflated(out, texts);
          return;
        }
        // Details, and what a check without numbers says, are often the same for hours.
        var pattern =
            lastPattern != null && text.equals(last) ? lastPattern.again() : take(text, patterns);
        last = text;
        lastPattern = pattern;
        pattern.rows.add(i);
        indexes[i] = pattern.index;
      }
    }
    var dictionary = new ByteWriter();
    patterns.keySet().forEach(dictionary::text);
    byte[] plain = dictionary.toArray();
    byte[] deflated = plain.length > WORTH_DEFLATING ? deflate(plain) : plain;
    boolean worth = deflated.length < plain.length;
    out.put(worth ? DEFLATED_PATTERNS_BESIDE : PATTERNS_BESIDE);
    out.unsigned(patterns.size());
    if (worth) {
      out.unsigned(plain.length);
    }
    out.sized(worth ? deflated : plain);
    NumberColumn.write(out, indexes);
    for (Pattern pattern : patterns.values()) {
      for (int slot = 0; slot < pattern.slots; slot++) {
        pattern.write(out, slot, known);
      }
    }
  }

  /** Takes the numbers out of a text; tells which pattern is left. */
  private static Pattern take(String text, Map<String, Pattern> patterns) {
    var left = new StringBuilder(text.length());
    var numbers = new long[8];
    int count = 0;
    int i = 0;
    while (i < text.length()) {
      char next = text.charAt(i);
      int end = next >= '1' && next <= '9' ? endOfDigits(text, i) : i;
      if (next == '0') {
        // Leading zeros stay in the pattern; a zero by itself is a number.
        boolean alone = endOfDigits(text, i) == i + 1 && (i == 0 || !isDigit(text.charAt(i - 1)));
        end = alone ? i + 1 : i;
      }
      if (end == i || end - i > MOST_DIGITS) {
        int stop = Math.max(end, i + 1);
        left.append(text, i, stop);
        i = stop;
        continue;
      }
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, count * 2);
      }
      numbers[count++] = Long.parseLong(text, i, end, 10);
      left.append(NUMBER);
      i = end;
    }
    int slots = count;
    var pattern =
        patterns.computeIfAbsent(
            left.toString(), unseen -> new Pattern(patterns.size() + 1, slots));
    pattern.numbers.add(numbers);
    return pattern;
  }

  private static int endOfDigits(String text, int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char next) {
    return next >= '0' && next <= '9';
  }

  private static void writeDeflated(ByteWriter out, @Nullable String[] texts) {
    var all = new ByteWriter();
    for (String text : texts) {
      all.put(text == null ? 0 : 1);
      if (text != null) {
        all.text(text);
      }
    }
    byte[] plain = all.toArray();
    out.put(DEFLATED);
    out.unsigned(plain.length);
    out.sized(deflate(plain));
  }

  /** Texts that are put together when they are asked for. */
  @FunctionalInterface
  interface Texts {
    @Nullable String get(int row);
  }

  /**
   * Reads texts.
   *
   * @param known as when they were written
   */
  static Texts read(ByteReader in, long[] known) {
    int form = in.get();
    return switch (form) {
      case PATTERNS -> readPatterns(in, false, false, known);
      case DEFLATED_PATTERNS -> readPatterns(in, true, false, known);
      case PATTERNS_BESIDE -> readPatterns(in, false, true, known);
      case DEFLATED_PATTERNS_BESIDE -> readPatterns(in, true, true, known);
      case DEFLATED -> readDeflated(in, known.length);
      default -> throw new IllegalArgumentException("texts of form " + form);
    };
  }

  private static Texts readPatterns(ByteReader in, boolean deflated, boolean beside, long[] known) {
    int size = Math.toIntExact(in.unsigned());
    int plain = deflated ? Math.toIntExact(in.unsigned()) : 0;
    byte[] bytes = in.sized();
    var dictionary = new ByteReader(deflated ? inflate(bytes, plain) : bytes);
    var patterns = new ArrayList<String>();
    for (int i = 0; i < size; i++) {
      patterns.add(dictionary.text());
    }
    long[] indexes = NumberColumn.read(in, known.length);
    // Which rows have each pattern, and where each row stands among them.
    var rows = new int[size][];
    var counts = new int[size];
    var places = new int[known.length];
    for (long index : indexes) {
      counts[index == 0 ? 0 : (int) index - 1] += index == 0 ? 0 : 1;
    }
    Arrays.setAll(rows, i -> new int[counts[i]]);
    Arrays.fill(counts, 0);
    for (int i = 0; i < places.length; i++) {
      if (indexes[i] != 0) {
        int index = (int) indexes[i] - 1;
        places[i] = counts[index]++;
        rows[index][places[i]] = i;
      }
    }
    var numbers = new ArrayList<List<long[]>>();
    for (int i = 0; i < size; i++) {
      numbers.add(readNumbers(in, patterns.get(i), rows[i], beside ? known : null));
    }
    return row -> {
      int index = (int) indexes[row] - 1;
      return index < 0 ? null : filled(patterns.get(index), numbers.get(index), places[row]);
    };
  }

  private static List<long[]> readNumbers(
      ByteReader in, String pattern, int[] rows, long @Nullable [] known) {
    var columns = new ArrayList<long[]>();
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.charAt(i) == NUMBER) {
        columns.add(readNumbers(in, rows, known));
      }
    }
    return columns;
  }

  private static long[] readNumbers(ByteReader in, int[] rows, long @Nullable [] known) {
    boolean rests = known != null && in.get() == FROM_KNOWN;
    long[] numbers = NumberColumn.read(in, rows.length);
    if (known != null && rests) {
      for (int i = 0; i < rows.length; i++) {
        numbers[i] += known[rows[i]];
      }
    }
    return numbers;
  }

  private static String filled(String pattern, List<long[]> columns, int row) {
    if (columns.isEmpty()) {
      return pattern;
    }
    var text = new StringBuilder(pattern.length() + 8);
    int slot = 0;
    for (int i = 0; i < pattern.length(); i++) {
      char next = pattern.charAt(i);
      if (next == NUMBER) {
        text.append(columns.get(slot++)[row]);
      } else {
        text.append(next);
      }
    }
    return text.toString();
  }

  private static Texts readDeflated(ByteReader in, int count) {
    int plain = Math.toIntExact(in.unsigned());
    var all = new ByteReader(inflate(in.sized(), plain));
    var texts = new @Nullable String[count];
    for (int i = 0; i < count; i++) {
      texts[i] = all.get() == 0 ? null : all.text();
    }
    return row -> texts[row];
  }

  private static byte[] deflate(byte[] plain) {
    var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      deflater.setInput(plain);
      deflater.finish();
      var out = new ByteWriter();
      var chunk = new byte[4_096];
      while (!deflater.finished()) {
        out.put(chunk, 0, deflater.deflate(chunk));
      }
      return out.toArray();
    } finally {
      deflater.end();
    }
  }

  private static byte[] inflate(byte[] deflated, int length) {
    if (length < 0 || length > LARGEST) {
      throw new IllegalArgumentException(length + " bytes of text");
    }
    var inflater = new Inflater(true);
    try {
      inflater.setInput(deflated);
      var plain = new byte[length];
      int at = 0;
      while (at < length) {
        int more = inflater.inflate(plain, at, length - at);
        if (more == 0) {
          throw new IllegalArgumentException("texts end early");
        }
        at += more;
      }
      return plain;
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("texts that cannot be inflated", e);
    } finally {
      inflater.end();
    }
  }
}
