package dev.pulse.prometheus;

/** What a target says about one of its metrics. Immutable. */
public final class MetricMetadata {
  private final String metric;
  private final String type;
  private final String help;
  private final String unit;

  MetricMetadata(String metric, String type, String help, String unit) {
    this.metric = metric;
    this.type = type;
    this.help = help;
    this.unit = unit;
  }

  /** The name of the metric. */
  public String metric() {
    return metric;
  }

  /** Its type: {@code counter}, {@code gauge}, {@code histogram}, {@code unknown} and so on. */
  public String type() {
    return type;
  }

  /** What it is, in the words of its author; may be empty. */
  public String help() {
    return help;
  }

  /** Its unit; mostly empty. */
  public String unit() {
    return unit;
  }

  @Override
  public String toString() {
    return metric + " " + type;
  }
}
