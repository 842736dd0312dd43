package dev.pulse.benchmarks.measure;

import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.util.Locale;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * One number that was measured: what it is beside the limit that the same run had, and whether it
 * reaches its target. Immutable.
 */
public final class Figure {
  private final String part;
  private final String name;
  private final String unit;
  private final @Nullable Double value;
  private final @Nullable Double limit;
  private final @Nullable String target;
  private final @Nullable Boolean met;
  private final @Nullable String note;

  private Figure(
      String part,
      String name,
      String unit,
      @Nullable Double value,
      @Nullable Double limit,
      @Nullable String target,
      @Nullable Boolean met,
      @Nullable String note) {
    this.part = part;
    this.name = name;
    this.unit = unit;
    this.value = value;
    this.limit = limit;
    this.target = target;
    this.met = met;
    this.note = note;
  }

  /**
   * A number without anything to compare it with.
   *
   * @param part which of the benchmarks, such as {@code a}
   */
  public static Figure of(String part, String name, double value, String unit) {
    return new Figure(part, name, unit, value, null, null, null, null);
  }

  /** A number that could not be had. */
  public static Figure missing(String part, String name, String why) {
    return new Figure(part, name, "", null, null, null, null, why);
  }

  /** With what the same work costs without Pulse, in the same unit and the same run. */
  public Figure beside(double limit) {
    return new Figure(part, name, unit, value, limit, target, met, note);
  }

  /** With the most it should be. */
  public Figure atMost(double most) {
    return wanted("at most " + number(most), value != null && value <= most);
  }

  /** With the least it should be. */
  public Figure atLeast(double least) {
    return wanted("at least " + number(least), value != null && value >= least);
  }

  /** With the least it should be beside the limit, which is there already. */
  public Figure atLeastOfLimit(double share) {
    boolean reached = value != null && limit != null && value / limit >= share;
    return wanted("at least " + number(share) + " of the limit", reached);
  }

  private Figure wanted(String target, boolean met) {
    return new Figure(part, name, unit, value, limit, target, met, note);
  }

  /** With something to know about it. */
  public Figure note(String text) {
    return new Figure(part, name, unit, value, limit, target, met, text);
  }

  /** Whether it has no target, or reaches it. */
  public boolean isMet() {
    return met == null || met;
  }

  private @Nullable Double ratio() {
    return value == null || limit == null ? null : value / limit;
  }

  /**
   * A line of JSON: part, name, value, unit, limit, ratio, target, met, note; null where absent.
   */
  String json() throws IOException {
    var buffer = new Buffer();
    try (var writer = JsonWriter.of(buffer)) {
      writer.setSerializeNulls(true);
      writer.beginObject();
      writer.name("part").value(part).name("name").value(name);
      writer.name("value").value(value == null ? null : rounded(value)).name("unit").value(unit);
      writer.name("limit").value(limit == null ? null : rounded(limit));
      var ratio = ratio();
      writer.name("ratio").value(ratio == null ? null : rounded(ratio));
      writer.name("target").value(target).name("met").value(met).name("note").value(note);
      writer.endObject();
    }
    return buffer.readUtf8();
  }

  /** For people. */
  @Override
  public String toString() {
    var line = new StringBuilder();
    var shown = value == null ? "unknown" : number(value);
    line.append(String.format(Locale.ROOT, "%-52s %9s %s", name, shown, unit));
    var ratio = ratio();
    if (limit != null && ratio != null) {
      line.append(", limit ").append(number(limit)).append(", ratio ").append(number(ratio));
    }
    if (target != null) {
      line.append(", target ").append(target).append(isMet() ? ": met" : ": MISSED");
    }
    return note == null ? line.toString() : line + " (" + note + ")";
  }

  private static double rounded(double value) {
    return Double.parseDouble(number(value));
  }

  /** Three digits are more than a benchmark knows. */
  private static String number(double value) {
    double size = Math.abs(value);
    return String.format(
        Locale.ROOT,
        size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f",
        value);
  }
}
