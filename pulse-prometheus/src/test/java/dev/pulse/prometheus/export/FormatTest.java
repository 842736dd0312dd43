package dev.pulse.prometheus.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatTest {
  @Test
  void whoDoesNotSayWhatHeWantsGetsText() {
    assertThat(Format.wantedBy(null)).isEqualTo(Format.TEXT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Prometheus 2.42 | application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1
          Prometheus 3    | application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1
          with protobuf   | application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.2
          no version      | application/openmetrics-text
          upper case      | Application/OpenMetrics-Text; Version=1.0.0; Q=0.9, text/plain; q=0.1
          as much as text | text/plain, application/openmetrics-text; version="1.0.0"
          as all else     | */*, application/openmetrics-text
          """)
  void openMetricsIsForThoseWhoAskForIt(String who, String accept) {
    assertThat(Format.wantedBy(accept)).as(who).isEqualTo(Format.OPEN_METRICS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*/*",
        "text/html,application/xhtml+xml,*/*;q=0.8",
        "text/plain;version=0.0.4",
        "application/openmetrics-text;q=0.5, text/plain",
        "application/openmetrics-text;q=0.5, */*",
        "application/openmetrics-text;q=0",
        "application/openmetrics-text;q=2",
        "application/openmetrics-text;q=much",
        "application/openmetrics-text;version=2.0.0",
        "application/*",
        ";;;,,,=;q=",
      })
  void everybodyElseGetsText(String accept) {
    assertThat(Format.wantedBy(accept)).isEqualTo(Format.TEXT);
  }

  @Test
  void aHeaderWithoutEndIsReadOnlySoFar() {
    assertThat(Format.wantedBy("a,".repeat(100_000) + "application/openmetrics-text"))
        .isEqualTo(Format.TEXT);
  }
}
