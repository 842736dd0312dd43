package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CheckProvider;
import dev.pulse.testkit.CheckProviderContract;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TcpCheckProviderTest extends CheckProviderContract {
  @Override
  protected CheckProvider provider() {
    return new TcpCheckProvider();
  }

  @Override
  protected Map<String, Object> validOptions() {
    return Map.of(
        "address", "tcp://db.example:5432",
        "send", "PING\r\n",
        "expect", "+PONG",
        "warn-above", "100ms",
        "fail-above", "1s",
        "allow-private", true,
        "allow", "10.0.0.0/8",
        "deny", "10.1.0.0/16");
  }

  @Override
  protected Set<String> requiredOptions() {
    return Set.of("address");
  }

  @Test
  void missingAddressIsOneProblem() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Settings.read(Map.of(), provider()::create))
        .satisfies(e -> assertThat(e.problems()).hasSize(1));
  }

  @Test
  void malformedAddressSaysWhatIsAllowed() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Settings.read(Map.of("address", "db.example"), provider()::create))
        .withMessage(
            "address: must be host:port or tcp://host:port, with IPv6 in brackets, like"
                + " db.example:5432 or [2001:db8::1]:5432");
  }

  @Test
  void sendingWithoutExpectingIsAMistake() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                Settings.read(
                    Map.of("address", "db.example:1", "send", "PING\r\n"), provider()::create))
        .withMessage("send: needs expect: nobody would listen to the answer");
  }
}
