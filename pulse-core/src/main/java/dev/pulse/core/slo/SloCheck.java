package dev.pulse.core.slo;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.config.Durations;
import dev.pulse.api.config.Problem;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import dev.pulse.api.slo.ErrorBudget;
import dev.pulse.api.slo.Objective;
import dev.pulse.api.store.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges how another check stands by an {@link Objective}: how much of the error budget is left,
 * and whether it burns so fast that somebody has to look. Take it to be told of what users notice
 * over days; take a rule on the check itself to be told of each outage. A minute is a good interval
 * for it.
 *
 * <pre>{@code
 * Check slo = SloCheck.of("shop", Objective.availability(0.999)).build();
 * pulse.add(Registration.check("shop-slo", slo).schedule(every(ofMinutes(1))).build());
 * }</pre>
 *
 * <table>
 *   <caption>What it answers; the worst counts</caption>
 *   <tr><th>result</th><th>reason</th><th>when</th></tr>
 *   <tr><td>FAIL</td><td>{@code burn_rate}</td><td>a failing pair burns</td></tr>
 *   <tr><td>UNKNOWN</td><td>{@code no_data}</td><td>nothing is known of the window, or too little
 *       to rule out that a pair burns</td></tr>
 *   <tr><td>WARN</td><td>{@code burn_rate}</td><td>a warning pair burns</td></tr>
 *   <tr><td>WARN</td><td>{@code budget_exhausted}</td><td>more went wrong than may</td></tr>
 * </table>
 *
 * <p>A pair {@linkplain BurnPair burns} when both of its windows exceed its rate, and the long one
 * with enough evidence: few runs prove little; see {@link Builder#confidence} and {@link
 * Builder#leastBadRuns}. Time of which nothing is known counts as good for that, and for nothing
 * else. An exhausted budget does not fail, because it stays exhausted for as long as the window is:
 * an incident of weeks would hide the next one. To fail all the same, ask for {@code
 * slo_error_budget_remaining_ratio > 0} in a condition.
 *
 * <p>Samples: {@code slo_objective_ratio}, {@code slo_sli_ratio}, {@code
 * slo_error_budget_remaining_ratio} (below 0 when overspent), {@code
 * slo_error_budget_remaining_seconds} (of an availability), {@code slo_burn_rate} with the label
 * {@code window}, {@code slo_unknown_ratio}. What is not known is left out. Immutable and
 * thread-safe.
 */
public final class SloCheck implements Check {
  private final String check;
  private final Objective objective;
  private final List<BurnPair> pairs;
  private final Evidence evidence;

  private SloCheck(Builder builder) {
    this.check = builder.check;
    this.objective = builder.objective;
    this.pairs = builder.pairs();
    this.evidence = new Evidence(builder.confidence, builder.leastBadRuns);
  }

  /**
   * An objective of another check.
   *
   * @param check the name of its registration
   */
  public static Builder of(String check, Objective objective) {
    return new Builder(check, objective);
  }

  /** The name of the other registration. */
  @Override
  public Set<String> judges() {
    return Set.of(check);
  }

  @Override
  public CheckResult run(CheckContext context) {
    var journal =
        context
            .service(Journal.class)
            .orElseThrow(() -> new IllegalStateException("there is no history to read here"));
    var history = new History(journal, check, objective, context.clock().instant());
    var whole = history.over(objective.window());
    var samples = samples(whole);
    if (whole.ratio().isEmpty()) {
      return CheckResult.unknown(Reason.NO_DATA, Wording.nothingKnown(check, whole))
          .withSamples(samples);
    }
    samples.addAll(burnRates(history));
    return judge(history, whole).withSamples(samples);
  }

  private CheckResult judge(History history, ErrorBudget whole) {
    var state = Wording.state(whole);
    var status = Status.PASS;
    @Nullable BurnPair worst = null;
    for (BurnPair pair : pairs) {
      var burning = Burning.of(pair, history, evidence);
      var verdict =
          burning == Burning.YES
              ? pair.status()
              : burning == Burning.NO ? Status.PASS : Status.UNKNOWN;
      if (verdict.compareTo(status) > 0) {
        status = verdict;
        worst = pair;
      }
    }
    if (worst == null) {
      return whole.remainingRatio().orElseThrow() < 0
          ? CheckResult.warn(Reason.BUDGET_EXHAUSTED, state)
          : CheckResult.pass(state);
    }
    return switch (status) {
      case FAIL ->
          CheckResult.fail(Reason.BURN_RATE, Wording.burning(worst, history) + "; " + state);
      case WARN ->
          CheckResult.warn(Reason.BURN_RATE, Wording.burning(worst, history) + "; " + state);
      default ->
          CheckResult.unknown(Reason.NO_DATA, Wording.blind(check, worst, history) + "; " + state);
    };
  }

  private List<Sample> samples(ErrorBudget whole) {
    var samples = new ArrayList<Sample>();
    samples.add(Sample.gauge("slo_objective_ratio", objective.ratio()));
    whole.ratio().ifPresent(ratio -> samples.add(Sample.gauge("slo_sli_ratio", ratio)));
    whole
        .remainingRatio()
        .ifPresent(ratio -> samples.add(Sample.gauge("slo_error_budget_remaining_ratio", ratio)));
    whole
        .remainingTime()
        .ifPresent(
            left ->
                samples.add(
                    Sample.gauge("slo_error_budget_remaining_seconds", left.toMillis() / 1e3)));
    samples.add(Sample.gauge("slo_unknown_ratio", whole.unknownRatio()));
    return samples;
  }

  private List<Sample> burnRates(History history) {
    var windows = new LinkedHashSet<Duration>();
    for (BurnPair pair : pairs) {
      windows.add(pair.shortWindow());
      windows.add(pair.longWindow());
    }
    var samples = new ArrayList<Sample>();
    for (Duration window : windows) {
      history
          .over(window)
          .burnRate()
          .ifPresent(
              rate ->
                  samples.add(
                      Sample.gauge(
                          "slo_burn_rate", Labels.of("window", Durations.format(window)), rate)));
    }
    return samples;
  }

  @Override
  public String toString() {
    return "slo " + check + " " + objective;
  }

  /** Builds a {@link SloCheck}. Confine to one thread. */
  public static final class Builder {
    private final String check;
    private final Objective objective;
    private @Nullable List<BurnPair> pairs;
    private double confidence = Evidence.USUAL.confidence();
    private int leastBadRuns = Evidence.USUAL.leastBadRuns();

    private Builder(String check, Objective objective) {
      this.check = requireNonNull(check, "check");
      this.objective = requireNonNull(objective, "objective");
    }

    /** At which rates it fails or warns; default: {@link BurnPair#usual}. None is allowed. */
    public Builder pairs(BurnPair... pairs) {
      return pairs(List.of(pairs));
    }

    /** At which rates it fails or warns. */
    public Builder pairs(List<BurnPair> pairs) {
      this.pairs = List.copyOf(pairs);
      return this;
    }

    /**
     * How sure it must be that a rate is exceeded in the long window, and that it is not a few runs
     * that failed by chance; default: 0.95. The lower bound of the exact one-sided confidence
     * interval of Clopper and Pearson (1934) for the share of bad runs must be above the threshold.
     *
     * @param confidence 0 to 0.9999; 0 takes the share as it is
     */
    public Builder confidence(double confidence) {
      this.confidence = confidence;
      return this;
    }

    /**
     * How many runs must have been bad in the long window; default: 2, because no single run proves
     * anything.
     *
     * @param runs 1 to 1,000
     */
    public Builder leastBadRuns(int runs) {
      this.leastBadRuns = runs;
      return this;
    }

    private List<BurnPair> pairs() {
      return pairs == null ? BurnPair.usual(objective) : pairs;
    }

    /** What is wrong, with the options of the configuration as keys. */
    List<Problem> problems() {
      var problems = new ArrayList<Problem>();
      for (int i = 0; i < pairs().size(); i++) {
        for (Problem problem : pairs().get(i).problems(objective)) {
          problems.add(new Problem("", "pairs[" + i + "]." + problem.key(), problem.message()));
        }
      }
      if (!(confidence >= 0 && confidence <= 0.9999)) {
        problems.add(new Problem("", "confidence", "must be 0 to 0.9999, but is " + confidence));
      }
      if (leastBadRuns < 1 || leastBadRuns > 1000) {
        problems.add(
            new Problem("", "least-bad-runs", "must be 1 to 1000, but is " + leastBadRuns));
      }
      return problems;
    }

    /**
     * The check.
     *
     * @throws IllegalArgumentException that lists everything that is not allowed
     */
    public SloCheck build() {
      var problems = problems();
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(
            problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
      }
      return new SloCheck(this);
    }
  }
}
