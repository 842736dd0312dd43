package dev.pulse.core.report;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.PulseException;
import dev.pulse.api.check.Registration;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.Windows;
import dev.pulse.core.CheckView;
import dev.pulse.core.Pulse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import okio.Buffer;
import okio.BufferedSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * How much of a stretch of time each check was up, and each group of checks, with the rules by
 * which that was reckoned. To be read from Java, or written as JSON, CSV or a page.
 *
 * <pre>{@code
 * SlaReport october =
 *     SlaReport.builder(pulse, from, to)
 *         .zone(ZoneId.of("Europe/Berlin"))
 *         .groupByLabel("team")
 *         .objective(0.999)
 *         .build();
 * Files.writeString(Path.of("october.html"), october.toHtml());
 * }</pre>
 *
 * <p>What is not known is neither up nor down, and a check of which nothing is known has no ratio.
 * Immutable.
 */
public final class SlaReport {
  private final Windows windows;
  private final ZoneId zone;
  private final Instant madeAt;
  private final Instant asked;
  private final List<SlaEntry> checks;
  private final List<SlaEntry> groups;
  private final @Nullable String groupedBy;
  private final SlaEntry total;
  private final @Nullable Double objective;
  private final List<Exclusion> exclusions;

  private SlaReport(
      Builder builder, Windows windows, List<SlaEntry> checks, Map<String, List<SlaEntry>> groups) {
    this.windows = windows;
    this.zone = builder.zone;
    this.madeAt = builder.madeAt;
    this.asked = builder.to;
    this.objective = builder.objective;
    this.exclusions = List.copyOf(builder.exclusions);
    this.groupedBy = builder.groupedBy;
    this.checks = checks.stream().sorted(WorstFirst.ORDER).toList();
    this.groups =
        groups.entrySet().stream()
            .map(group -> SlaEntry.sum(group.getKey(), group.getKey(), group.getValue(), objective))
            .sorted(WorstFirst.ORDER)
            .toList();
    this.total = SlaEntry.sum("all", "All checks", checks, objective);
  }

  /**
   * A report about all checks that a Pulse has now.
   *
   * @param from the first moment; in whole milliseconds, as {@code to}
   * @param to the first moment after it; what lies after the present is left out
   */
  public static Builder builder(Pulse pulse, Instant from, Instant to) {
    return builder(pulse.journal(), pulse.clock(), from, to)
        .checks(pulse.checks().stream().map(CheckView::registration).toList());
  }

  /**
   * A report about checks that are yet to be named.
   *
   * @param clock tells when the report is made
   * @param from the first moment; in whole milliseconds, as {@code to}
   * @param to the first moment after it; what lies after the present is left out
   */
  public static Builder builder(Journal journal, InstantSource clock, Instant from, Instant to) {
    return new Builder(journal, clock, from, to);
  }

  /** The windows into which the stretch is cut. */
  public Windows windows() {
    return windows;
  }

  /** Whose days, weeks or months the windows are. */
  public ZoneId zone() {
    return zone;
  }

  /** When the report was made. */
  public Instant madeAt() {
    return madeAt;
  }

  /** The end that was asked for, which may lie after the report was made. */
  Instant asked() {
    return asked;
  }

  /** The checks, worst first: by ratio, those without data before those that were never down. */
  public List<SlaEntry> checks() {
    return checks;
  }

  /** The groups, worst first; none unless they were asked for. */
  public List<SlaEntry> groups() {
    return groups;
  }

  /** By what the groups were formed: the name of a label, or {@code tags}. */
  public Optional<String> groupedBy() {
    return Optional.ofNullable(groupedBy);
  }

  /** All checks together. */
  public SlaEntry total() {
    return total;
  }

  /** The share of the time in which each entry should have been up. */
  public OptionalDouble objective() {
    return objective == null ? OptionalDouble.empty() : OptionalDouble.of(objective);
  }

  /** What was taken for maintenance afterwards. */
  public List<Exclusion> exclusions() {
    return exclusions;
  }

  /** The rules by which this report was reckoned, in sentences with its own numbers. */
  public List<String> policy() {
    return new AccountingPolicy(this).sentences();
  }

  /**
   * Writes the report. The stream is flushed, not closed.
   *
   * @throws IOException when the stream fails; what was written is not complete then
   */
  public void write(ReportFormat format, OutputStream out) throws IOException {
    var sink = Okio.buffer(Okio.sink(out));
    write(format, sink);
    sink.flush();
  }

  private void write(ReportFormat format, BufferedSink sink) throws IOException {
    switch (format) {
      case JSON -> new SlaJson(this).write(sink);
      case CSV -> new SlaCsv(this).write(sink);
      case HTML -> new SlaHtml(this).write(sink);
    }
  }

  /** The report as JSON. */
  public String toJson() {
    return text(ReportFormat.JSON);
  }

  /** The report as CSV. */
  public String toCsv() {
    return text(ReportFormat.CSV);
  }

  /** The report as a page. */
  public String toHtml() {
    return text(ReportFormat.HTML);
  }

  private String text(ReportFormat format) {
    try (var buffer = new Buffer()) {
      write(format, buffer);
      return buffer.readUtf8();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
  }

  /**
   * A content security policy for servers that serve the page: it allows the page's own style and
   * nothing else.
   */
  public static String contentSecurityPolicy() {
    return SlaStyle.POLICY + "; frame-ancestors 'none'";
  }

  @Override
  public String toString() {
    return checks.size() + " checks, " + windows + ": " + total.uptime();
  }

  /** Builds a {@link SlaReport}. Confine to one thread. */
  public static final class Builder {
    private static final int MOST_ROWS = 1_000_000;
    private static final int MOST_EXCLUSIONS = 100;

    private final Journal journal;
    private final Instant from;
    private final Instant to;
    private final Instant madeAt;
    private final Map<String, @Nullable Registration> checks = new LinkedHashMap<>();
    private final List<Exclusion> exclusions = new ArrayList<>();
    private ZoneId zone = ZoneId.of("UTC");
    private Cut cut = Cut.DAYS;
    private @Nullable String groupedBy;
    private boolean byTags;
    private @Nullable Double objective;

    private enum Cut {
      DAYS,
      WEEKS,
      MONTHS
    }

    private Builder(Journal journal, InstantSource clock, Instant from, Instant to) {
      this.journal = requireNonNull(journal, "journal");
      this.from = from.truncatedTo(ChronoUnit.MILLIS);
      this.to = to.truncatedTo(ChronoUnit.MILLIS);
      this.madeAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Adds checks; one of a name that is there already counts once. */
    public Builder checks(Collection<Registration> registrations) {
      registrations.forEach(registration -> checks.put(registration.name(), registration));
      return this;
    }

    /**
     * Adds a check by its name alone, say one that was removed and whose history is there still. It
     * belongs to the group of those without.
     */
    public Builder check(String name) {
      checks.putIfAbsent(requireNonNull(name, "name"), null);
      return this;
    }

    /** Whose days, weeks or months are meant; default: UTC. */
    public Builder zone(ZoneId zone) {
      this.zone = requireNonNull(zone, "zone");
      return this;
    }

    /** Cuts the stretch into days. This is the default. */
    public Builder daily() {
      this.cut = Cut.DAYS;
      return this;
    }

    /** Cuts the stretch into weeks, from Monday on. */
    public Builder weekly() {
      this.cut = Cut.WEEKS;
      return this;
    }

    /** Cuts the stretch into months. */
    public Builder monthly() {
      this.cut = Cut.MONTHS;
      return this;
    }

    /**
     * Adds up the checks whose targets have the same value of a label; those without are a group,
     * too. Default: no groups.
     */
    public Builder groupByLabel(String label) {
      this.groupedBy = requireNonNull(label, "label");
      this.byTags = false;
      return this;
    }

    /** Adds up the checks with each tag: one with two tags is in two groups. Default: no groups. */
    public Builder groupByTags() {
      this.groupedBy = "tags";
      this.byTags = true;
      return this;
    }

    /** The share of the time in which each check should have been up, say 0.999; default: none. */
    public Builder objective(double share) {
      this.objective = share;
      return this;
    }

    /**
     * Takes a stretch for maintenance afterwards, whatever was seen in it. What lies outside of the
     * report does not count.
     */
    public Builder excluding(Instant from, Instant to, String reason) {
      exclusions.add(new Exclusion(from, to, reason));
      return this;
    }

    /**
     * Reads the journal and adds up; this may take a while.
     *
     * @throws IllegalArgumentException that lists everything that is not allowed
     * @throws dev.pulse.api.store.StoreException when the journal cannot be read
     * @throws PulseException when the thread is interrupted
     */
    public SlaReport build() {
      var end = to.isAfter(madeAt) ? madeAt : to;
      var problems = problems(end);
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException("report: " + String.join("; ", problems));
      }
      var windows = windows(end);
      if ((long) windows.count() * checks.size() > MOST_ROWS) {
        throw new IllegalArgumentException(
            "report: "
                + checks.size()
                + " checks and "
                + windows.count()
                + " windows are more than "
                + MOST_ROWS
                + " rows: take fewer checks, a shorter stretch, or longer windows");
      }
      var meter = new CheckMeter(journal, windows, merged(end), objective);
      var entries = new ArrayList<SlaEntry>(checks.size());
      var groups = new TreeMap<String, List<SlaEntry>>();
      checks.forEach(
          (name, registration) -> {
            if (Thread.currentThread().isInterrupted()) {
              throw new PulseException("interrupted while a report was made");
            }
            var entry = meter.measure(name, registration == null ? name : registration.title());
            entries.add(entry);
            groupsOf(registration)
                .forEach(
                    group -> groups.computeIfAbsent(group, key -> new ArrayList<>()).add(entry));
          });
      return new SlaReport(this, windows, entries, groups);
    }

    private List<String> problems(Instant end) {
      var problems = new ArrayList<String>();
      if (!from.isBefore(to)) {
        problems.add("the stretch from " + from + " to " + to + " must end after it begins");
      } else if (!from.isBefore(end)) {
        problems.add("the stretch from " + from + " must begin before the present, " + madeAt);
      }
      if (checks.isEmpty()) {
        problems.add("there must be at least one check");
      }
      if (objective != null && !(objective > 0 && objective < 1)) {
        problems.add("the objective must be above 0 and below 1, but is " + objective);
      }
      if (exclusions.size() > MOST_EXCLUSIONS) {
        problems.add(
            "there may be " + MOST_EXCLUSIONS + " exclusions, but are " + exclusions.size());
      }
      for (Exclusion exclusion : exclusions) {
        if (!exclusion.from().isBefore(exclusion.to())) {
          problems.add(
              "the exclusion from "
                  + exclusion.from()
                  + " to "
                  + exclusion.to()
                  + " must end after it begins");
        }
      }
      return problems;
    }

    private Windows windows(Instant end) {
      return switch (cut) {
        case DAYS -> Windows.days(from, end, zone);
        case WEEKS -> Windows.weeks(from, end, zone);
        case MONTHS -> Windows.months(from, end, zone);
      };
    }

    /** What is excluded, in order and without overlaps, so that nothing counts twice. */
    private List<Exclusion> merged(Instant end) {
      var merged = new ArrayList<Exclusion>();
      exclusions.stream()
          .map(one -> new Exclusion(latest(one.from(), from), earliest(one.to(), end), ""))
          .filter(one -> one.from().isBefore(one.to()))
          .sorted(Comparator.comparing(Exclusion::from))
          .forEach(
              one -> {
                int last = merged.size() - 1;
                if (last >= 0 && !merged.get(last).to().isBefore(one.from())) {
                  var before = merged.get(last);
                  merged.set(last, new Exclusion(before.from(), latest(before.to(), one.to()), ""));
                } else {
                  merged.add(one);
                }
              });
      return merged;
    }

    private static Instant latest(Instant one, Instant other) {
      return one.isAfter(other) ? one : other;
    }

    private static Instant earliest(Instant one, Instant other) {
      return one.isBefore(other) ? one : other;
    }

    private Set<String> groupsOf(@Nullable Registration registration) {
      if (groupedBy == null) {
        return Set.of();
      }
      if (registration == null) {
        return Set.of("");
      }
      if (!byTags) {
        return Set.of(registration.target().labels().get(groupedBy).orElse(""));
      }
      return registration.tags().isEmpty() ? Set.of("") : new LinkedHashSet<>(registration.tags());
    }
  }
}
