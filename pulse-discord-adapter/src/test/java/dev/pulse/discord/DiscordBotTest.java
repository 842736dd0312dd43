package dev.pulse.discord;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiscordBotTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1, 2, 3};
  private static final String ROOT = "1000000000000000001";
  private static final Receipt RECEIPT = Receipt.of(DiscordFake.CHANNEL + "/" + ROOT);
  private static final String POST = "POST /channels/197038439483310086/messages";
  private static final String EDIT = "PATCH /channels/197038439483310086/messages/" + ROOT;
  private static final String THREAD = POST + "/" + ROOT + "/threads";
  private static final String SAY = "POST /channels/" + ROOT + "/messages";

  private final DiscordFake discord = new DiscordFake();

  DiscordBotTest() throws Exception {}

  @AfterEach
  void close() {
    discord.close();
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
    assertThat(discord.bot().build().send(first())).isEqualTo(RECEIPT);

    assertThat(discord.names()).containsExactly(POST);
    assertThat(discord.calls().get(0).fields())
        .isEqualTo(
            Map.of(
                "content",
                "Critical: shop is down",
                "allowed_mentions",
                Map.of("parse", List.of(), "users", List.of(), "roles", List.of()),
                "embeds",
                List.of(
                    Map.of(
                        "description",
                        "**shop is down**\ncritical since <t:1772359200:f>",
                        "color",
                        (double) 0xdc3545,
                        "timestamp",
                        "2026-03-01T10:00:30Z")),
                "components",
                List.of(),
                "nonce",
                "8c1c05a772c94b4f2b39033f1",
                "enforce_nonce",
                true));
  }

  @Test
  void theEndEditsTheMessageAndIsToldInAThreadBelowIt() throws Exception {
    var bot = discord.bot().build();
    bot.send(first());

    assertThat(bot.send(resolved().continuing(RECEIPT))).isEqualTo(RECEIPT);
    bot.send(resolved().continuing(RECEIPT));

    assertThat(discord.names()).containsExactly(POST, EDIT, SAY, THREAD, SAY, EDIT, SAY);
    var edit = discord.calls().get(1);
    assertThat(edit.text("content")).isEqualTo("Resolved: shop is down");
    assertThat(embed(1)).containsEntry("color", (double) 0x28a745);
    assertThat(edit.fields().containsKey("nonce")).isFalse();
    assertThat(discord.calls().get(3).fields())
        .isEqualTo(Map.of("name", "shop is down", "auto_archive_duration", 1440.0));
    assertThat(discord.calls().get(4).text("content")).isEqualTo("Resolved: shop is down");
    assertThat(discord.calls().get(4).text("nonce"))
        .isEqualTo(discord.calls().get(6).text("nonce"));
  }

  @SuppressWarnings("unchecked")
  private Map<Object, Object> embed(int call) {
    return (Map<Object, Object>)
        DiscordFake.objects(discord.calls().get(call).fields().get("embeds")).get(0);
  }

  @Test
  void aThreadThatIsThereInTheMeantimeIsUsed() throws Exception {
    var bot = discord.bot().build();
    bot.send(first());
    discord.nextError(THREAD, 400, 160004);
    discord.nextError(SAY, 404, 10003);
    discord.next(SAY, DiscordFake.answer(200, "{\"id\":\"1\",\"channel_id\":\"2\"}"));

    bot.send(resolved().continuing(RECEIPT));

    assertThat(discord.names()).containsExactly(POST, EDIT, SAY, THREAD, SAY);
  }

  @ParameterizedTest
  @ValueSource(ints = {50001, 50013, 50024, 160006})
  void whereThereCanBeNoThreadAnAnswerInTheChannelSaysTheSame(int code) throws Exception {
    var bot = discord.bot().build();
    bot.send(first());
    discord.nextError(THREAD, 403, code);

    bot.send(resolved().continuing(RECEIPT));

    assertThat(discord.names()).containsExactly(POST, EDIT, SAY, THREAD, POST);
    assertThat(discord.calls().get(4).fields().get("message_reference"))
        .isEqualTo(Map.of("message_id", ROOT, "fail_if_not_exists", false));
  }

  @ParameterizedTest
  @ValueSource(ints = {10008, 50005, 30046})
  void aMessageThatCannotBeEditedIsPostedAnew(int code) throws Exception {
    discord.nextError(EDIT, 404, code);

    assertThat(discord.bot().build().send(resolved().continuing(RECEIPT))).isEqualTo(RECEIPT);
    assertThat(discord.names()).containsExactly(EDIT, POST);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        argumentSet("no access stays", 403, 50001, false),
        argumentSet("no permission stays", 403, 50013, false),
        argumentSet("no such channel stays", 404, 10003, false),
        argumentSet("a bad token stays", 401, 0, false),
        argumentSet("trouble of Discord's passes", 500, 0, true));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatDiscordRefusesSaysWhetherItMayGoAway(int status, int code, boolean passes) {
    discord.nextError(POST, status, code);

    assertThatThrownBy(() -> discord.bot().build().send(first()))
        .asInstanceOf(type(NotifyException.class))
        .satisfies(failure -> assertThat(failure.isWorthRetrying()).isEqualTo(passes))
        .extracting(Throwable::getMessage)
        .asString()
        .contains("answered " + status, "Error " + code)
        .doesNotContain("SECRET");
  }

  @Test
  void aLimitTellsHowLongToWaitInItsBody() {
    discord.next(POST, DiscordFake.limited("64.57"));

    assertThatThrownBy(() -> discord.bot().build().send(first()))
        .asInstanceOf(type(NotifyException.class))
        .satisfies(failure -> assertThat(failure.retryAfter()).contains(Duration.ofMillis(64_570)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "<html>", "{}", "{\"id\":7}", "{\"id\":\"../x\",\"channel_id\":\"1\"}"})
  void anAnswerThatIsNotDiscordsIsNoDelivery(String body) {
    discord.next(POST, DiscordFake.answer(200, body));

    assertThatThrownBy(() -> discord.bot().build().send(first()))
        .asInstanceOf(type(NotifyException.class))
        .satisfies(failure -> assertThat(failure.isWorthRetrying()).isTrue());
  }

  @Test
  void textsOfAlertsAreTextOnly() throws Exception {
    var attack = "@everyone <@80351110224678912> **b** [a](https://evil.example) `c` ||d|| # e";
    var alert = alert(7).title(attack).text(attack + " seen").annotations(Map.of("a", attack));
    discord.bot().build().send(message(Kind.FIRST, alert.build()));

    var shown = discord.calls().get(0).text("content") + embed(0).get("description");
    assertThat(shown)
        .contains(
            "\\@everyone \\<\\@80351110224678912\\> \\*\\*b\\*\\* \\[a\\]\\(https\\://evil.example"
                + "\\) \\`c\\` \\|\\|d\\|\\| \\# e");
    assertThat(shown.replace("\\@", "").replace("\\<", "").replaceAll("<t:[0-9]+:f>", ""))
        .doesNotContain("@", "<");
    assertThat(discord.calls().get(0).fields().get("allowed_mentions"))
        .isEqualTo(Map.of("parse", List.of(), "users", List.of(), "roles", List.of()));
  }

  @Test
  void exactlyWhoIsConfiguredIsPingedWhereSomethingFires() throws Exception {
    var user = "80351110224678912";
    var role = "41771983423143936";
    var bot =
        discord
            .bot()
            .mention(Severity.WARNING, DiscordMention.user(user))
            .mention(Severity.CRITICAL, DiscordMention.role(role))
            .build();

    bot.send(first());
    bot.send(message(Kind.REPEAT, alert(1).build()).continuing(RECEIPT));
    bot.send(message(Kind.FIRST, alert(1).severity(Severity.WARNING).build()));
    bot.send(message(Kind.DIGEST, alert(1).build()));
    bot.send(resolved());

    var both = Map.of("parse", List.of(), "users", List.of(user), "roles", List.of(role));
    var one = Map.of("parse", List.of(), "users", List.of(user), "roles", List.of());
    var none = Map.of("parse", List.of(), "users", List.of(), "roles", List.of());
    assertThat(discord.calls().stream().filter(call -> !call.name().equals(THREAD)))
        .extracting(call -> call.text("content"), call -> call.fields().get("allowed_mentions"))
        .containsExactly(
            tuple("Critical: shop is down <@" + user + "> <@&" + role + ">", both),
            tuple("Critical, still firing: shop is down", none),
            tuple("Critical, still firing: shop is down <@" + user + "> <@&" + role + ">", both),
            tuple("Critical, still firing: shop is down <@" + user + "> <@&" + role + ">", both),
            tuple("Warning: shop is down <@" + user + ">", one),
            tuple("Daily digest: shop is down", none),
            tuple("Resolved: shop is down", none));
  }

  private static org.assertj.core.groups.Tuple tuple(Object... values) {
    return org.assertj.core.api.Assertions.tuple(values);
  }

  @Test
  void buttonsAndTheLinkAreThereWhenAskedFor() throws Exception {
    var bot = discord.bot().buttons().page(URI.create("https://pulse.example/")).build();

    bot.send(first());
    bot.send(message(Kind.FIRST, alert(7).build(), alert(8).build()));
    bot.send(resolved());

    assertThat(embed(0)).containsEntry("url", "https://pulse.example/");
    assertThat(buttons(0))
        .containsExactly("pulse:acknowledge:incident:7", "pulse:silence:incident:7");
    assertThat(buttons(1))
        .containsExactly(
            "pulse:acknowledge:group:d41d8cd98f00b204", "pulse:silence:group:d41d8cd98f00b204");
    assertThat(buttons(2)).isEmpty();
  }

  private List<String> buttons(int call) {
    return DiscordFake.objects(discord.calls().get(call).fields().get("components")).stream()
        .flatMap(row -> DiscordFake.objects(row.get("components")).stream())
        .map(button -> String.valueOf(button.get("custom_id")))
        .toList();
  }

  @Test
  void whatIsTooMuchIsLeftOutAndSaidToBe() throws Exception {
    var alerts = new Alert[100];
    for (int i = 0; i < alerts.length; i++) {
      alerts[i] = alert(i + 1).text("*".repeat(5_000)).build();
    }
    discord.bot().build().send(message(Kind.SUMMARY, alerts));

    var description = String.valueOf(embed(0).get("description"));
    assertThat(description).contains("\\*...\n").hasSizeLessThanOrEqualTo(4_096);
    int shown = description.split("\\*\\*shop is down\\*\\*", -1).length - 1;
    assertThat(shown).isBetween(3, 10);
    assertThat(description).endsWith("\n\nand " + (100 - shown) + " more alerts");
  }

  @Test
  void manyShortAlertsFitWithTheLinesBetweenThem() throws Exception {
    var alerts = new Alert[100];
    for (int i = 0; i < alerts.length; i++) {
      alerts[i] = alert(i + 1).title("x").build();
    }
    discord.bot().build().send(message(Kind.SUMMARY, alerts));

    assertThat(String.valueOf(embed(0).get("description")))
        .hasSizeLessThanOrEqualTo(4_096)
        .endsWith("and 40 more alerts");
  }

  @Test
  void aPictureIsAddedToTheMessageAfterItIsThere() throws Exception {
    var picture = Picture.of("shop.png", PNG, "Latency of shop");
    var receipt = discord.bot().chart(message -> Optional.of(picture)).build().send(first());

    assertThat(receipt).isEqualTo(RECEIPT);
    assertThat(discord.names()).containsExactly(POST, EDIT);
    var edit = discord.calls().get(1);
    assertThat(edit.type()).startsWith("multipart/form-data");
    assertThat(edit.raw()).contains("name=\"files[0]\"; filename=\"shop.png\"", "image/png");
    assertThat(edit.fields().get("attachments"))
        .isEqualTo(
            List.of(Map.of("id", 0.0, "filename", "shop.png", "description", "Latency of shop")));
    assertThat(embed(1)).containsEntry("image", Map.of("url", "attachment://shop.png"));
    assertThat(embed(1)).containsEntry("color", (double) 0xdc3545);
  }

  @Test
  void aPictureThatFailsDoesNotKeepTheMessageBack() throws Exception {
    var drawing =
        discord
            .bot()
            .chart(
                message -> {
                  throw new IllegalStateException("no ink");
                })
            .build();
    assertThat(drawing.send(first())).isEqualTo(RECEIPT);

    discord.nextError(EDIT, 403, 50013);
    var picture = Picture.of("shop.png", PNG, "x");
    var sending = discord.bot().chart(message -> Optional.of(picture)).build();
    assertThat(sending.send(first())).isEqualTo(RECEIPT);
    assertThat(discord.names()).endsWith(EDIT);
  }

  @Test
  void anInterruptWhileThePictureIsDrawnIsKeptForTheCaller() throws Exception {
    var bot =
        discord
            .bot()
            .chart(
                message -> {
                  throw new InterruptedException("enough");
                })
            .build();
    var receipt = bot.send(first());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(receipt).isEqualTo(RECEIPT);
  }
}
