package dev.pulse.core.condition;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.RunLog;
import dev.pulse.api.model.Status;
import dev.pulse.api.model.Target;
import dev.pulse.core.internal.text.LinearPattern;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A check whose results are held against conditions. Immutable and thread-safe. */
final class ConditionalCheck implements Check {
  private static final int LONGEST_SUMMARY = 120;

  private final Check check;
  private final List<Condition> failUnless;
  private final List<Condition> warnUnless;
  private final boolean readsBody;

  ConditionalCheck(
      Check check, List<Condition> failUnless, List<Condition> warnUnless, boolean readsBody) {
    this.check = check;
    this.failUnless = failUnless;
    this.warnUnless = warnUnless;
    this.readsBody = readsBody;
  }

  @Override
  public CheckResult run(CheckContext context) throws Exception {
    var result = check.run(readsBody ? new WantingBody(context) : context);
    if (result == null || !(result.status() == Status.PASS || result.status() == Status.WARN)) {
      return result;
    }
    try {
      return judged(result, new ResultSource(result, context.clock().instant()));
    } catch (LinearPattern.InterruptedMatchException e) {
      // The interrupt flag was read and not cleared: the exception takes its place.
      Thread.interrupted();
      throw new InterruptedException("interrupted while judging the conditions");
    }
  }

  @Override
  public Check unwrapped() {
    return check.unwrapped();
  }

  private CheckResult judged(CheckResult result, Source source) {
    var fails = new Complaints(failUnless, source);
    if (!fails.broken.isEmpty()) {
      return worse(
          CheckResult.fail(Reason.CONDITION, told("does not hold", fails.broken, result)), result);
    }
    var warns = new Complaints(warnUnless, source);
    var untold = new ArrayList<>(fails.noData);
    untold.addAll(warns.noData);
    if (!untold.isEmpty()) {
      return worse(
          CheckResult.unknown(Reason.NO_DATA, told("cannot tell", untold, result)), result);
    }
    // A warning of the check itself stays: there is nothing worse to say about it.
    return warns.broken.isEmpty() || result.status() == Status.WARN
        ? result
        : worse(
            CheckResult.warn(Reason.CONDITION, told("does not hold", warns.broken, result)),
            result);
  }

  private static String told(String what, List<String> complaints, CheckResult result) {
    return what
        + ": "
        + complaints.get(0)
        + (complaints.size() == 1 ? "" : " and " + (complaints.size() - 1) + " more")
        + "; "
        + Values.cut(result.summary(), LONGEST_SUMMARY);
  }

  /** What was measured stays, with another verdict. */
  private static CheckResult worse(CheckResult verdict, CheckResult result) {
    var worse = verdict.withSamples(result.samples()).withFindings(result.findings());
    for (var detail : result.details().entrySet()) {
      worse = worse.withDetail(detail.getKey(), detail.getValue());
    }
    if (result.latency().isPresent()) {
      worse = worse.withLatency(result.latency().get());
    }
    return result.body().isPresent() ? worse.withBody(result.body().get()) : worse;
  }

  @Override
  public String toString() {
    return check.toString();
  }

  /** What is wrong with a result, by conditions. */
  private static final class Complaints {
    private final List<String> broken = new ArrayList<>();
    private final List<String> noData = new ArrayList<>();

    Complaints(List<Condition> conditions, Source source) {
      for (Condition condition : conditions) {
        var judgement = condition.judge(source);
        if (judgement.kind() == Judgement.Kind.HOLDS) {
          continue;
        }
        (judgement.kind() == Judgement.Kind.NO_DATA ? noData : broken)
            .add(condition.shown() + " (" + judgement.because() + ")");
      }
    }
  }

  /** The context of the run, for a check whose body is judged. */
  private record WantingBody(CheckContext run) implements CheckContext {
    @Override
    public Optional<Outcome> previous() {
      return run.previous();
    }

    @Override
    public Optional<Outcome> latest(String check) {
      return run.latest(check);
    }

    @Override
    public boolean bodyWanted() {
      return true;
    }

    @Override
    public int attempt() {
      return run.attempt();
    }

    @Override
    public Target target() {
      return run.target();
    }

    @Override
    public InstantSource clock() {
      return run.clock();
    }

    @Override
    public Duration remaining() {
      return run.remaining();
    }

    @Override
    public RunLog log() {
      return run.log();
    }

    @Override
    public <T> Optional<T> service(Class<T> type) {
      return run.service(type);
    }
  }
}
