package dev.pulse.core.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Settings;
import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.api.spi.NotifierProvider;
import dev.pulse.core.plugin.Plugins;
import dev.pulse.testkit.NotifierProviderContract;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WebhookNotifierProviderTest extends NotifierProviderContract {
  @Override
  protected NotifierProvider provider() {
    return new WebhookNotifierProvider();
  }

  @Override
  protected Map<String, Object> validOptions() {
    var options = new LinkedHashMap<String, Object>();
    options.put("url", "https://automation.example/pulse");
    options.put("method", "PUT");
    options.put("headers", Map.of("X-Api-Key", "k3y"));
    options.put("basic", Map.of("user", "ada", "password", "p4ssword"));
    options.put("signing-secret", "s1gning");
    options.put("body", "{\"text\": \"{{title}}\"}");
    options.put("content-type", "application/json");
    return options;
  }

  @Override
  protected Set<String> requiredOptions() {
    return Set.of("url");
  }

  @Test
  void optionsReachTheReceiver() throws Exception {
    try (var receivers = new HttpReceivers()) {
      var options = new LinkedHashMap<>(validOptions());
      options.put("url", receivers.good(200) + "/hook");
      var plugins = Plugins.load(getClass().getClassLoader());
      var notifier = Settings.read(options, settings -> plugins.notifier("webhook", settings));
      notifier.send(Alarms.message(Kind.FIRST, Alarms.checkout().build()));
      var request = receivers.requests().get(0);
      assertThat(request.getRequestLine()).isEqualTo("PUT /hook HTTP/1.1");
      assertThat(request.getBody().utf8()).isEqualTo("{\"text\": \"checkout is down\"}");
      assertThat(request.getHeaders().get("X-Api-Key")).isEqualTo("k3y");
      assertThat(request.getHeaders().get("Authorization")).startsWith("Basic ");
      assertThat(request.getHeaders().get("X-Pulse-Signature")).startsWith("t=");
    }
  }

  @Test
  void problemsNameTheirOptionsAllAtOnce() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                Settings.read(
                    Map.of(
                        "url", "hxxps://s3cret.example/",
                        "method", "FETCH",
                        "headers", Map.of("Content-Length", "1"),
                        "basic", Map.of("user", "a:b", "password", "s3cret"),
                        "bearer", "s3cret",
                        "body", "{{",
                        "sining-secret", "s3cret"),
                    provider()::create))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret"))
        .satisfies(
            e ->
                assertThat(e.problems())
                    .extracting(Problem::key)
                    .containsExactlyInAnyOrder(
                        "url",
                        "method",
                        "headers.Content-Length",
                        "bearer",
                        "basic.user",
                        "body",
                        "sining-secret"));
  }

  @Test
  void contentTypeNeedsABody() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                Settings.read(
                    Map.of("url", "https://x.example/", "content-type", "text/plain"),
                    provider()::create))
        .withMessage("content-type: needs a body");
  }
}
