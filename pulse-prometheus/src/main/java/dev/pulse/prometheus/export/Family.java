package dev.pulse.prometheus.export;

import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One metric of a page: its lines, one for each series. Confine to one thread. */
final class Family {
  private static final String TOTAL = "_total";

  private final String name;
  private final String help;
  private final Bytes lines = new Bytes();
  private int size;
  private boolean gauges;
  private boolean counters;

  /** Which check told the newest series, and what it told before, so that none is told twice. */
  private @Nullable Standing teller;

  private Labels first = Labels.empty();
  private Set<Labels> told = new HashSet<>();

  Family(String name, String help) {
    this.name = name;
    this.help = help;
  }

  /** How many series it has. */
  int size() {
    return size;
  }

  /** Whether a check tells this series for the first time. */
  boolean isNew(Standing check, Labels labels) {
    if (check != teller) {
      teller = check;
      first = labels;
      if (!told.isEmpty()) {
        told = new HashSet<>();
      }
      return true;
    }
    if (told.isEmpty()) {
      told.add(first);
    }
    return told.add(labels);
  }

  /**
   * Adds a series.
   *
   * @return false when its line would be too long; it is not added then
   */
  boolean add(Standing check, Labels labels, double value, Sample.Kind kind) {
    int start = lines.length();
    lines.append(name).append(check.label());
    labels.asMap().forEach(this::label);
    lines.append("} ").append(value).write('\n');
    if (lines.length() - start > Limits.LINE) {
      lines.cut(start);
      return false;
    }
    size++;
    gauges |= kind == Sample.Kind.GAUGE;
    counters |= kind == Sample.Kind.COUNTER;
    return true;
  }

  private void label(String label, String value) {
    lines.append(",").append(label).append("=\"").appendValue(value).write('"');
  }

  /** Adds a series without a check. */
  void add(String label, String labelValue, double value) {
    lines.append(name).append("{").append(label).append("=\"").appendValue(labelValue);
    lines.append("\"} ").append(value).write('\n');
    size++;
    counters = true;
  }

  Bytes lines() {
    return lines;
  }

  /**
   * What stands above the lines.
   *
   * @param isTaken whether something else on the page has a name
   */
  Bytes head(Format format, Predicate<String> isTaken) {
    var type = counters ? (gauges ? unknown(format) : "counter") : "gauge";
    var family = name;
    if (format == Format.OPEN_METRICS && type.equals("counter")) {
      if (isCounterName(isTaken)) {
        family = base();
      } else {
        type = unknown(format);
      }
    }
    var head = new Bytes().append("# HELP ").append(family).append(" ");
    help(head, format);
    return head.append("\n# TYPE ").append(family).append(" ").append(type).append("\n");
  }

  /** Gauge and counter at once: nobody can tell, and both are there. */
  private static String unknown(Format format) {
    return format == Format.OPEN_METRICS ? "unknown" : "untyped";
  }

  /** OpenMetrics calls a counter by its name without the end, which must be free then. */
  private boolean isCounterName(Predicate<String> isTaken) {
    return name.endsWith(TOTAL)
        && name.length() > TOTAL.length()
        && !isTaken.test(base())
        && !isTaken.test(base() + "_created");
  }

  private String base() {
    return name.substring(0, name.length() - TOTAL.length());
  }

  private void help(Bytes head, Format format) {
    if (format == Format.OPEN_METRICS) {
      head.appendValue(help);
    } else {
      head.append(help.replace("\\", "\\\\").replace("\n", "\\n"));
    }
  }
}
