package dev.pulse.core.internal.alert;

import dev.pulse.api.detect.DetectorState;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Saved rules as bytes, written with every result and therefore small: whole numbers take as many
 * bytes as they need, a latency of 50 ms one or two of them. Doubles come back bit for bit.
 *
 * <p>The first byte is the version of the layout. No length is believed beyond the bytes that are
 * there.
 */
final class RuleState {
  private static final int VERSION = 3;

  /** Knew counts only, and two kinds of rule. */
  private static final int VERSION_WITH_COUNTS = 2;

  /** Knew nothing of pauses either. */
  private static final int VERSION_WITHOUT_PAUSES = 1;

  /** Until version 2. */
  private static final int FAILURE = 1;

  private static final int ANOMALY = 2;
  private static final int COUNTING = 3;

  /** Up to here every whole number is a double. */
  private static final double LARGEST_WHOLE = 1L << 53;

  /** How the only trigger of old was called since. */
  private static final String FAILING = "failing";

  private RuleState() {}

  static byte[] encode(List<SavedRule> rules) {
    var writer = new Writer();
    writer.number(VERSION);
    writer.number(rules.size());
    for (SavedRule rule : rules) {
      if (rule instanceof SavedRule.Counting counting) {
        writer.counting(counting);
      } else if (rule instanceof SavedRule.Anomaly anomaly) {
        writer.anomaly(anomaly);
      }
    }
    return writer.bytes.toByteArray();
  }

  /**
   * The saved rules.
   *
   * @throws IllegalArgumentException when the bytes are not what {@link #encode} writes
   */
  static List<SavedRule> decode(byte[] bytes) {
    var reader = new Reader(ByteBuffer.wrap(bytes));
    try {
      var rules = reader.rules();
      if (reader.bytes.hasRemaining()) {
        throw new IllegalArgumentException(
            reader.bytes.remaining() + " bytes follow after the end of the rule state");
      }
      return rules;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(
          "the rule state ends too early, after " + bytes.length + " bytes", e);
    }
  }

  private static final class Writer {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

    void counting(SavedRule.Counting rule) {
      number(COUNTING);
      text(rule.name());
      text(rule.trigger());
      number(rule.rows().size());
      rule.rows()
          .forEach(
              (subject, row) -> {
                text(subject);
                row(row);
              });
      number(rule.previous().size());
      rule.previous()
          .forEach(
              (sample, value) -> {
                text(sample);
                value(value);
              });
    }

    private void row(SavedRow row) {
      flag(row.open());
      flag(row.flapping());
      number(row.bad());
      number(row.good());
      number(row.badSince());
      number(row.goodSince());
      number(row.openings().size());
      row.openings().forEach(this::number);
    }

    void anomaly(SavedRule.Anomaly rule) {
      number(ANOMALY);
      text(rule.name());
      text(rule.signal());
      row(rule.row());
      detector(rule.detector());
      var beforePause = rule.beforePause();
      flag(beforePause != null);
      if (beforePause != null) {
        detector(beforePause);
      }
      number(rule.beforeRun().size());
      rule.beforeRun()
          .forEach(
              (name, before) -> {
                text(name);
                row(before.row());
                detector(before.detector());
              });
    }

    private void detector(DetectorState state) {
      text(state.form());
      var values = state.values();
      number(values.length);
      for (double value : values) {
        value(value);
      }
    }

    /** A whole number as an even one, zigzag; anything else as 1 and its bits. */
    private void value(double value) {
      long whole = (long) value;
      boolean exact =
          Double.doubleToRawLongBits((double) whole) == Double.doubleToRawLongBits(value);
      if (exact && Math.abs(value) <= LARGEST_WHOLE) {
        number(((whole << 1) ^ (whole >> 63)) << 1);
      } else {
        number(1);
        var bits = ByteBuffer.allocate(Long.BYTES).putLong(Double.doubleToRawLongBits(value));
        bytes.writeBytes(bits.array());
      }
    }

    private void text(String text) {
      var utf8 = text.getBytes(StandardCharsets.UTF_8);
      number(utf8.length);
      bytes.writeBytes(utf8);
    }

    private void flag(boolean flag) {
      bytes.write(flag ? 1 : 0);
    }

    /** Seven bits a byte, the lowest first; the eighth bit says that more follow. */
    private void number(long number) {
      long rest = number;
      while ((rest & ~0x7FL) != 0) {
        bytes.write((int) ((rest & 0x7F) | 0x80));
        rest >>>= 7;
      }
      bytes.write((int) rest);
    }
  }

  private record Reader(ByteBuffer bytes) {
    List<SavedRule> rules() {
      long version = number();
      if (version < VERSION_WITHOUT_PAUSES || version > VERSION) {
        throw new IllegalArgumentException(
            "expected rule state of version " + VERSION + ", but found " + version);
      }
      var rules = new ArrayList<SavedRule>();
      for (int left = count(); left > 0; left--) {
        rules.add(rule(version));
      }
      return rules;
    }

    private SavedRule rule(long version) {
      long kind = number();
      if (kind == FAILURE && version <= VERSION_WITH_COUNTS) {
        return new SavedRule.Counting(text(), FAILING, Map.of("", oldFailure()), Map.of());
      }
      if (kind == ANOMALY) {
        return new SavedRule.Anomaly(
            text(), text(), row(version), detector(), beforePause(version), beforeRun(version));
      }
      if (kind == COUNTING && version > VERSION_WITH_COUNTS) {
        return new SavedRule.Counting(text(), text(), rows(), previous());
      }
      throw new IllegalArgumentException("expected a kind of rule, but found " + kind);
    }

    private SavedRow oldFailure() {
      boolean open = flag();
      int failures = counter();
      return SavedRow.counted(open, failures, counter());
    }

    /** Normal ones were counted only while something was open. */
    private SavedRow oldNormal() {
      int normal = counter();
      return SavedRow.counted(normal > 0, 0, normal);
    }

    private SavedRow row(long version) {
      if (version <= VERSION_WITH_COUNTS) {
        return SavedRow.counted(flag(), 0, counter());
      }
      boolean open = flag();
      boolean flapping = flag();
      int bad = counter();
      int good = counter();
      long badSince = time();
      long goodSince = time();
      var openings = new ArrayList<Long>();
      for (int left = count(); left > 0; left--) {
        openings.add(time());
      }
      return new SavedRow(open, bad, good, badSince, goodSince, flapping, openings);
    }

    private Map<String, SavedRow> rows() {
      var rows = new LinkedHashMap<String, SavedRow>();
      for (int left = count(); left > 0; left--) {
        rows.put(text(), row(VERSION));
      }
      return rows;
    }

    private Map<String, Double> previous() {
      var previous = new LinkedHashMap<String, Double>();
      for (int left = count(); left > 0; left--) {
        previous.put(text(), value());
      }
      return previous;
    }

    private @Nullable DetectorState beforePause(long version) {
      return version > VERSION_WITHOUT_PAUSES && flag() ? detector() : null;
    }

    private Map<String, SavedRule.Before> beforeRun(long version) {
      var beforeRun = new LinkedHashMap<String, SavedRule.Before>();
      for (int left = count(); left > 0; left--) {
        var name = text();
        var row = version > VERSION_WITH_COUNTS ? row(version) : oldNormal();
        beforeRun.put(name, new SavedRule.Before(detector(), row));
      }
      return beforeRun;
    }

    private DetectorState detector() {
      var form = text();
      var values = new double[count()];
      for (int i = 0; i < values.length; i++) {
        values[i] = value();
      }
      return DetectorState.of(form, values);
    }

    private double value() {
      long number = number();
      if (number == 1) {
        return Double.longBitsToDouble(bytes.getLong());
      }
      if ((number & 1) != 0) {
        throw new IllegalArgumentException("expected a number, but found tag " + number);
      }
      long zigzag = number >>> 1;
      return (double) ((zigzag >>> 1) ^ -(zigzag & 1));
    }

    private String text() {
      var utf8 = new byte[count()];
      bytes.get(utf8);
      return new String(utf8, StandardCharsets.UTF_8);
    }

    private boolean flag() {
      return bytes.get() != 0;
    }

    /** How many follow. Each takes a byte at least, so there cannot be more than bytes are left. */
    private int count() {
      long count = number();
      if (count < 0 || count > bytes.remaining()) {
        throw new IllegalArgumentException(
            count + " entries do not fit into " + bytes.remaining() + " bytes");
      }
      return (int) count;
    }

    /** A count of outcomes. The bound leaves room to go on counting. */
    private int counter() {
      long counter = number();
      if (counter < 0 || counter > Integer.MAX_VALUE / 2) {
        throw new IllegalArgumentException("expected a count of outcomes, but found " + counter);
      }
      return (int) counter;
    }

    private long time() {
      long millis = number();
      if (millis < 0) {
        throw new IllegalArgumentException("expected a time, but found " + millis);
      }
      return millis;
    }

    private long number() {
      long number = 0;
      for (int shift = 0; shift < Long.SIZE; shift += 7) {
        byte next = bytes.get();
        number |= (next & 0x7FL) << shift;
        if (next >= 0) {
          return number;
        }
      }
      throw new IllegalArgumentException("a number has more than ten bytes");
    }
  }
}
