package dev.pulse.samples.uptimeguard;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.core.check.HttpCheck;
import dev.pulse.core.check.TcpCheck;
import dev.pulse.core.net.EgressPolicy;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the answers of Pulse's own checks the form of the guard: good or bad with a latency and an
 * HTTP status, and unknown only where the address was refused, because then nobody asked.
 * Thread-safe.
 */
final class ProbeCheck implements Check {
  private static final Logger log = LoggerFactory.getLogger(ProbeCheck.class);

  private final WatchedTarget target;
  private final Check check;
  private final LongSupplier nanoTime;

  ProbeCheck(WatchedTarget target, Check check, LongSupplier nanoTime) {
    this.target = requireNonNull(target, "target");
    this.check = requireNonNull(check, "check");
    this.nanoTime = requireNonNull(nanoTime, "nanoTime");
  }

  /** What makes the probes of real targets. */
  static ProbeFactory factory(EgressPolicy egress) {
    return target -> new ProbeCheck(target, check(target, egress), System::nanoTime);
  }

  private static Check check(WatchedTarget target, EgressPolicy egress) {
    if (target.type() == TargetType.TCP) {
      return TcpCheck.parse(target.url()).egress(egress).build();
    }
    var builder = HttpCheck.get(target.url()).ignoreBody().egress(egress);
    target
        .expectedStatus()
        .ifPresent(
            status -> {
              builder.acceptStatusRange(200, 399).acceptStatus(status);
              if (status >= 300 && status <= 399) {
                builder.redirects(0);
              }
            });
    return builder.build();
  }

  @Override
  public CheckResult run(CheckContext context) throws InterruptedException {
    long began = nanoTime.getAsLong();
    var answer = ask(context);
    var took = Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - began));
    var result = judged(answer).withLatency(answer.latency().orElse(took));
    var status = answer.details().getOrDefault(Probe.STATUS_CODE, "0");
    return result.withSamples(answer.samples()).withDetail(Probe.STATUS_CODE, status);
  }

  private CheckResult ask(CheckContext context) throws InterruptedException {
    try {
      return check.run(context);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      log.info("The probe of {} failed with a {}", target.logName(), e.getClass().getName());
      return CheckResult.fail(Reason.ERROR, "The probe could not be made");
    }
  }

  private static CheckResult judged(CheckResult answer) {
    var reason = answer.reason().orElse(Reason.ERROR);
    return switch (answer.status()) {
      case PASS -> CheckResult.pass(answer.summary());
      case WARN -> CheckResult.warn(reason, answer.summary());
      case FAIL -> CheckResult.fail(reason, answer.summary());
      case UNKNOWN ->
          reason.equals(Reason.DENIED)
              ? CheckResult.unknown(reason, answer.summary())
              : CheckResult.fail(reason, answer.summary());
    };
  }
}
