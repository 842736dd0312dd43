package dev.pulse.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.core.Pulse;
import dev.pulse.prometheus.export.PulseExporter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
  private static final Pattern TYPE = Pattern.compile("# TYPE (pulse_\\S+?)(_max)? ");

  @Test
  void everyMetricOfPulseIsOnThePage() {
    var page = String.join("\n", Markdown.lines(Markdown.root().resolve("docs/guide/metrics.md")));
    try (var pulse = Pulse.builder().executor(Runnable::run).start();
        var exporter = PulseExporter.of(pulse)) {
      pulse.add(
          Registration.check(
                  "door",
                  context ->
                      CheckResult.fail(Reason.REFUSED, "refused").withLatency(Duration.ofMillis(3)))
              .rule(AlertRule.whenFailing().after(1))
              .build());
      pulse.runNow("door").join();

      var shown = new String(exporter.scrape(null).body(), StandardCharsets.UTF_8);
      var names = new TreeSet<String>();
      TYPE.matcher(shown).results().forEach(match -> names.add(match.group(1)));

      assertThat(names).hasSizeGreaterThan(15);
      assertThat(names).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }
  }
}
