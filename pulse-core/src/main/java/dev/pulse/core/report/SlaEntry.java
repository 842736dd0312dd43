package dev.pulse.core.report;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.model.Status;
import dev.pulse.api.store.Uptime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** One line of a {@link SlaReport}: a check, a group of checks, or all of them. Immutable. */
public final class SlaEntry {
  private final String name;
  private final String title;
  private final long checks;
  private final List<Uptime> uptimes;
  private final Uptime uptime;
  private final Map<Status, Long> runs;
  private final Outages outages;
  private final LatencySummary latency;
  private final @Nullable Instant noResultsBefore;
  private final @Nullable Standing standing;

  /** How an entry stands against the objective. */
  public enum Standing {
    /** Even if it had been down in all of the unknown time, the objective would hold. */
    MET,
    /** Even if it had been up in all of the unknown time, the objective would not hold. */
    MISSED,
    /** It depends on the unknown time. */
    UNDECIDED
  }

  private SlaEntry(
      String name,
      String title,
      long checks,
      List<Uptime> uptimes,
      Map<Status, Long> runs,
      Outages outages,
      LatencySummary latency,
      @Nullable Instant noResultsBefore,
      @Nullable Double objective) {
    this.name = requireNonNull(name, "name");
    this.title = requireNonNull(title, "title");
    this.checks = checks;
    this.uptimes = List.copyOf(uptimes);
    this.uptime = uptimes.stream().reduce(Uptime.NONE, Uptime::plus);
    this.runs = Collections.unmodifiableMap(runs);
    this.outages = outages;
    this.latency = latency;
    this.noResultsBefore = noResultsBefore;
    this.standing = objective == null ? null : Shares.standing(uptime, objective);
  }

  static SlaEntry ofCheck(
      String name,
      String title,
      List<Uptime> uptimes,
      Map<Status, Long> runs,
      Outages outages,
      LatencySummary latency,
      @Nullable Instant noResultsBefore,
      @Nullable Double objective) {
    return new SlaEntry(
        name, title, 1, uptimes, runs, outages, latency, noResultsBefore, objective);
  }

  /** The sum of some entries, each of which has the same windows; at least one. */
  static SlaEntry sum(
      String name, String title, List<SlaEntry> members, @Nullable Double objective) {
    var uptimes = new Uptime[members.get(0).uptimes.size()];
    Arrays.fill(uptimes, Uptime.NONE);
    var runs = new EnumMap<Status, Long>(Status.class);
    var outages = Outages.NONE;
    long checks = 0;
    for (SlaEntry member : members) {
      for (int i = 0; i < uptimes.length; i++) {
        uptimes[i] = uptimes[i].plus(member.uptimes.get(i));
      }
      member.runs.forEach((status, count) -> runs.merge(status, count, Long::sum));
      outages = outages.plus(member.outages);
      checks += member.checks;
    }
    return new SlaEntry(
        name, title, checks, List.of(uptimes), runs, outages, LatencySummary.NONE, null, objective);
  }

  /** The name of the check, or the value by which the group was formed; empty for those without. */
  public String name() {
    return name;
  }

  /** What people read. */
  public String title() {
    return title;
  }

  /** How many checks it stands for; 1 for a check. */
  public long checks() {
    return checks;
  }

  /** How the time was spent; that of several checks is added up. */
  public Uptime uptime() {
    return uptime;
  }

  /** The share of the known time in which it was up; empty when nothing is known. */
  public OptionalDouble ratio() {
    return uptime.ratio();
  }

  /** How the time of each window of the report was spent; unmodifiable. */
  public List<Uptime> uptimes() {
    return uptimes;
  }

  /** How many runs ended with each status; statuses without runs are left out. Unmodifiable. */
  public Map<Status, Long> runs() {
    return runs;
  }

  /** When it was down. */
  public Outages outages() {
    return outages;
  }

  /**
   * How long it took to answer; of no values for groups, because the percentiles of several checks
   * cannot be had from those of each.
   */
  public LatencySummary latency() {
    return latency;
  }

  /**
   * The beginning of the first window with a result, when that is not the first window: until then
   * nobody looked, and all of the time is unknown. Empty also when there is no result at all.
   */
  public Optional<Instant> noResultsBefore() {
    return Optional.ofNullable(noResultsBefore);
  }

  /** How it stands against the objective; empty when none was given. */
  public Optional<Standing> standing() {
    return Optional.ofNullable(standing);
  }

  @Override
  public String toString() {
    return (name.isEmpty() ? "(none)" : name) + ": " + uptime;
  }
}
