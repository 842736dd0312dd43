package dev.pulse.samples.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Signal;
import dev.pulse.samples.server.web.HttpError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalsTest {
  @Test
  void readsWhatSignalsPrint() {
    var odd = Labels.of("a", "x\"y\\z\n,}", "b", "");

    for (var signal :
        new Signal[] {
          Signal.latency(),
          Signal.failures(),
          Signal.sample("http_body_bytes"),
          Signal.sample("phase_seconds", Labels.of("phase", "dns")),
          Signal.sample("phase_seconds", odd)
        }) {
      assertThat(Signals.parse(signal.toString())).isEqualTo(signal);
    }
  }

  @Test
  void aSampleMayBeCalledLatencyWhenItSaysThatItIsOne() {
    assertThat(Signals.parse("latency{}").kind()).isEqualTo(Signal.Kind.SAMPLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "1a",
        "a{",
        "a}",
        "a{b}",
        "a{b=c}",
        "a{b=\"c}",
        "a{b=\"c\"",
        "a{b=\"c\"d=\"e\"}",
        "a{b=\"c\",}",
        "a{,b=\"c\"}",
        "a{b=\"\\x\"}",
        "a{1b=\"c\"}"
      })
  void refusesEverythingElse(String text) {
    assertThatThrownBy(() -> Signals.parse(text))
        .isInstanceOf(HttpError.class)
        .hasMessage("Invalid signal");
  }

  @Test
  void refusesWhatIsTooLong() {
    assertThatThrownBy(() -> Signals.parse("a".repeat(1_001))).isInstanceOf(HttpError.class);
  }
}
