package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Secret;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CheckProvider;
import dev.pulse.testkit.CheckProviderContract;
import dev.pulse.testkit.FakeCheckContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketCheckProviderTest extends CheckProviderContract {
  @Override
  protected CheckProvider provider() {
    return new WebSocketCheckProvider();
  }

  @Override
  protected Map<String, Object> validOptions() {
    return Map.ofEntries(
        Map.entry("url", "wss://shop.example/live"),
        Map.entry("headers", Map.of("Origin", "https://shop.example")),
        Map.entry("bearer", "token"),
        Map.entry("subprotocols", List.of("a", "b")),
        Map.entry("send", List.of("{\"type\":\"ping\"}")),
        Map.entry("expect-containing", "pong"),
        Map.entry("expect-message", false),
        Map.entry("warn-above", "100ms"),
        Map.entry("fail-above", "1s"),
        Map.entry("allow-private", true),
        Map.entry("allow", "10.0.0.0/8"),
        Map.entry("deny", "10.1.0.0/16"));
  }

  @Override
  protected Set<String> requiredOptions() {
    return Set.of("url");
  }

  @Test
  void optionsReachTheServer() throws Exception {
    try (var server = SocketServer.agreeing("Sec-WebSocket-Protocol: b\r\n", SocketServer::echo)) {
      var check =
          Settings.read(
              Map.of(
                  "url",
                  "ws://127.0.0.1:" + server.port() + "/",
                  "subprotocols",
                  "b",
                  "send",
                  List.of("hello", Secret.of("s3cret")),
                  "expect-text",
                  "s3cret"),
              provider()::create);
      var result = check.run(FakeCheckContext.create());
      assertThat(result.summary()).startsWith("expected message in ");
    }
  }

  @Test
  void everyProblemIsReportedAtOnceAndNoneHasTheUrl() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                Settings.read(
                    Map.of(
                        "url", "https://shop.example/?key=s3cret",
                        "headers", Map.of("Sec-WebSocket-Key", "x"),
                        "subprotocols", List.of("a b"),
                        "expect-text", "a",
                        "expect-message", "true"),
                    provider()::create))
        .withMessageContainingAll(
            "url: must begin with ws:// or wss://",
            "headers.Sec-WebSocket-Key: cannot be set",
            "subprotocols: must be",
            "expect-message: excludes expect-text")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"send", "subprotocols"})
  void anEmptyListOfWhatIsExpectedIsNoExpectation(String option) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                Settings.read(
                    Map.of("url", "ws://shop.example/", option, List.of()), provider()::create))
        .withMessageContaining(option + ": must not be empty");
  }
}
