package dev.pulse.core.detect;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.DetectorState;
import dev.pulse.api.detect.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.ArrayList;

/**
 * Finds values that are unusual for their hour of the week. Take it for what follows the habits of
 * people, such as the number of requests: too few on a Monday morning may be usual on a Sunday. For
 * numbers without a rhythm take {@link RobustZScore}, which has a verdict after minutes instead of
 * weeks.
 *
 * <p>Each of the 168 hours of the week, or of the 24 of the day, has a mean and a mean absolute
 * deviation, formed over the same hours of the weeks before, the running one left out. With them,
 *
 * <pre>{@code
 * deviation = max(mean absolute deviation × √(π ÷ 2), half of that of all hours, floor)
 * z         = (value − mean) ÷ deviation
 * }</pre>
 *
 * <p>the value is anomalous when {@code z} is beyond the threshold on the side that counts and the
 * value lies at least the minimum delta away. An hour that was seen in too few weeks has no
 * verdict. Hours are those of the clocks in a time zone: where clocks are set forward one hour of
 * that day is missing, where they are set back one lasts two hours, and all others stay where
 * people expect them.
 *
 * <p>All values are learnt, but an anomalous one only as far as it would still have been normal, so
 * that a bad week moves the profile a little and not to itself. When values were anomalous for so
 * long that they must be the new level, all hours move by the mean distance of these, and the
 * verdict is {@link dev.pulse.api.detect.Verdict.Kind#REBASELINED}.
 *
 * <p>Facts, in this order: {@code expected}, {@code deviation}, {@code z}, {@code threshold},
 * {@code n} (in how many weeks or days the hour was seen), {@code hour} (of the week, 0 is Monday
 * from 00:00; or of the day). {@link Verdict#score} is {@code z ÷ (z + threshold)}, and 0 on the
 * side that does not count.
 *
 * <p>Defaults: the week, in UTC, over the last 8 weeks, a verdict after 2, threshold 4, both
 * directions, no floor, no minimum delta, new level after a day. Confine to one thread.
 *
 * <pre>{@code
 * SeasonalZScore.builder().zone(ZoneId.of("Europe/Berlin")).direction(BELOW)::build
 * }</pre>
 */
public final class SeasonalZScore implements Detector {
  private static final String FORM = "seasonal/1";

  /** Exact, and leaves room for a distance. */
  private static final double SCALE = 0.25;

  private static final long HOUR = 3600;

  /** What repeats itself. The set is frozen. */
  public enum Season {
    /** The day, in 24 hours. */
    DAY(24),
    /** The week, in 168 hours. */
    WEEK(168);

    private final int hours;

    Season(int hours) {
      this.hours = hours;
    }
  }

  private final int slots;
  private final int memory;
  private final int minSeasons;
  private final ZoneRules rules;
  private final long rebaselineSeconds;
  private final Yardstick yardstick;
  private SeasonProfile profile;

  // The anomalous values in a row that came last; distances are scaled.
  private long runSince;
  private long run;
  private double runDistance;

  private SeasonalZScore(Builder builder) {
    this.slots = builder.season.hours;
    this.memory = builder.memory;
    this.minSeasons = builder.minSeasons;
    this.rules = builder.zone.getRules();
    this.rebaselineSeconds = builder.rebaselineAfter.toSeconds();
    this.yardstick = builder.yardstick();
    this.profile = new SeasonProfile(slots, memory);
  }

  /** A builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when the value is not finite; nothing is learnt from it
   */
  @Override
  public Verdict observe(double value, Instant at) {
    Score.requireFinite(value);
    long seconds = at.getEpochSecond();
    long hour = Math.floorDiv(seconds + rules.getOffset(at).getTotalSeconds(), HOUR);
    double x = value * SCALE;
    profile.arrive(hour);
    int times = profile.times(hour);
    if (times < minSeasons) {
      endRun();
      profile.add(x);
      return Verdict.learning();
    }
    var measured =
        yardstick.measure(
            value,
            Score.finite(profile.mean(hour) / SCALE),
            Score.finite(profile.deviation(hour) / SCALE));
    return Verdict.of(judge(measured, x, hour, seconds))
        .withScore(measured.score())
        .withFact("expected", measured.expected())
        .withFact("deviation", measured.deviation())
        .withFact("z", measured.z())
        .withFact("threshold", yardstick.threshold())
        .withFact("n", (long) times)
        .withFact("hour", (long) profile.slot(hour));
  }

  private Verdict.Kind judge(Yardstick.Measured measured, double x, long hour, long seconds) {
    if (!measured.odd()) {
      endRun();
      profile.add(x);
      return Verdict.Kind.NORMAL;
    }
    if (run == 0 || seconds < runSince) {
      runSince = seconds;
    }
    double distance = x - profile.mean(hour);
    run++;
    runDistance += (distance - runDistance) / run;
    if (seconds - runSince >= rebaselineSeconds) {
      profile.shift(runDistance);
      endRun();
      return Verdict.Kind.REBASELINED;
    }
    double most = Math.min(Math.abs(distance), yardstick.threshold() * profile.deviation(hour));
    profile.add(profile.mean(hour) + Math.copySign(most, distance));
    return Verdict.Kind.ANOMALOUS;
  }

  private void endRun() {
    runSince = 0;
    run = 0;
    runDistance = 0;
  }

  /** The anomalous values in a row, then the hours. */
  @Override
  public DetectorState state() {
    if (profile.isEmpty()) {
      return DetectorState.NONE;
    }
    var state = new StateWriter().add(runSince).add(run).add(runDistance);
    profile.write(state);
    return state.state(FORM);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The state may come from a detector with other settings, but for the season.
   */
  @Override
  public void restore(DetectorState state) {
    if (state.isNone()) {
      endRun();
      profile = new SeasonProfile(slots, memory);
      return;
    }
    var reader = new StateReader(state, FORM);
    long since = reader.whole();
    long length = reader.count(1L << 53);
    double distance = reader.number();
    var known = SeasonProfile.read(reader, slots, memory);
    reader.end();
    runSince = since;
    run = length;
    runDistance = distance;
    profile = known;
  }

  @Override
  public void breakRun() {
    endRun();
  }

  /** Builds a {@link SeasonalZScore}; may be used for many. Confine to one thread. */
  public static final class Builder {
    static final Season SEASON = Season.WEEK;
    static final int MEMORY = 8;
    static final int MIN_SEASONS = 2;
    static final double THRESHOLD = 4;
    static final Duration REBASELINE_AFTER = Duration.ofDays(1);
    private static final int MOST = 1000;
    private static final Duration LONGEST = Duration.ofDays(366);

    private Season season = SEASON;
    private ZoneId zone = ZoneOffset.UTC;
    private int memory = MEMORY;
    private int minSeasons = MIN_SEASONS;
    private double threshold = THRESHOLD;
    private double deviationFloor;
    private double minDelta;
    private Duration rebaselineAfter = REBASELINE_AFTER;
    private Direction direction = Direction.BOTH;

    private Builder() {}

    /** What repeats itself; default the week. */
    public Builder season(Season season) {
      this.season = requireNonNull(season, "season");
      return this;
    }

    /** Whose clocks tell the hour; default UTC. */
    public Builder zone(ZoneId zone) {
      this.zone = requireNonNull(zone, "zone");
      return this;
    }

    /** How many weeks, or days, it reaches back; default 8. 1 to 1,000. */
    public Builder memory(int seasons) {
      this.memory = seasons;
      return this;
    }

    /** After how many weeks, or days, an hour has a verdict; default 2. 1 to the memory. */
    public Builder minSeasons(int seasons) {
      this.minSeasons = seasons;
      return this;
    }

    /** Beyond how many deviations a value is anomalous; default 4. Positive. */
    public Builder threshold(double deviations) {
      this.threshold = deviations;
      return this;
    }

    /** The least deviation to reckon with, in the unit of the values; default 0. Not negative. */
    public Builder deviationFloor(double floor) {
      this.deviationFloor = floor;
      return this;
    }

    /**
     * How far from the mean a value must lie at least, in the unit of the values; default 0. Not
     * negative.
     */
    public Builder minDelta(double delta) {
      this.minDelta = delta;
      return this;
    }

    /**
     * How long values must be anomalous, without one between that is not, to be the new level;
     * default a day. A minute to 366 days.
     */
    public Builder rebaselineAfter(Duration duration) {
      this.rebaselineAfter = requireNonNull(duration, "duration");
      return this;
    }

    /** The side that counts; default both. */
    public Builder direction(Direction side) {
      this.direction = requireNonNull(side, "side");
      return this;
    }

    private Yardstick yardstick() {
      return new Yardstick(threshold, deviationFloor, minDelta, direction);
    }

    /**
     * A detector that has seen nothing.
     *
     * @throws IllegalArgumentException that lists everything that is not allowed
     */
    public SeasonalZScore build() {
      var problems = new ArrayList<String>();
      Limits.requireWithin(problems, "memory", memory, 1, MOST);
      Limits.requireWithin(problems, "min seasons", minSeasons, 1, Math.max(1, memory));
      yardstick().check(problems);
      if (rebaselineAfter.compareTo(Duration.ofMinutes(1)) < 0
          || rebaselineAfter.compareTo(LONGEST) > 0) {
        problems.add("rebaseline after must be a minute to 366 days, but is " + rebaselineAfter);
      }
      Limits.throwIfAny("seasonal", problems);
      return new SeasonalZScore(this);
    }
  }
}
