package dev.pulse.api.check;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.collect.Collector;
import dev.pulse.api.config.Durations;
import dev.pulse.api.model.Target;
import dev.pulse.api.schedule.Interval;
import dev.pulse.api.schedule.Schedule;
import dev.pulse.api.schedule.Schedules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a check is run, apart from what it asks: under which name, when, for how long at most, how
 * often again, and what makes it an incident. Immutable.
 *
 * <p>Defaults: every 30 seconds, a time-out of 10 seconds, no retries, no rules, and a target and
 * title that are simply the name.
 *
 * <pre>{@code
 * Registration checkout =
 *     Registration.check("checkout", HttpCheck.get("https://shop.example/health").build())
 *         .schedule(Schedules.every(Duration.ofSeconds(30)))
 *         .rule(AlertRule.whenFailing().after(3).recoverAfter(2))
 *         .build();
 * }</pre>
 */
public final class Registration {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");
  private static final Duration SHORTEST_DELAY = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofDays(1);

  private final String name;
  private final String title;
  private final Check check;
  private final Target target;
  private final Schedule schedule;
  private final @Nullable Duration whileFailing;
  private final Duration timeout;
  private final int retries;
  private final Duration retryInterval;
  private final List<AlertRule> rules;
  private final Set<String> tags;
  private final Set<String> dependencies;
  private final boolean skippedWithDependency;
  private final boolean beginsPaused;

  private Registration(Builder builder) {
    this.name = builder.name;
    this.title = builder.title == null ? builder.name : builder.title;
    this.check = builder.check;
    this.target = builder.target == null ? Target.of(title) : builder.target;
    this.schedule = builder.schedule;
    this.whileFailing = builder.whileFailing;
    this.timeout = builder.timeout;
    this.retries = builder.retries;
    this.retryInterval = builder.retryInterval;
    this.rules = List.copyOf(builder.rules);
    this.tags = Collections.unmodifiableSet(new TreeSet<>(builder.tags));
    this.dependencies = Collections.unmodifiableSet(new LinkedHashSet<>(builder.dependencies));
    this.skippedWithDependency = builder.skippedWithDependency;
    this.beginsPaused = builder.beginsPaused;
  }

  /**
   * A registration of a check.
   *
   * @param name unique within one Pulse; 1 to 200 letters, digits, dots, underscores and hyphens,
   *     so that it can stand in a URL, a file name and a label as it is
   */
  public static Builder check(String name, Check check) {
    return new Builder(name, check);
  }

  /**
   * A registration of a collector: its outcome passes when it could fetch, and is {@link
   * dev.pulse.api.model.Status#UNKNOWN} when it could not.
   *
   * @param name unique within one Pulse, of the same form as for a check
   */
  public static Builder collector(String name, Collector collector) {
    return new Builder(name, new CollectorCheck(collector));
  }

  /**
   * Whether a text can be the name of a registration: 1 to 200 letters, digits, dots, underscores
   * and hyphens, of which the first is a letter or a digit.
   */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** What identifies it. */
  public String name() {
    return name;
  }

  /** What people read; the name unless another was given. */
  public String title() {
    return title;
  }

  /** What is asked. */
  public Check check() {
    return check;
  }

  /** What it is about. */
  public Target target() {
    return target;
  }

  /** When it runs. */
  public Schedule schedule() {
    return schedule;
  }

  /** How long after the end of a run that failed the next one is due at the latest. */
  public Optional<Duration> whileFailing() {
    return Optional.ofNullable(whileFailing);
  }

  /** How long one attempt may take. */
  public Duration timeout() {
    return timeout;
  }

  /** How many more attempts a run gets when it failed or is unknown. */
  public int retries() {
    return retries;
  }

  /** How long to wait between two attempts of a run. */
  public Duration retryInterval() {
    return retryInterval;
  }

  /** What makes it an incident, in the order in which the rules are evaluated; unmodifiable. */
  public List<AlertRule> rules() {
    return rules;
  }

  /** Words to find and group it by, sorted; unmodifiable. */
  public Set<String> tags() {
    return tags;
  }

  /** The names of the registrations that this one depends on; unmodifiable. */
  public Set<String> dependencies() {
    return dependencies;
  }

  /** Whether it is not even asked while a dependency fails. */
  public boolean isSkippedWithDependency() {
    return skippedWithDependency;
  }

  /** Whether it does not run until it is resumed. */
  public boolean beginsPaused() {
    return beginsPaused;
  }

  /** A builder that starts from this registration. */
  public Builder toBuilder() {
    var builder = new Builder(name, check);
    builder.title = title;
    builder.target = target;
    builder.schedule = schedule;
    builder.whileFailing = whileFailing;
    builder.timeout = timeout;
    builder.retries = retries;
    builder.retryInterval = retryInterval;
    builder.rules.addAll(rules);
    builder.tags.addAll(tags);
    builder.dependencies.addAll(dependencies);
    builder.skippedWithDependency = skippedWithDependency;
    builder.beginsPaused = beginsPaused;
    return builder;
  }

  @Override
  public String toString() {
    return name;
  }

  /** Builds a {@link Registration}. Confine to one thread. */
  public static final class Builder {
    private final String name;
    private final Check check;
    private @Nullable String title;
    private @Nullable Target target;
    private Schedule schedule = Schedules.every(Duration.ofSeconds(30));
    private @Nullable Duration whileFailing;
    private Duration timeout = Duration.ofSeconds(10);
    private int retries;
    private Duration retryInterval = Duration.ofSeconds(1);
    private final List<AlertRule> rules = new ArrayList<>();
    private final Set<String> tags = new LinkedHashSet<>();
    private final Set<String> dependencies = new LinkedHashSet<>();
    private boolean skippedWithDependency;
    private boolean beginsPaused;

    private Builder(String name, Check check) {
      this.name = requireNonNull(name, "name");
      this.check = requireNonNull(check, "check");
    }

    /** What people read; default: the name. */
    public Builder title(String title) {
      this.title = requireNonNull(title, "title");
      return this;
    }

    /** What the check is about; default: a target called like the title. */
    public Builder target(Target target) {
      this.target = requireNonNull(target, "target");
      return this;
    }

    /** When it runs; default: every 30 seconds. */
    public Builder schedule(Schedule schedule) {
      this.schedule = requireNonNull(schedule, "schedule");
      return this;
    }

    /**
     * Asks more often while it fails, so that a recovery is noticed soon; default: no. Failing
     * means that the last run ended in {@link dev.pulse.api.model.Status#FAIL} or {@link
     * dev.pulse.api.model.Status#UNKNOWN}, unless the target was not to blame ({@link
     * Reason#DENIED}, {@link Reason#DEPENDENCY}, {@link Reason#CONNECTIVITY}). The schedule itself
     * goes on meanwhile, and alone counts again after the recovery.
     *
     * @param delay how long after the end of a run the next one is due at the latest; 10
     *     milliseconds to a day, and shorter than the period of an {@link
     *     dev.pulse.api.schedule.Interval}
     */
    public Builder whileFailing(Duration delay) {
      this.whileFailing = requireNonNull(delay, "delay");
      return this;
    }

    /**
     * Names what the target needs to work, such as a database or a gateway; default: nothing.
     * Before a failure counts, each of them that was not failing and has not been asked since is
     * asked. When one fails (or depends, over any number of steps, on one that fails), the result
     * is {@link dev.pulse.api.model.Status#UNKNOWN} with {@link Reason#DEPENDENCY} and names it:
     * nobody can tell whether the target itself is to blame. What passes in spite of it stays a
     * pass. A registration that is paused or was removed is no dependency.
     *
     * @param checks names of registrations that are there already or are added in the same call;
     *     none may depend on this one in turn
     */
    public Builder dependsOn(String... checks) {
      return dependsOn(List.of(checks));
    }

    /** Names what the target needs to work, as {@link #dependsOn(String...)}. */
    public Builder dependsOn(Collection<String> checks) {
      dependencies.addAll(checks);
      return this;
    }

    /**
     * Does not ask at all while a dependency fails; default: asks, and believes what passes. A run
     * that is asked for by hand is not skipped.
     */
    public Builder skipWithDependency() {
      this.skippedWithDependency = true;
      return this;
    }

    /**
     * Does not run until it is resumed, as one that was paused; default: runs. For what was
     * switched off and is to stay so over restarts.
     */
    public Builder beginPaused() {
      this.beginsPaused = true;
      return this;
    }

    /** How long one attempt may take; default: 10 seconds. Positive, at most a day. */
    public Builder timeout(Duration timeout) {
      this.timeout = requireNonNull(timeout, "timeout");
      return this;
    }

    /**
     * Runs again what failed or is unknown; default: not at all.
     *
     * @param times how many more attempts a run gets, 0 to 10
     * @param interval how long to wait before each of them; not negative, at most a day
     */
    public Builder retries(int times, Duration interval) {
      this.retries = times;
      this.retryInterval = requireNonNull(interval, "interval");
      return this;
    }

    /** Adds a rule. Rules are evaluated in the order in which they were added. */
    public Builder rule(AlertRule rule) {
      this.rules.add(requireNonNull(rule, "rule"));
      return this;
    }

    /** Adds words to find and group it by; default: none. */
    public Builder tags(Collection<String> tags) {
      this.tags.addAll(tags);
      return this;
    }

    /**
     * The registration.
     *
     * @throws IllegalArgumentException that lists everything that is not allowed
     */
    public Registration build() {
      var problems = new ArrayList<String>();
      if (!isName(name)) {
        problems.add("name \"" + name + "\" must match " + NAME);
      }
      if (title != null && title.isBlank()) {
        problems.add("title must not be blank");
      }
      if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
        problems.add(
            "timeout must be positive and at most a day, but is " + Durations.format(timeout));
      }
      whileFailingProblem().ifPresent(problems::add);
      if (dependencies.contains(name)) {
        problems.add("it must not depend on itself");
      }
      if (skippedWithDependency && dependencies.isEmpty()) {
        problems.add("it cannot be skipped with a dependency, because it has none");
      }
      if (retries < 0 || retries > 10) {
        problems.add("retries must be 0 to 10, but is " + retries);
      }
      if (retryInterval.isNegative() || retryInterval.compareTo(LONGEST) > 0) {
        problems.add(
            "retry interval must not be negative and at most a day, but is "
                + Durations.format(retryInterval));
      }
      var ruleNames = new LinkedHashSet<String>();
      for (AlertRule rule : rules) {
        if (!ruleNames.add(rule.name())) {
          problems.add("two rules have the name \"" + rule.name() + "\"");
        }
      }
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(
            "registration \"" + name + "\": " + String.join("; ", problems));
      }
      return new Registration(this);
    }

    private Optional<String> whileFailingProblem() {
      if (whileFailing == null) {
        return Optional.empty();
      }
      if (whileFailing.compareTo(SHORTEST_DELAY) < 0 || whileFailing.compareTo(LONGEST) > 0) {
        return Optional.of(
            "the delay while failing must be 10ms to 1d, but is " + Durations.format(whileFailing));
      }
      return schedule instanceof Interval interval && whileFailing.compareTo(interval.period()) >= 0
          ? Optional.of(
              "the delay while failing must be below the interval of "
                  + Durations.format(interval.period())
                  + ", but is "
                  + Durations.format(whileFailing))
          : Optional.empty();
    }
  }
}
