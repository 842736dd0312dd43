package dev.pulse.samples.ethereum.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.model.Status;
import dev.pulse.samples.ethereum.message.Notice.Topic;
import dev.pulse.samples.ethereum.report.SubjectReport.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageTextsTest {
  @ParameterizedTest
  @CsvSource({
    "0, < 1 minute",
    "59, < 1 minute",
    "60, 1 min",
    "3599, 59 min",
    "3600, 1h 0m",
    "11100, 3h 5m",
    "86400, 1d 0h",
    "180000, 2d 2h",
    "-5, < 1 minute"
  })
  @DisplayName("M4: recovery, with the length in the words of P9")
  void recovery(long seconds, String length) {
    var notice = new Notice(Topic.CLIENT, Reports.of("teku", Kind.NONE));
    assertThat(MessageTexts.recovered(notice, Duration.ofSeconds(seconds)))
        .isEqualTo("Recovered: teku on hoodi, open for " + length);
  }

  @Test
  @DisplayName("M4: what became of a network as a whole")
  void network() {
    assertThat(MessageTexts.networkWide(Reports.of("", Kind.NETWORK_WIDE)))
        .isEqualTo("Network-wide incident on hoodi: 9 of 10 client pairs failing");
    assertThat(MessageTexts.noData(Reports.of("", Kind.NO_DATA)))
        .isEqualTo("No data for hoodi: none of the checks could be judged");
  }

  @Test
  @DisplayName("P8, row 8: outcomes of runs; what was not judged is not called well")
  void outcomes() {
    assertThat(MessageTexts.outcome(Reports.of("teku", Kind.NONE)))
        .isEqualTo("No issues for teku on hoodi");
    assertThat(MessageTexts.outcome(Reports.unjudged("teku", Status.UNKNOWN, 5)))
        .isEqualTo("No data for teku on hoodi: none of its nodes could be judged");
    assertThat(MessageTexts.outcome(Reports.unjudged("teku", Status.UNKNOWN, 2)))
        .isEqualTo("No data for teku on hoodi in 2 of 5 checks, no issues in the others");
    assertThat(MessageTexts.outcome(Reports.unjudged("teku", Status.WARN, 0)))
        .isEqualTo("No issues for teku on hoodi, as far as is known");
    assertThat(MessageTexts.outcome(Reports.failing("teku", List.of("teku-geth-1"))))
        .isEqualTo("Issues for teku on hoodi: 2 checks failing");
    assertThat(MessageTexts.outcome(Reports.of("teku", Kind.INFRASTRUCTURE)))
        .isEqualTo("Infrastructure problem on 1 machines, teku not alerted");
    assertThat(MessageTexts.outcome(Reports.of("teku", Kind.NO_DATA))).startsWith("No data for");
    assertThat(MessageTexts.outcome(Reports.of("teku", Kind.NETWORK_WIDE)))
        .startsWith("Network-wide incident");
  }
}
