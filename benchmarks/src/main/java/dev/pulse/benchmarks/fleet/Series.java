package dev.pulse.benchmarks.fleet;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * The runs of one imagined check: latencies with a daily rhythm, noise and now and then a slow one
 * that warns, and an outage every few weeks. Confine to one thread.
 */
final class Series {
  private static final double DAY_MILLIS = TimeUnit.DAYS.toMillis(1);
  private static final double RHYTHM = 0.3;
  private static final double NOISE = 0.1;
  private static final double SLOW_SHARE = 0.003;
  private static final double UNKNOWN_SHARE = 0.000_2;
  private static final double WARN_FACTOR = 2;
  private static final long MEAN_CALM = TimeUnit.DAYS.toMillis(21);
  private static final long MEAN_OUTAGE = TimeUnit.MINUTES.toMillis(25);
  private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final CheckResult GOOD = CheckResult.pass("ok");
  private static final CheckResult SLOW = CheckResult.warn(Reason.LATENCY, "slow");
  private static final List<Labels> PHASES =
      List.of(
          Labels.of("phase", "dns"),
          Labels.of("phase", "connect"),
          Labels.of("phase", "first_byte"),
          Labels.of("phase", "total"));

  private final Kind kind;
  private final SplittableRandom random;
  private final double base;
  private final double dayShift;
  private final long bodyBytes;
  private long calmUntil;
  private long outageUntil;
  private Reason trouble = Reason.REFUSED;

  /**
   * A run that is not numbered yet.
   *
   * @param started in milliseconds since 1970
   * @param took in nanoseconds
   * @param late in nanoseconds
   */
  record Draft(long started, long took, long late, CheckResult result) {
    long endedMicros() {
      return started * 1_000 + took / 1_000;
    }
  }

  /**
   * A check.
   *
   * @param seed makes it unlike its neighbours, and always the same
   * @param from when its time begins, in milliseconds since 1970
   */
  Series(Kind kind, long seed, long from) {
    this.kind = kind;
    this.random = new SplittableRandom(seed);
    this.base = TimeUnit.MILLISECONDS.toNanos(1) * Math.exp(random.nextDouble(2.7, 5.5));
    this.dayShift = random.nextDouble();
    this.bodyBytes = random.nextLong(200, 20_000);
    this.calmUntil = from + exponential(MEAN_CALM);
    this.outageUntil = calmUntil + outage();
  }

  /** The run that is due at a time, in milliseconds since 1970; times only rise. */
  Draft run(long due) {
    long late = (long) (120_000 * -Math.log(1 - random.nextDouble()));
    long started = due + late / 1_000_000;
    if (due >= outageUntil) {
      calmUntil = due + exponential(MEAN_CALM);
      outageUntil = calmUntil + outage();
      trouble = trouble();
    }
    if (due >= calmUntil) {
      return failed(started, late);
    }
    if (random.nextDouble() < UNKNOWN_SHARE) {
      var unknown = CheckResult.unknown(Reason.CONNECTIVITY, "this machine is not connected");
      return new Draft(started, 3_000_000, late, unknown);
    }
    return answered(started, late);
  }

  private long outage() {
    return TimeUnit.MINUTES.toMillis(2) + exponential(MEAN_OUTAGE);
  }

  private Reason trouble() {
    return switch (random.nextInt(3)) {
      case 0 -> Reason.TIMEOUT;
      case 1 -> Reason.STATUS;
      default -> Reason.REFUSED;
    };
  }

  private Draft failed(long started, long late) {
    if (trouble.equals(Reason.TIMEOUT)) {
      var result = CheckResult.fail(trouble, "no answer within 10 s");
      return new Draft(started, TIMEOUT_NANOS + overhead(), late, result);
    }
    if (trouble.equals(Reason.REFUSED) || kind == Kind.PLAIN) {
      return new Draft(
          started, overhead() + 200_000, late, CheckResult.fail(trouble, "nobody listens there"));
    }
    long latency = latency(started);
    var result = CheckResult.fail(trouble, "503 in " + latency / 1_000_000 + " ms");
    return new Draft(started, latency + overhead(), late, measured(result, 503, latency));
  }

  private Draft answered(long started, long late) {
    long latency = latency(started);
    boolean slow = latency > base * WARN_FACTOR;
    CheckResult result;
    if (kind == Kind.PLAIN) {
      result = slow ? SLOW : GOOD;
    } else {
      var text = "200 in " + latency / 1_000_000 + " ms";
      result = slow ? CheckResult.warn(Reason.LATENCY, text + ", slow") : CheckResult.pass(text);
    }
    return new Draft(started, latency + overhead(), late, measured(result, 200, latency));
  }

  private CheckResult measured(CheckResult result, int status, long latency) {
    var timed = result.withLatency(Duration.ofNanos(latency));
    if (kind == Kind.PLAIN) {
      return timed;
    }
    long dns = 20_000L + random.nextInt(40_000);
    long connect = (long) (latency * random.nextDouble(0.2, 0.4));
    long firstByte = latency - dns - connect - 30_000 - random.nextInt(20_000);
    return timed
        .withDetail("status_code", String.valueOf(status))
        .withSamples(
            List.of(
                Sample.gauge("http_status_code", status),
                Sample.gauge("http_redirects", 0),
                Sample.gauge("http_body_bytes", (double) bodyBytes + random.nextInt(3)),
                phase(0, dns),
                phase(1, connect),
                phase(2, firstByte),
                phase(3, latency + 15_000 + random.nextInt(10_000))));
  }

  private static Sample phase(int phase, long nanos) {
    long micros = nanos / 1_000;
    return Sample.gauge("phase_seconds", PHASES.get(phase), micros / 1e6);
  }

  private long latency(long at) {
    double rhythm = 1 + RHYTHM * Math.sin(2 * Math.PI * (at / DAY_MILLIS + dayShift));
    double noise = Math.exp(NOISE * random.nextGaussian());
    double slow = random.nextDouble() < SLOW_SHARE ? random.nextDouble(1.5, 6) : 1;
    return (long) (base * rhythm * noise * slow);
  }

  /** What a run takes beyond the latency of the target. */
  private long overhead() {
    return 20_000 + (long) (15_000 * -Math.log(1 - random.nextDouble()));
  }

  private long exponential(long mean) {
    return (long) (mean * -Math.log(1 - random.nextDouble()));
  }
}
