package dev.pulse.samples.app.demo;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.Check;
import dev.pulse.api.check.Registration;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Target;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.core.check.HttpCheck;
import dev.pulse.core.check.TcpCheck;
import dev.pulse.core.detect.RollingZScore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Targets that play their scripts on loopback, and the checks that watch them every second. Nothing
 * leaves this machine. Thread-safe.
 */
public final class Demo implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Duration SLOW = Duration.ofMillis(300);

  private final HttpTargets http;
  private final TcpTarget tcp;

  private Demo(HttpTargets http, TcpTarget tcp) {
    this.http = http;
    this.tcp = tcp;
  }

  /** Starts the targets, on ports that are free. */
  public static Demo start() throws IOException {
    var http = HttpTargets.start();
    try {
      return new Demo(http, TcpTarget.start());
    } catch (IOException e) {
      http.close();
      throw e;
    }
  }

  /** One check for each target. */
  public List<Registration> checks() {
    return List.of(
        registration("steady", "Always answers at once", http(Script.STEADY)),
        registration("slow", "Answers, but too slowly", http(Script.SLOW)),
        registration("flaky", "Fails every seventh time", http(Script.FLAKY)),
        registration("failing", "Is down for 10 of every 40 seconds", http(Script.FAILING)),
        registration("spiky", "Now and then takes 250 ms", http(Script.SPIKY)),
        registration("tcp", "Accepts connections", TcpCheck.to(tcp.host(), tcp.port()).build()));
  }

  private Check http(Script script) {
    var builder = HttpCheck.get(http.uri(script));
    return script == Script.SLOW ? builder.warnAbove(SLOW).build() : builder.build();
  }

  /** How the demo watches a target: every second, with a rule for downtime and one for latency. */
  static Registration registration(String name, String title, Check check) {
    return Registration.check(name, check)
        .title(title)
        .target(Target.of(name, Labels.of("script", name)))
        .schedule(Schedules.every(EVERY))
        .timeout(TIMEOUT)
        .rule(AlertRule.whenFailing().after(3).recoverAfter(2))
        .rule(AlertRule.whenAnomalous(Signal.latency(), RollingZScore.builder()::build))
        .tags(List.of("demo"))
        .build();
  }

  /** Stops the targets. */
  @Override
  public void close() throws IOException {
    http.close();
    tcp.close();
  }
}
