package dev.pulse.discord;

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

class DiscordNotifierProviderTest extends NotifierProviderContract {
  @Override
  protected NotifierProvider provider() {
    return new DiscordNotifierProvider();
  }

  @Override
  protected Map<String, Object> validOptions() {
    return Map.of(
        "token", "t",
        "channel", "1",
        "base-url", "https://discord.example/api",
        "page", "https://pulse.example",
        "buttons", true,
        "chart", "6h",
        "mentions",
            Map.of("critical", List.of("user:80351110224678912", "role:41771983423143936")));
  }

  @Override
  protected Set<String> requiredOptions() {
    return Set.of();
  }

  @Test
  void itIsFoundByItsType() {
    assertThat(ServiceLoader.load(NotifierProvider.class))
        .extracting(NotifierProvider::type)
        .contains("discord");
  }

  @Test
  void aBotFromOptionsPingsWhoIsConfigured() throws Exception {
    try (var discord = new DiscordFake()) {
      Map<String, Object> options =
          Map.of(
              "token",
              DiscordFake.TOKEN,
              "channel",
              DiscordFake.CHANNEL,
              "base-url",
              discord.api().toString(),
              "page",
              "https://pulse.example",
              "buttons",
              true,
              "mentions",
              Map.of("critical", "role:41771983423143936"));
      var alert =
          Alert.builder(7, "shop", "downtime", Instant.EPOCH).severity(Severity.CRITICAL).build();
      var message =
          Notification.builder("id", Kind.FIRST, "team", Instant.EPOCH).alerts(List.of(alert));
      Settings.read(options, provider()::create).send(message.build());

      var call = discord.calls().get(0);
      assertThat(call.text("content")).isEqualTo("Critical: shop: downtime <@&41771983423143936>");
      assertThat(call.raw()).contains("pulse:silence", "https://pulse.example");
    }
  }

  @Test
  void aWebhookFromOptionsDelivers() throws Exception {
    try (var discord = new DiscordFake()) {
      var message = Notification.builder("id", Kind.DIGEST, "team", Instant.EPOCH).build();
      Settings.read(Map.of("url", discord.hook()), provider()::create).send(message);
      assertThat(discord.calls().get(0).text("content")).isEqualTo("Daily digest: nothing came up");
    }
  }

  @Test
  void aWebhookAndABotAtOnceAreAProblem() {
    assertProblems(
        Map.of("url", "https://hooks.example/x", "token", "t", "channel", "1"),
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
        "mentions.critical: a mention is user:<id> or role:<id>, but this is \"me\"; an id of"
            + " Discord is 15 to 20 digits, but this is \"x\"",
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
