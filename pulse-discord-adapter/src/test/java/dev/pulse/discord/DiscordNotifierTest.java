package dev.pulse.discord;

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
import dev.pulse.api.notify.Receipt;
import dev.pulse.core.chart.Picture;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscordNotifierTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1, 2, 3};

  private final DiscordFake discord = new DiscordFake();

  DiscordNotifierTest() throws Exception {}

  @AfterEach
  void close() {
    discord.close();
  }

  private static Notification message(Kind kind) {
    var alert = Alert.builder(7, "shop", "downtime", START).title("shop is down").build();
    return Notification.builder("id-" + kind, kind, "team", START).alerts(List.of(alert)).build();
  }

  @Test
  void aWebhookEditsItsMessageAndSaysInTheChannelWhatHasChanged() throws Exception {
    var notifier = DiscordNotifier.webhook(discord.hook()).build();
    var receipt = notifier.send(message(Kind.FIRST));
    notifier.send(message(Kind.CHANGED).continuing(receipt));

    assertThat(receipt).isEqualTo(Receipt.of("197038439483310086/1000000000000000001"));
    assertThat(discord.names())
        .containsExactly("POST hook", "PATCH hook/messages/1000000000000000001", "POST hook");
    assertThat(discord.calls().get(0).query()).isEqualTo("wait=true");
    assertThat(discord.calls().get(2).text("content")).isEqualTo("Warning, changed: shop is down");
  }

  @Test
  void anAnswerWithoutContentIsADeliveryThatCannotBeEdited() throws Exception {
    discord.next("POST hook", new MockResponse.Builder().code(204).build());
    var notifier = DiscordNotifier.webhook(discord.hook()).build();
    var receipt = notifier.send(message(Kind.FIRST));

    assertThat(receipt).isEqualTo(Receipt.none());
    notifier.send(message(Kind.CHANGED).continuing(receipt));
    assertThat(discord.names()).containsExactly("POST hook", "POST hook");
  }

  @Test
  void aWebhookOfAThreadStaysInItsThread() throws Exception {
    var url = Secret.of(discord.hook().reveal() + "?thread_id=42");
    var notifier = DiscordNotifier.webhook(url).build();
    notifier.send(message(Kind.CHANGED).continuing(notifier.send(message(Kind.FIRST))));

    assertThat(discord.calls().stream().map(DiscordFake.Call::query))
        .containsExactly("thread_id=42&wait=true", "thread_id=42", "thread_id=42&wait=true");
  }

  @Test
  void aWebhookGetsItsPictureToo() throws Exception {
    var picture = Picture.of("shop.png", PNG, "x");
    DiscordNotifier.webhook(discord.hook())
        .chart(message -> Optional.of(picture))
        .build()
        .send(message(Kind.FIRST));

    assertThat(discord.names())
        .containsExactly("POST hook", "PATCH hook/messages/1000000000000000001");
    assertThat(discord.calls().get(1).raw()).contains("filename=\"shop.png\"");
  }

  @Test
  void aLayoutOfOnesOwnIsSentAsItIsButForWhatDiscordReads() throws Exception {
    DiscordNotifier.webhook(discord.hook())
        .mention(Severity.WARNING, DiscordMention.role("41771983423143936"))
        .layout(
            message ->
                DiscordMessage.builder("*a*")
                    .title("b_c")
                    .description("d\n`e`")
                    .colour(0x123456)
                    .field("f", "g", true)
                    .footer("h*")
                    .at(START)
                    .build())
        .build()
        .send(message(Kind.FIRST));

    assertThat(discord.calls().get(0).fields())
        .isEqualTo(
            Map.of(
                "content",
                "\\*a\\* <@&41771983423143936>",
                "allowed_mentions",
                Map.of(
                    "parse", List.of(), "users", List.of(), "roles", List.of("41771983423143936")),
                "embeds",
                List.of(
                    Map.of(
                        "title",
                        "b\\_c",
                        "description",
                        "d\n\\`e\\`",
                        "color",
                        (double) 0x123456,
                        "fields",
                        List.of(Map.of("name", "f", "value", "g", "inline", true)),
                        "footer",
                        Map.of("text", "h*"),
                        "timestamp",
                        "2026-03-01T10:00:00Z"))));
  }

  @Test
  void aLayoutThatIsTooLargeFitsAndSaysWhatIsMissing() throws Exception {
    var builder =
        DiscordMessage.builder("x".repeat(9_000))
            .title("*".repeat(9_000))
            .description("y".repeat(3_000))
            .footer("z".repeat(1_000));
    for (int i = 0; i < 40; i++) {
      builder.field("field " + i, "v".repeat(400), false);
    }
    DiscordNotifier.webhook(discord.hook())
        .layout(message -> builder.build())
        .build()
        .send(message(Kind.FIRST));

    var embed = DiscordFake.objects(discord.calls().get(0).fields().get("embeds")).get(0);
    assertThat(String.valueOf(embed.get("title"))).hasSizeLessThanOrEqualTo(256).endsWith("\\*...");
    var fields = DiscordFake.objects(embed.get("fields"));
    assertThat(fields).hasSize(5);
    assertThat(fields.get(4)).isEqualTo(Map.of("name", "…", "value", "36 more", "inline", false));
  }

  @Test
  void twentyFiveFieldsFitAndTwentySixDoNot() {
    assertThat(fieldsOf(25)).hasSize(25).last().asString().contains("n24");
    assertThat(fieldsOf(26)).hasSize(25).last().asString().contains("2 more");
  }

  private static List<Map<?, ?>> fieldsOf(int count) {
    var builder = DiscordMessage.builder("x");
    for (int i = 0; i < count; i++) {
      builder.field("n" + i, "v", false);
    }
    return DiscordFake.objects(builder.build().embed().get("fields"));
  }

  @Test
  void itsNameIsNoSecret() {
    assertThat(DiscordNotifier.webhook(discord.hook()).build())
        .hasToString("Discord webhook at " + discord.api().getHost());
    assertThat(discord.bot().build()).hasToString("Discord bot in 197038439483310086");
  }

  @Test
  void allProblemsOfAWebhookAreToldAtOnce() {
    var builder =
        DiscordNotifier.webhook(Secret.of("ftp://hidden.example"))
            .buttons()
            .baseUrl(URI.create("https://x.example"))
            .page(URI.create("mailto:x"));
    for (int i = 0; i < 61; i++) {
      builder.mention(Severity.INFO, DiscordMention.user("1000000000000000" + (10 + i)));
    }
    assertThatThrownBy(builder::build)
        .asInstanceOf(type(ConfigurationException.class))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hidden"))
        .satisfies(
            e ->
                assertThat(e.problems())
                    .extracting(Problem::key)
                    .containsExactly("url", "buttons", "base-url", "page", "mentions"));
  }

  @Test
  void allProblemsOfABotAreToldAtOnce() {
    assertThatThrownBy(
            () ->
                DiscordNotifier.bot(Secret.of("tok hidden"), "../1")
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
  @ValueSource(strings = {"user:80351110224678912", "role:41771983423143936"})
  void mentionsReadAsTheyPrint(String text) {
    assertThat(DiscordMention.parse(text)).hasToString(text).isEqualTo(DiscordMention.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "80351110224678912", "user:1", "role:x", "everyone", "@here"})
  void otherMentionsAreRefused(String text) {
    assertThatThrownBy(() -> DiscordMention.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text.replaceFirst("^(user|role):", ""));
  }
}
