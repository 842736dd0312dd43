package dev.pulse.api.check;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.collect.CollectContext;
import dev.pulse.api.collect.Collector;
import dev.pulse.api.collect.Samples;
import dev.pulse.api.model.RunLog;
import dev.pulse.api.model.Status;
import dev.pulse.api.model.Target;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Lets a collector run where a check runs: it passes when it could fetch. */
record CollectorCheck(Collector collector) implements Check {
  CollectorCheck {
    requireNonNull(collector, "collector");
  }

  @Override
  public CheckResult run(CheckContext context) throws Exception {
    var brought = collector.collect(new Context(context));
    var samples = brought.asList();
    var missing = brought.unavailable().stream().map(CollectorCheck::finding).toList();
    var summary =
        (samples.size() == 1 ? "1 sample" : samples.size() + " samples")
            + (missing.isEmpty() ? "" : ", " + missing.size() + " unavailable");
    var result =
        samples.isEmpty() && !missing.isEmpty()
            ? CheckResult.unknown(Reason.NO_DATA, summary)
            : CheckResult.pass(summary);
    return result.withSamples(samples).withFindings(missing);
  }

  private static Finding finding(Samples.Unavailable missing) {
    return Finding.of(missing.what(), Status.UNKNOWN, missing.because());
  }

  private record Context(CheckContext run) implements CollectContext {
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
