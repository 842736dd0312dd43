package dev.pulse.github;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The builds of one branch, the newest first: each run once, by its last attempt. Immutable.
 *
 * <p>What they say comes from the ten newest that have ended. Those of them that were cancelled,
 * skipped or neutral say nothing.
 */
public final class Builds {
  private static final int WINDOW = 10;
  private static final int DECIMALS = 12;

  private static final Comparator<Build> NEWEST_FIRST =
      Comparator.comparing(Build::updatedAt).thenComparing(Build::runId).reversed();

  private final List<Build> all;

  private Builds(Collection<Build> builds) {
    this.all = builds.stream().sorted(NEWEST_FIRST).toList();
  }

  /** These builds, whose branch the caller has chosen. Of a run only the last attempt is kept. */
  public static Builds of(Collection<Build> builds) {
    return new Builds(lastAttempts(builds).values());
  }

  private static Map<Long, Build> lastAttempts(Collection<Build> builds) {
    var byRun = new HashMap<Long, Build>();
    builds.forEach(build -> byRun.merge(build.runId(), build, Builds::later));
    return byRun;
  }

  private static Build ended(Build polled, Build reported) {
    boolean ends =
        polled.attempt() == reported.attempt()
            && !polled.state().isCompleted()
            && reported.state().isCompleted();
    return ends ? reported : later(polled, reported);
  }

  /** With equal attempts the one that was there first. */
  private static Build later(Build one, Build other) {
    return other.attempt() > one.attempt() ? other : one;
  }

  /**
   * These builds and others that somebody reported. Where both have the same attempt of a run, this
   * side knows better: it asked GitHub. Only how an attempt ended is believed while GitHub does not
   * say: a run may report its end itself, before it is over.
   */
  public Builds withReported(Collection<Build> reported) {
    var byRun = lastAttempts(all);
    reported.forEach(build -> byRun.merge(build.runId(), build, Builds::ended));
    return new Builds(byRun.values());
  }

  /** All of them, the newest first; unmodifiable. */
  public List<Build> all() {
    return all;
  }

  private List<Build> window() {
    return all.stream().filter(build -> build.state().isCompleted()).limit(WINDOW).toList();
  }

  /** How many of the ten newest that have ended say something. */
  public int counted() {
    return (int) window().stream().filter(build -> build.state().counts()).count();
  }

  /** How many of those succeeded. */
  public int succeeded() {
    return (int) window().stream().filter(build -> build.state() == BuildState.SUCCESS).count();
  }

  /** What they say about the branch. */
  public BuildStatus status() {
    return window().stream()
        .filter(build -> build.state().counts())
        .findFirst()
        .map(
            build ->
                build.state() == BuildState.SUCCESS ? BuildStatus.PASSING : BuildStatus.FAILING)
        .orElseGet(this::statusWithoutResult);
  }

  private BuildStatus statusWithoutResult() {
    return all.stream().anyMatch(build -> !build.state().isCompleted())
        ? BuildStatus.PENDING
        : BuildStatus.UNKNOWN;
  }

  /** When the newest build that has ended did; empty when none has. */
  public Optional<Instant> lastRun() {
    return window().stream().findFirst().flatMap(Build::finishedAt);
  }

  /** The share of successes in percent; empty when no build says something. */
  Optional<BigDecimal> successes() {
    int counted = counted();
    return counted == 0
        ? Optional.empty()
        : Optional.of(
            BigDecimal.valueOf(100L * succeeded())
                .divide(BigDecimal.valueOf(counted), DECIMALS, RoundingMode.HALF_UP));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Builds builds && all.equals(builds.all);
  }

  @Override
  public int hashCode() {
    return all.hashCode();
  }

  @Override
  public String toString() {
    return all.size() + " builds, " + status().word();
  }
}
