package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CheckProvider;
import dev.pulse.testkit.CheckProviderContract;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DnsCheckProviderTest extends CheckProviderContract {
  @Override
  protected CheckProvider provider() {
    return new DnsCheckProvider();
  }

  @Override
  protected Map<String, Object> validOptions() {
    return Map.of(
        "query", "shop.example",
        "record", "mx",
        "resolver", "192.0.2.53:5353",
        "expect-exactly", List.of("10 mail.example"),
        "expect-contains", "10 mail.example",
        "warn-above", "100ms",
        "fail-above", "1s",
        "allow-private", true,
        "allow", "10.0.0.0/8",
        "deny", "10.1.0.0/16");
  }

  @Override
  protected Set<String> requiredOptions() {
    return Set.of("query");
  }

  @Test
  void asksForAddressesUnlessToldOtherwise() {
    assertThat(Settings.read(Map.of("query", "shop.example"), provider()::create))
        .hasToString("dns A shop.example");
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                Settings.read(
                    Map.of("query", "a b", "resolver", "x:y", "expect-exactly", "x"),
                    provider()::create))
        .withMessageContainingAll("query: must", "resolver: must be host:port", "expect-exactly: ");
  }
}
