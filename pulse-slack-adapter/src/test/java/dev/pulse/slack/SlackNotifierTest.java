package dev.pulse.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Secret;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.api.notify.Receipt;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackNotifierTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private final SlackFake slack = new SlackFake();

  SlackNotifierTest() throws Exception {}

  @AfterEach
  void close() {
    slack.close();
  }

  private static Notification first() {
    var alert =
        Alert.builder(7, "shop", "downtime", START).title("a < b").text("503 & more").build();
    return Notification.builder("id-1", Kind.FIRST, "team", START).alerts(List.of(alert)).build();
  }

  @Test
  void aWebhookPostsEveryMessageAnew() throws Exception {
    var notifier = SlackNotifier.webhook(slack.hook()).build();
    assertThat(notifier.send(first())).isEqualTo(Receipt.none());
    notifier.send(first().continuing(Receipt.of("C0123456789/1.2")));

    assertThat(slack.methods()).containsExactly("hook", "hook");
    assertThat(slack.calls().get(0).text("text")).isEqualTo("Warning: a &lt; b");
    assertThat(slack.calls().get(0).fields().containsKey("channel")).isFalse();
  }

  @Test
  void aLayoutOfOnesOwnIsSentAsItIsButForWhatSlackReads() throws Exception {
    var notifier =
        SlackNotifier.webhook(slack.hook())
            .mention(Severity.WARNING, SlackMention.channel())
            .layout(
                message ->
                    SlackMessage.builder("Incident started: <shop>")
                        .colour("danger")
                        .title("shop & co")
                        .body("value=1")
                        .footer("Guard")
                        .at(START)
                        .build())
            .build();
    notifier.send(first());

    assertThat(slack.calls().get(0).fields())
        .isEqualTo(
            Map.of(
                "text",
                "Incident started: &lt;shop&gt; <!channel>",
                "unfurl_links",
                false,
                "unfurl_media",
                false,
                "attachments",
                List.of(
                    Map.of(
                        "color",
                        "danger",
                        "title",
                        "shop &amp; co",
                        "text",
                        "value=1",
                        "footer",
                        "Guard",
                        "ts",
                        (double) START.getEpochSecond()))));
  }

  @ParameterizedTest
  @CsvSource({
    "200, ok, true", "200, '', true", "200, <html>log in</html>, false", "201, ok, false",
    "204, '', false", "302, '', false", "404, no_service, false", "410, channel_is_archived, false"
  })
  void onlyTwoHundredAndOkIsADelivery(int status, String body, boolean delivered) {
    slack.next("hook", SlackFake.text(status, body));
    var notifier = SlackNotifier.webhook(slack.hook()).build();

    if (delivered) {
      assertThat(sent(notifier)).isEmpty();
    } else {
      assertThat(sent(notifier).map(NotifyException::isWorthRetrying)).contains(false);
    }
  }

  private static Optional<NotifyException> sent(SlackNotifier notifier) {
    try {
      notifier.send(first());
      return Optional.empty();
    } catch (NotifyException e) {
      return Optional.of(e);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void itsNameIsNoSecret() {
    assertThat(SlackNotifier.webhook(slack.hook()).build())
        .hasToString("Slack webhook at " + slack.api().getHost());
    assertThat(slack.bot().build()).hasToString("Slack bot in C0123456789");
  }

  @Test
  void allProblemsOfAWebhookAreToldAtOnce() {
    assertThatThrownBy(
            () ->
                SlackNotifier.webhook(Secret.of("ftp://hidden.example"))
                    .chart(message -> Optional.empty())
                    .baseUrl(URI.create("https://x.example"))
                    .page(URI.create("mailto:x"))
                    .build())
        .asInstanceOf(type(ConfigurationException.class))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hidden"))
        .satisfies(
            e ->
                assertThat(e.problems())
                    .extracting(Problem::key)
                    .containsExactly("url", "chart", "base-url", "page"));
  }

  @Test
  void allProblemsOfABotAreToldAtOnce() {
    assertThatThrownBy(
            () ->
                SlackNotifier.bot(Secret.of("xoxb hidden"), "a b")
                    .baseUrl(URI.create("ftp://x"))
                    .build())
        .asInstanceOf(type(ConfigurationException.class))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hidden"))
        .satisfies(
            e ->
                assertThat(e.problems())
                    .extracting(Problem::key)
                    .containsExactly("token", "channel", "base-url"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"user:U1", "group:S1", "here", "channel"})
  void mentionsReadAsTheyPrint(String text) {
    assertThat(SlackMention.parse(text)).hasToString(text).isEqualTo(SlackMention.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "U1", "user:", "user:u1", "user:U1>", "group:U1", "@here", "HERE"})
  void otherMentionsAreRefused(String text) {
    assertThatThrownBy(() -> SlackMention.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text.replaceFirst("^(user|group):", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"red", "#12345", "good "})
  void otherColoursAreRefused(String colour) {
    assertThatThrownBy(() -> SlackMessage.builder("x").colour(colour))
        .hasMessageContaining("good, warning, danger");
  }
}
