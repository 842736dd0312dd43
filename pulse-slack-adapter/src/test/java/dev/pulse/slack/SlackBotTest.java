package dev.pulse.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.model.Labels;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.api.notify.Receipt;
import dev.pulse.core.chart.Picture;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackBotTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1, 2, 3};

  private final SlackFake slack = new SlackFake();

  SlackBotTest() throws Exception {}

  @AfterEach
  void close() {
    slack.close();
  }

  private static Alert.Builder alert(long incident) {
    return Alert.builder(incident, "shop", "downtime", START)
        .severity(Severity.CRITICAL)
        .title("shop is down");
  }

  private static Notification message(Kind kind, Alert... alerts) {
    return Notification.builder("id-" + kind, kind, "team", START.plusSeconds(30))
        .group("d41d8cd98f00b204", Labels.of("team", "core"))
        .alerts(List.of(alerts))
        .build();
  }

  private static Notification first() {
    return message(Kind.FIRST, alert(7).build());
  }

  private static Notification resolved() {
    return message(Kind.RESOLVED, alert(7).ended(START.plusSeconds(303), "recovered").build());
  }

  @Test
  void theFirstMessageIsPostedAndItsPlaceIsTheReceipt() throws Exception {
    var receipt = slack.bot().build().send(first());

    assertThat(receipt).isEqualTo(Receipt.of("C0123456789/1700000000.000001"));
    assertThat(slack.methods()).containsExactly("chat.postMessage");
    var call = slack.calls().get(0);
    assertThat(call.type()).isEqualTo("application/json; charset=utf-8");
    assertThat(call.fields())
        .isEqualTo(
            Map.of(
                "channel",
                "C0123456789",
                "text",
                "Critical: shop is down",
                "unfurl_links",
                false,
                "unfurl_media",
                false,
                "attachments",
                List.of(
                    Map.of(
                        "color",
                        "#dc3545",
                        "fallback",
                        "Critical: shop is down",
                        "blocks",
                        List.of(
                            Map.of(
                                "type",
                                "section",
                                "text",
                                Map.of(
                                    "type",
                                    "mrkdwn",
                                    "verbatim",
                                    true,
                                    "text",
                                    "*shop is down*\ncritical since <!date^1772359200^{date_num}"
                                        + " {time_secs}|2026-03-01 10:00:00 UTC>"))))),
                "metadata",
                Map.of(
                    "event_type",
                    "pulse_notification",
                    "event_payload",
                    Map.of("id", "id-FIRST", "group", "d41d8cd98f00b204", "kind", "FIRST"))));
  }

  @Test
  void theEndEditsTheMessageInItsNewColourAndIsToldInItsThread() throws Exception {
    var bot = slack.bot().build();
    var receipt = bot.send(first());

    assertThat(bot.send(resolved().continuing(receipt))).isEqualTo(receipt);

    assertThat(slack.methods())
        .containsExactly("chat.postMessage", "chat.update", "chat.postMessage");
    var edit = slack.calls().get(1);
    assertThat(edit.text("channel")).isEqualTo("C0123456789");
    assertThat(edit.text("ts")).isEqualTo("1700000000.000001");
    assertThat(edit.text("text")).isEqualTo("Resolved: shop is down");
    assertThat(SlackFake.objects(edit.fields().get("attachments")).get(0))
        .extracting(attachment -> attachment.get("color"))
        .isEqualTo("#28a745");
    assertThat(edit.raw()).contains("after 5 min 3 s: recovered");
    var update = slack.calls().get(2);
    assertThat(update.text("thread_ts")).isEqualTo("1700000000.000001");
    assertThat(update.text("text")).isEqualTo("Resolved: shop is down");
  }

  @Test
  void anUpdateOfSeveralAlertsCountsThem() throws Exception {
    var changed =
        message(Kind.CHANGED, alert(1).build(), alert(2).ended(START, "recovered").build());
    slack.bot().build().send(changed.continuing(Receipt.of("C0123456789/1.2")));

    assertThat(slack.calls("chat.postMessage").get(0).text("text"))
        .isEqualTo("Critical, changed: 2 alerts of team=core (1 firing, 1 over)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"message_not_found", "cant_update_message", "edit_window_closed"})
  void aMessageThatCannotBeEditedIsPostedAnew(String error) throws Exception {
    slack.nextError("chat.update", error);

    var receipt = slack.bot().build().send(resolved().continuing(Receipt.of("C0123456789/1.2")));

    assertThat(slack.methods()).containsExactly("chat.update", "chat.postMessage");
    assertThat(slack.calls().get(1).fields().containsKey("thread_ts")).isFalse();
    assertThat(receipt).isEqualTo(Receipt.of("C0123456789/1700000000.000001"));
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        argumentSet("an unknown channel stays", "channel_not_found", false),
        argumentSet("not a member stays", "not_in_channel", false),
        argumentSet("a bad token stays", "invalid_auth", false),
        argumentSet("a missing scope stays", "missing_scope", false),
        argumentSet("an archived channel stays", "is_archived", false),
        argumentSet("what nobody has heard of stays", "brand_new_error", false),
        argumentSet("trouble of Slack's passes", "fatal_error", true),
        argumentSet("a limit passes", "ratelimited", true));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatSlackRefusesSaysWhetherItMayGoAway(String error, boolean passes) {
    slack.nextError("chat.postMessage", error);

    assertThatThrownBy(() -> slack.bot().build().send(first()))
        .asInstanceOf(type(NotifyException.class))
        .satisfies(failure -> assertThat(failure.isWorthRetrying()).isEqualTo(passes))
        .extracting(Throwable::getMessage)
        .asString()
        .startsWith("Slack refused chat.postMessage: " + error)
        .doesNotContain(SlackFake.TOKEN);
  }

  @Test
  void aLimitInTheThreadKeepsTheWholeMessageForLater() {
    slack.next(
        "chat.postMessage",
        new MockResponse.Builder()
            .code(429)
            .setHeader("Retry-After", 30)
            .body("{\"ok\":false,\"error\":\"ratelimited\"}")
            .build());
    var message = resolved().continuing(Receipt.of("C0123456789/1.2"));

    assertThatThrownBy(() -> slack.bot().build().send(message))
        .asInstanceOf(type(NotifyException.class))
        .satisfies(failure -> assertThat(failure.retryAfter()).contains(Duration.ofSeconds(30)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ok", "<html>Please log in</html>", "{}", "[]", "{\"ok\":\"yes\"}"})
  void anAnswerThatIsNotSlacksIsNoDelivery(String body) {
    slack.next("chat.postMessage", SlackFake.text(200, body));

    assertThatThrownBy(() -> slack.bot().build().send(first()))
        .asInstanceOf(type(NotifyException.class))
        .satisfies(failure -> assertThat(failure.isWorthRetrying()).isTrue());
  }

  @Test
  void textsOfAlertsMentionNobodyAndLinkNowhere() throws Exception {
    var attack = "<!channel> <@U123> <https://evil.example|click> & @here";
    var alert =
        alert(7)
            .title(attack)
            .text(attack)
            .annotations(Map.of("a", attack))
            .details(Map.of("b", attack));
    slack.bot().build().send(message(Kind.FIRST, alert.build()));

    var raw = slack.calls().get(0).fields().toString();
    assertThat(raw).doesNotContain("<!channel", "<@U", "<https");
    assertThat(raw).contains("&lt;!channel&gt; &lt;@U123&gt;", "&amp; @here");
  }

  @Test
  void whoIsConfiguredIsMentionedWhereSomethingFiresAndNowhereElse() throws Exception {
    var bot =
        slack
            .bot()
            .mention(Severity.WARNING, SlackMention.user("U1"))
            .mention(Severity.CRITICAL, SlackMention.group("S2"), SlackMention.here())
            .build();
    var receipt = Receipt.of("C0123456789/1.2");

    bot.send(message(Kind.FIRST, alert(1).build()));
    bot.send(message(Kind.FIRST, alert(1).severity(Severity.WARNING).build()));
    bot.send(message(Kind.FIRST, alert(1).severity(Severity.INFO).build()));
    bot.send(message(Kind.REPEAT, alert(1).build()).continuing(receipt));
    bot.send(resolved().continuing(receipt));
    bot.send(message(Kind.DIGEST, alert(1).build()));
    bot.send(message(Kind.TEST, alert(1).build()));

    assertThat(slack.calls().stream().map(call -> call.method() + " " + call.text("text")))
        .containsExactly(
            "chat.postMessage Critical: shop is down <@U1> <!subteam^S2> <!here>",
            "chat.postMessage Warning: shop is down <@U1>",
            "chat.postMessage Info: shop is down",
            "chat.update Critical, still firing: shop is down",
            "chat.postMessage Critical, still firing: shop is down <@U1> <!subteam^S2> <!here>",
            "chat.update Resolved: shop is down",
            "chat.postMessage Resolved: shop is down",
            "chat.postMessage Daily digest: shop is down",
            "chat.postMessage Test: shop is down");
  }

  @Test
  void buttonsAndTheLinkAreThereWhenAskedFor() throws Exception {
    var bot = slack.bot().buttons().page(URI.create("https://pulse.example/?a=1&b=2")).build();

    bot.send(message(Kind.FIRST, alert(7).build(), alert(8).build()));
    bot.send(resolved());

    var blocks = blocks(0);
    assertThat(blocks.get(2).toString())
        .contains("<https://pulse.example/?a=1&amp;b=2|Open in Pulse>");
    var elements = SlackFake.objects(blocks.get(3).get("elements"));
    assertThat(elements)
        .extracting(element -> element.get("action_id") + " " + element.get("value"))
        .containsExactly("pulse:acknowledge 7,8", "pulse:silence 7,8");
    assertThat(blocks(1)).noneMatch(block -> "actions".equals(block.get("type")));
  }

  private List<Map<?, ?>> blocks(int call) {
    var attachments = SlackFake.objects(slack.calls().get(call).fields().get("attachments"));
    return SlackFake.objects(attachments.get(0).get("blocks"));
  }

  @Test
  void whatIsTooMuchIsLeftOutAndSaidToBe() throws Exception {
    var alerts = new Alert[100];
    for (int i = 0; i < alerts.length; i++) {
      alerts[i] = alert(i + 1).text("<".repeat(5_000)).build();
    }
    var crowded = message(Kind.SUMMARY, alerts);
    slack.bot().buttons().build().send(crowded);

    var blocks = blocks(0);
    int shown = (int) blocks.stream().filter(block -> block.get("type").equals("section")).count();
    assertThat(shown).isBetween(5, 40);
    assertThat(blocks.get(0).toString()).contains("&lt;…\n");
    assertThat(blocks.get(shown).toString()).contains("and " + (100 - shown) + " more alerts");
  }

  @Test
  void aReceiptOfAnotherNotifierBeginsAnew() throws Exception {
    slack.bot().build().send(resolved().continuing(Receipt.of("discord:1/2")));
    assertThat(slack.methods()).containsExactly("chat.postMessage");
  }

  @Test
  void digestsSummariesAndTrialsStandByThemselves() throws Exception {
    var bot = slack.bot().build();
    for (var kind : List.of(Kind.DIGEST, Kind.SUMMARY, Kind.TEST)) {
      bot.send(message(kind, alert(1).build()).continuing(Receipt.of("C0123456789/1.2")));
    }
    assertThat(slack.methods()).containsOnly("chat.postMessage");
  }

  @Test
  void aChartGoesIntoTheThreadWithoutTheToken() throws Exception {
    var picture = Picture.of("shop.png", PNG, "Latency & outages of shop");
    var receipt = slack.bot().chart(message -> Optional.of(picture)).build().send(first());

    assertThat(receipt).isEqualTo(Receipt.of("C0123456789/1700000000.000001"));
    assertThat(slack.methods())
        .containsExactly(
            "chat.postMessage",
            "files.getUploadURLExternal",
            "upload",
            "files.completeUploadExternal");
    assertThat(slack.calls().get(1).fields())
        .isEqualTo(
            Map.of("filename", "shop.png", "length", "11", "alt_txt", "Latency & outages of shop"));
    assertThat(slack.calls().get(3).fields())
        .isEqualTo(
            Map.of(
                "files",
                List.of(Map.of("id", "F1", "title", "Latency & outages of shop")),
                "channel_id",
                "C0123456789",
                "thread_ts",
                "1700000000.000001"));
  }

  @Test
  void aChartThatFailsDoesNotKeepTheMessageBack() throws Exception {
    var drawing =
        slack
            .bot()
            .chart(
                message -> {
                  throw new IllegalStateException("no ink");
                })
            .build();
    assertThat(drawing.send(first())).isEqualTo(Receipt.of("C0123456789/1700000000.000001"));

    slack.nextError("files.getUploadURLExternal", "missing_scope");
    var picture = Picture.of("shop.png", PNG, "x");
    var sending = slack.bot().chart(message -> Optional.of(picture)).build();
    assertThat(sending.send(first())).isEqualTo(Receipt.of("C0123456789/1700000000.000002"));
  }

  @Test
  void anInterruptWhileTheChartIsDrawnIsKeptForTheCaller() throws Exception {
    var bot =
        slack
            .bot()
            .chart(
                message -> {
                  throw new InterruptedException("enough");
                })
            .build();
    var receipt = bot.send(first());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(receipt).isEqualTo(Receipt.of("C0123456789/1700000000.000001"));
  }
}
