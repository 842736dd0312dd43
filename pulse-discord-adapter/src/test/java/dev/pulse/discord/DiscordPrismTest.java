package dev.pulse.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.alert.Acknowledgement;
import dev.pulse.api.alert.Alert;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.config.Secret;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.api.notify.Receipt;
import dev.pulse.core.chart.Picture;
import dev.pulse.samples.fakes.PrismProxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Our requests, and the answers of our fake, judged by Discord's own description of its API: Prism
 * stands between the two and refuses what breaks it. {@code trial/prism.sh} runs this.
 */
@EnabledIfEnvironmentVariable(named = PrismProxy.PROGRAM, matches = ".+")
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DiscordPrismTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1, 2, 3};

  private final DiscordFake discord = new DiscordFake();
  private PrismProxy prism;

  DiscordPrismTest() throws Exception {}

  @BeforeAll
  void start() throws Exception {
    prism = PrismProxy.start("PULSE_DISCORD_SPEC", discord.api());
  }

  @AfterAll
  void stop() throws Exception {
    prism.close();
    discord.close();
  }

  private DiscordNotifier.Builder bot() {
    return DiscordNotifier.bot(Secret.of(DiscordFake.TOKEN), DiscordFake.CHANNEL)
        .baseUrl(prism.uri());
  }

  private DiscordNotifier.Builder webhook() {
    var path = DiscordFake.HOOK.substring("/api/v10".length());
    return DiscordNotifier.webhook(Secret.of(prism.uri() + path));
  }

  private static Alert.Builder alert(long incident) {
    return Alert.builder(incident, "shop", "downtime", START)
        .severity(Severity.CRITICAL)
        .title("shop is down @everyone")
        .text("503 <b>")
        .annotations(Map.of("runbook", "https://wiki.example/shop"))
        .acknowledged(new Acknowledgement("Ada", START, "on it"))
        .details(Map.of("failures", "3"));
  }

  private static Notification message(Kind kind) {
    var alerts =
        kind == Kind.RESOLVED
            ? List.of(alert(7).ended(START.plusSeconds(60), "recovered").build())
            : List.of(alert(7).build(), alert(8).ended(START, "recovered").build());
    return Notification.builder("id-" + kind, kind, "team", START)
        .alerts(alerts)
        .omitted(kind == Kind.RESOLVED ? 0 : 3)
        .build();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void everyRequestAndEveryAnswerIsAsDiscordDescribesIt(Way way) throws Exception {
    var picture = Picture.of("shop.png", PNG, "Latency of shop");
    var builder = way == Way.BOT ? bot().buttons() : webhook();
    var notifier =
        builder
            .page(URI.create("https://pulse.example/"))
            .mention(
                Severity.INFO,
                DiscordMention.user("80351110224678912"),
                DiscordMention.role("41771983423143936"))
            .build();
    var receipt = Receipt.none();
    for (var kind : Kind.values()) {
      var sent = notifier.send(message(kind).continuing(receipt));
      receipt = receipt.equals(Receipt.none()) ? sent : receipt;
    }
    assertThat(receipt).isNotEqualTo(Receipt.none());
    var drawn = builder.chart(message -> Optional.of(picture)).build();
    assertThat(drawn.send(message(Kind.FIRST))).isNotEqualTo(Receipt.none());
    // What adds a picture may fail unseen, so it is looked for where it must have arrived.
    var last = discord.calls().get(discord.calls().size() - 1);
    assertThat(last.name()).startsWith("PATCH");
    assertThat(last.type()).startsWith("multipart/form-data");
  }

  /** The two ways to Discord. */
  enum Way {
    BOT,
    WEBHOOK
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aLayoutWithLinksAndAThreadIsAsDiscordDescribesIt(Way way) throws Exception {
    discord.at(START);
    var thread =
        DiscordThread.builder("Shop - 2026-03-01")
            .archiveAfter(Duration.ofHours(1))
            .say("one")
            .listing("two", List.of("a", "b"))
            .picture(Picture.of("shop.png", PNG, "Latency of shop"))
            .mention(
                DiscordMention.user("80351110224678912"), DiscordMention.role("41771983423143936"))
            .build();
    var own =
        DiscordMessage.builder("")
            .title("Shop")
            .thumbnail(URI.create("https://example.org/logo.png"))
            .link("Grafana", URI.create("https://grafana.example/d/x?orgId=1&var-a=b%20c"))
            .thread(thread)
            .build();
    var notifier = (way == Way.BOT ? bot() : webhook()).layout(message -> own).build();
    var receipt = notifier.send(message(Kind.FIRST));
    var later = notifier.send(message(Kind.CHANGED).continuing(receipt));
    assertThat(later.reference().split("/", -1)).startsWith(first(receipt), second(receipt));
    // What refuses a picture is only logged, so it is looked for where it must have arrived.
    var below = way == Way.BOT ? second(receipt) : DiscordFake.CHANNEL;
    assertThat(discord.said(below)).contains("one", "shop.png");
  }

  private static String first(Receipt receipt) {
    return receipt.reference().split("/", -1)[0];
  }

  private static String second(Receipt receipt) {
    return receipt.reference().split("/", -1)[1];
  }

  @Test
  void largeMessagesAreAsDiscordDescribesThem() throws Exception {
    var alerts = new ArrayList<Alert>();
    for (int i = 0; i < 100; i++) {
      alerts.add(alert(i + 1).text("*_".repeat(5_000)).build());
    }
    var crowd = Notification.builder("crowd", Kind.SUMMARY, "team", START).alerts(alerts).build();
    assertThat(bot().build().send(crowd)).isNotEqualTo(Receipt.none());
    var own = DiscordMessage.builder("x".repeat(3_000)).description("y".repeat(9_000)).colour(1);
    for (int i = 0; i < 30; i++) {
      own.field("f" + i, "v".repeat(2_000), true);
    }
    assertThat(bot().layout(message -> own.build()).build().send(crowd))
        .isNotEqualTo(Receipt.none());
  }

  /** Without these two, a Prism that lets everything pass would judge us well. */
  @Test
  void aRequestThatDiscordDoesNotDescribeIsRefused() throws Exception {
    int before = discord.calls().size();
    var request =
        HttpRequest.newBuilder(
                prism.uri().resolve("/channels/" + DiscordFake.CHANNEL + "/messages"))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bot " + DiscordFake.TOKEN)
            .POST(HttpRequest.BodyPublishers.ofString("{\"content\":5}"))
            .build();
    var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(discord.calls()).hasSize(before);
  }

  @Test
  void anAnswerThatDiscordDoesNotDescribeIsRefused() {
    discord.next(
        "POST /channels/" + DiscordFake.CHANNEL + "/messages",
        DiscordFake.answer(200, "{\"id\":\"1\",\"channel_id\":\"2\"}"));
    assertThatThrownBy(() -> bot().build().send(message(Kind.FIRST)))
        .isInstanceOf(NotifyException.class)
        .hasMessageContaining("answered 500");
  }
}
