package dev.pulse.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Settings;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.api.spi.NotifierProvider;
import dev.pulse.testkit.NotifierProviderContract;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SlackNotifierProviderTest extends NotifierProviderContract {
  @Override
  protected NotifierProvider provider() {
    return new SlackNotifierProvider();
  }

  @Override
  protected Map<String, Object> validOptions() {
    return Map.of(
        "token", "xoxb-1",
        "channel", "C1",
        "base-url", "https://slack.example/api",
        "page", "https://pulse.example",
        "buttons", true,
        "chart", "6h",
        "mentions", Map.of("critical", List.of("here", "group:S1")));
  }

  @Override
  protected Set<String> requiredOptions() {
    return Set.of();
  }

  @Test
  void itIsFoundByItsType() {
    assertThat(ServiceLoader.load(NotifierProvider.class))
        .extracting(NotifierProvider::type)
        .contains("slack");
  }

  @Test
  void aBotFromOptionsMentionsWhoIsConfigured() throws Exception {
    try (var slack = new SlackFake()) {
      Map<String, Object> options =
          Map.of(
              "token",
              SlackFake.TOKEN,
              "channel",
              SlackFake.CHANNEL,
              "base-url",
              slack.api().toString(),
              "page",
              "https://pulse.example",
              "buttons",
              true,
              "mentions",
              Map.of("warning", "user:U1", "critical", List.of("here", "group:S1")));
      var alert =
          Alert.builder(7, "shop", "downtime", Instant.EPOCH).severity(Severity.CRITICAL).build();
      var message =
          Notification.builder("id", Kind.FIRST, "team", Instant.EPOCH).alerts(List.of(alert));
      Settings.read(options, provider()::create).send(message.build());

      var call = slack.calls("chat.postMessage").get(0);
      assertThat(call.text("text"))
          .isEqualTo("Critical: shop: downtime <@U1> <!here> <!subteam^S1>");
      assertThat(call.raw()).contains("pulse:silence", "https://pulse.example|Open in Pulse");
    }
  }

  @Test
  void aWebhookFromOptionsDelivers() throws Exception {
    try (var slack = new SlackFake()) {
      var message = Notification.builder("id", Kind.DIGEST, "team", Instant.EPOCH).build();
      Settings.read(Map.of("url", slack.hook()), provider()::create).send(message);
      assertThat(slack.calls("hook").get(0).text("text"))
          .isEqualTo("Daily digest: nothing came up");
    }
  }

  @Test
  void aWebhookAndABotAtOnceAreAProblem() {
    assertProblems(
        Map.of("url", "https://hooks.example/x", "token", "t", "channel", "C1"),
        "url: must be there unless there are token and channel, and must not be there then");
  }

  @Test
  void withoutEitherThereIsNowhereToPost() {
    assertProblems(
        Map.of(),
        "url: must be there unless there are token and channel, and must not be there then");
  }

  @Test
  void aTokenNeedsAChannel() {
    assertProblems(Map.of("token", "t"), "channel: belongs to a token, and a token needs it");
  }

  @Test
  void badMentionsAreToldWithTheirPlaceAllAtOnce() {
    assertProblems(
        Map.of(
            "url",
            "ftp://x/y",
            "page",
            "nowhere",
            "mentions",
            Map.of("critical", List.of("me", "user:x"), "loud", "here")),
        "mentions.critical: a mention is user:U…, group:S…, here or channel, but this is \"me\"; a"
            + " Slack user is mentioned by an id like U024BE7LH, but this is \"x\"",
        "page: must begin with http:// or https://",
        "url: has the unknown scheme \"ftp\"; allowed: http, https",
        "mentions.loud: is not an option here; allowed: critical, info, warning");
  }

  private void assertProblems(Map<String, ?> options, String... problems) {
    assertThatThrownBy(() -> Settings.read(options, provider()::create))
        .asInstanceOf(type(ConfigurationException.class))
        .satisfies(
            e ->
                assertThat(e.problems().stream().map(String::valueOf))
                    .containsExactlyInAnyOrder(problems));
  }
}
