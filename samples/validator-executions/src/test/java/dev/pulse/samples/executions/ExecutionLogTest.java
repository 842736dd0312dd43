package dev.pulse.samples.executions;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.pulse.samples.fakes.LogLines;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 9: the log. What is said when is shown by ValidatorExecutionsMainTest. */
class ExecutionLogTest {
  private static final Instant NOW = Instant.parse(Rig.START);

  @ParameterizedTest(name = "U+{0}")
  @DisplayName("Section 9: line breaks cannot forge log lines, nor can what moves a cursor")
  @ValueSource(
      strings = {"A", "B", "C", "D", "0", "1B", "7F", "85", "8D", "9B", "2028", "2029", "D 85 A"})
  void whatADatabaseHoldsStaysOnItsLine(String codePoints) {
    var text = new StringBuilder("paused");
    for (String codePoint : codePoints.split(" ", -1)) {
      text.appendCodePoint(Integer.parseInt(codePoint, 16));
    }
    text.append("forged");
    var scan = new Scan("infra", List.of(inState(text), failed(text)), NOW, NOW);

    try (var log = new LogLines(ExecutionLog.LOGGER, Level.DEBUG)) {
      new ExecutionLog().scanned(scan);

      assertThat(log.lines())
          .containsExactly(
              "DEBUG v-0-0: paused forged",
              "DEBUG v-0-0: the state \"paused forged\" is not known and counts as 0",
              "WARN v-1-0: paused forged",
              "INFO Scan completed: 1 succeeded, 1 failed, 2 in total");
    }
  }

  private static PodResult inState(StringBuilder text) {
    return new PodResult("v-0-0", ScriptedPods.in(text.toString()), null, NOW, Optional.empty());
  }

  private static PodResult failed(StringBuilder text) {
    return new PodResult("v-1-0", null, text.toString(), NOW, Optional.empty());
  }
}
