package dev.pulse.benchmarks.micro;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.model.RunLog;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Target;
import dev.pulse.core.condition.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a result costs that is held against conditions; all of them hold. */
@State(Scope.Benchmark)
public class ConditionBenchmark {
  private static final String BODY =
      "{\"state\":\"ok\",\"version\":\"1.4.2\",\"queue\":{\"length\":17,\"oldest_seconds\":3.5},"
          + "\"nodes\":[{\"name\":\"a\",\"up\":true},{\"name\":\"b\",\"up\":true}]}";

  /** What must hold. */
  @Param({
    "true",
    "status == 200 and latency < 500",
    "matches(summary, '^200 in [0-9]+ ms$')",
    "json('$.state') == 'ok'",
    "json('$.state') == 'ok' and json('$.queue.length') < 100 and json('$.nodes[1].up')"
  })
  public String expression = "true";

  private final CheckContext context = new Context(Target.of("shop"));
  private Check check = ignored -> CheckResult.pass("");

  /** A context of which only the clock is asked. */
  private record Context(Target target) implements CheckContext {
    private static final InstantSource CLOCK =
        InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

    @Override
    public Optional<Outcome> previous() {
      return Optional.empty();
    }

    @Override
    public Optional<Outcome> latest(String check) {
      return Optional.empty();
    }

    @Override
    public boolean bodyWanted() {
      return true;
    }

    @Override
    public int attempt() {
      return 1;
    }

    @Override
    public InstantSource clock() {
      return CLOCK;
    }

    @Override
    public Duration remaining() {
      return Duration.ofSeconds(10);
    }

    @Override
    public RunLog log() {
      return line -> {};
    }

    @Override
    public <T> Optional<T> service(Class<T> type) {
      return Optional.empty();
    }
  }

  /** A check that is always answered in the same way. */
  @Setup
  public void read() {
    var result =
        CheckResult.pass("200 in 42 ms")
            .withLatency(Duration.ofMillis(42))
            .withDetail("status_code", "200")
            .withSample(Sample.gauge("http_status_code", 200))
            .withBody(BODY);
    check = Conditions.failUnless(expression).on(ignored -> result);
  }

  /** Judges the answer. */
  @Benchmark
  public CheckResult judge() throws Exception {
    return check.run(context);
  }
}
