package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.check.Reason;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CheckProvider;
import dev.pulse.testkit.CheckProviderContract;
import dev.pulse.testkit.FakeCheckContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;

class HttpCheckProviderTest extends CheckProviderContract {
  @Override
  protected CheckProvider provider() {
    return new HttpCheckProvider();
  }

  @Override
  protected Map<String, Object> validOptions() {
    var options = new LinkedHashMap<String, Object>();
    options.put("url", "https://shop.example/health");
    options.put("method", "POST");
    options.put("headers", Map.of("Accept", "text/html"));
    options.put("body", "{}");
    options.put("content-type", "application/json");
    options.put("basic", Map.of("user", "u", "password", "p"));
    options.put("redirects", 5);
    options.put("status", List.of(200, "201-204"));
    options.put("warn-above", "500ms");
    options.put("fail-above", "2s");
    options.put("certificate-warn-before", "21d");
    options.put("certificate-fail-before", "7d");
    options.put("max-body", 1000);
    options.put("ignore-body", true);
    options.put("keep-alive", false);
    options.put("allow-private", false);
    options.put("allow", List.of("10.0.0.0/8"));
    options.put("deny", List.of("10.1.0.0/16"));
    return options;
  }

  @Override
  protected Set<String> requiredOptions() {
    return Set.of("url");
  }

  @Test
  void optionsReachTheTarget() throws Exception {
    try (var server = new MockWebServer()) {
      server.start();
      server.enqueue(new MockResponse.Builder().code(418).build());
      var options =
          Map.of(
              "url",
              server.url("/a?b=c").toString(),
              "method",
              "PUT",
              "headers",
              Map.of("X-A", 1),
              "body",
              "hi",
              "bearer",
              "t",
              "status",
              418);
      var check = Settings.read(options, provider()::create);
      assertThat(check.run(FakeCheckContext.create()).summary()).startsWith("418 in ");
      var request = server.takeRequest();
      assertThat(request.getMethod()).isEqualTo("PUT");
      assertThat(request.getTarget()).isEqualTo("/a?b=c");
      assertThat(request.getHeaders().get("X-A")).isEqualTo("1");
      assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer t");
      assertThat(request.getHeaders().get("Content-Type")).startsWith("text/plain");
      assertThat(request.getBody().utf8()).isEqualTo("hi");
    }
  }

  @Test
  void privateAddressesAreRefusedOnRequest() throws Exception {
    var options = Map.of("url", "http://127.0.0.1:9/", "allow-private", false);
    var check = Settings.read(options, provider()::create);
    assertThat(check.run(FakeCheckContext.create()).reason()).contains(Reason.DENIED);
  }

  @Test
  void everyProblemHasItsKeyAndNoSecret() {
    var options = new LinkedHashMap<String, Object>();
    options.put("url", "https://u:hunter2@shop.example/?t=hunter2");
    options.put("methd", "GET");
    options.put("headers", Map.of("X-A", "hunter2\n"));
    options.put("basic", Map.of("user", "u"));
    options.put("bearer", "hunter2\u0001");
    options.put("redirects", 99);
    options.put("status", List.of("20x", 700));
    options.put("warn-above", "soon");
    options.put("allow", List.of("10.0.0.1/8", "169.254.0.0/16"));
    options.put("content-type", "text/plain");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Settings.read(options, provider()::create))
        .satisfies(
            e ->
                assertThat(e.problems().stream().map(problem -> problem.key()))
                    .contains(
                        "url",
                        "methd",
                        "headers.X-A",
                        "basic.password",
                        "bearer",
                        "redirects",
                        "status",
                        "warn-above",
                        "allow",
                        "content-type"))
        .withMessageContainingAll(
            "did you mean \"method\"?", "must not contain a user or password", "200-299")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
  }
}
