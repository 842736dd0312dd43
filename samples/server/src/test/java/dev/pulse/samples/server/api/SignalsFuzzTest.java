package dev.pulse.samples.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.pulse.api.model.Signal;
import dev.pulse.samples.server.web.HttpError;

class SignalsFuzzTest {
  @FuzzTest
  void anyTextIsASignalOrTheCallersFault(byte[] input) {
    Signal signal;
    try {
      signal = Signals.parse(new String(input, UTF_8));
    } catch (HttpError e) {
      assertThat(e.status()).isEqualTo(400);
      return;
    }
    var series = signal.name() + (signal.kind() == Signal.Kind.SAMPLE ? signal.labels() : "");
    // Written with every escape it may be longer than is allowed.
    if (series.length() <= 1_000) {
      assertThat(Signals.parse(series)).isEqualTo(signal);
    }
  }
}
