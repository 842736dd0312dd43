package dev.pulse.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.config.Secret;
import dev.pulse.api.model.Labels;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.api.notify.Receipt;
import dev.pulse.core.chart.Picture;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscordThreadTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1, 2, 3};
  private static final Picture PICTURE = Picture.of("shop.png", PNG, "Latency of shop");
  private static final String USER = "80351110224678912";
  private static final String ROLE = "41771983423143936";
  private static final String POST = "POST /channels/197038439483310086/messages";

  private final DiscordFake discord = new DiscordFake();
  private final List<Duration> waits = new ArrayList<>();

  DiscordThreadTest() throws Exception {
    discord.at(START.plusSeconds(1));
  }

  @AfterEach
  void close() {
    discord.close();
  }

  private static DiscordThread.Builder thread() {
    return DiscordThread.builder("Shop - 2026-03-01").archiveAfter(Duration.ofHours(1));
  }

  private DiscordNotifier.Builder bot(DiscordThread thread) {
    return discord
        .bot()
        .pace(new Pace(waits::add))
        .layout(message -> DiscordMessage.builder("").title("Shop").thread(thread).build());
  }

  private static Notification message(Kind kind) {
    var alert =
        Alert.builder(7, "shop", "downtime", START)
            .severity(Severity.CRITICAL)
            .title("shop is down")
            .build();
    return Notification.builder("id-" + kind, kind, "team", START)
        .group("g", Labels.of("room", DiscordFake.CHANNEL))
        .alerts(List.of(alert))
        .build();
  }

  private static String root(Receipt receipt) {
    return receipt.reference().split("/", -1)[1];
  }

  private DiscordFake.Call call(int number) {
    return discord.calls().get(number);
  }

  @Test
  void severalMessagesAreSaidInOrderBelowTheMessage() throws Exception {
    var thread =
        thread()
            .say("one *")
            .listing("Two", List.of("a-1", "b`c"))
            .picture(PICTURE)
            .mention(DiscordMention.user(USER), DiscordMention.role(ROLE))
            .build();
    var root = root(bot(thread).build().send(message(Kind.FIRST)));

    var say = "POST /channels/" + root + "/messages";
    assertThat(discord.names())
        .containsExactly(
            POST,
            "GET /channels/" + root + "/messages",
            POST + "/" + root + "/threads",
            say,
            say,
            say,
            say);
    assertThat(call(2).fields())
        .isEqualTo(Map.of("name", "Shop - 2026-03-01", "auto_archive_duration", 60.0));
    assertThat(discord.said(root))
        .containsExactly(
            "one \\*",
            "**Two**\n```\na-1\nb\u02cbc\n```",
            "shop.png",
            "<@" + USER + "> <@&" + ROLE + ">");
    assertThat(call(5).type()).startsWith("multipart/form-data");
    var none = Map.of("parse", List.of(), "users", List.of(), "roles", List.of());
    assertThat(discord.calls())
        .filteredOn(it -> it.fields().containsKey("allowed_mentions"))
        .extracting(it -> (Object) it.fields().get("allowed_mentions"))
        .containsExactly(
            none,
            none,
            none,
            none,
            Map.of("parse", List.of(), "users", List.of(USER), "roles", List.of(ROLE)));
  }

  @Test
  void whoIsConfiguredIsPingedLastAsWell() throws Exception {
    var thread = thread().say("one").mention(DiscordMention.user(USER)).build();
    var bot =
        bot(thread)
            .mention(Severity.INFO, DiscordMention.role(ROLE), DiscordMention.user(USER))
            .build();
    var root = root(bot.send(message(Kind.FIRST)));

    assertThat(call(0).text("content")).isEmpty();
    assertThat(discord.said(root)).containsExactly("one", "<@" + USER + "> <@&" + ROLE + ">");
  }

  @Test
  void laterMessagesOfTheGroupGoOnInTheSameThread() throws Exception {
    var bot = bot(thread().say("same").build()).build();
    var receipt = bot.send(message(Kind.FIRST));
    // A day later the same is said: that is no repetition.
    discord.at(START.plus(Duration.ofDays(1)));
    var later =
        Notification.builder("later", Kind.REPEAT, "team", START.plus(Duration.ofHours(23)))
            .continuing(receipt)
            .build();

    assertThat(root(bot.send(later))).isEqualTo(root(receipt));

    assertThat(discord.said(root(receipt))).containsExactly("same", "same");
    assertThat(discord.names()).filteredOn(name -> name.endsWith("/threads")).hasSize(1);
    assertThat(discord.names())
        .contains("PATCH /channels/197038439483310086/messages/" + root(receipt));
  }

  /** The first message was late, so that the second was decided upon before it was said. */
  @Test
  void theSameWordsAreSaidAgainForTheNextMessage() throws Exception {
    var bot = bot(thread().say("same").mention(DiscordMention.user(USER)).build()).build();
    var first = bot.send(message(Kind.FIRST));
    var second = bot.send(message(Kind.CHANGED).continuing(first));
    bot.send(message(Kind.REPEAT).continuing(second));

    assertThat(first).isNotEqualTo(second);
    assertThat(discord.said(root(first)))
        .containsExactly(
            "same", "<@" + USER + ">", "same", "<@" + USER + ">", "same", "<@" + USER + ">");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void anAttemptThatFailedInTheMiddleIsTakenUpThere(int failing) throws Exception {
    var bot =
        bot(thread()
                .say("one")
                .say("two")
                .picture(PICTURE)
                .say("two")
                .mention(DiscordMention.user(USER))
                .build())
            .build();
    // Known ids: the message, then one for each that is said.
    var id = (START.plusSeconds(1).toEpochMilli() - 1_420_070_400_000L) << 22;
    var say = "POST /channels/" + (id + 1) + "/messages";
    for (int i = 0; i < failing; i++) {
      discord.pass(say);
    }
    discord.nextError(say, 503, 0);
    var notification = message(Kind.FIRST);
    assertThatThrownBy(() -> bot.send(notification))
        .asInstanceOf(type(NotifyException.class))
        .satisfies(failure -> assertThat(failure.isWorthRetrying()).isTrue());
    var root = String.valueOf(id + 1);
    assertThat(discord.said(root)).hasSize(failing);
    discord.say(root, "two");

    assertThat(root(bot.send(notification))).isEqualTo(root);

    assertThat(discord.said(root).stream().filter(text -> !text.endsWith("!")))
        .containsExactly("one", "two", "shop.png", "two", "<@" + USER + ">");
    assertThat(discord.said(DiscordFake.CHANNEL)).hasSize(1);
  }

  @Test
  void aThreadThatDoesNotFitIntoOneAnswerIsReadInPieces() throws Exception {
    var bot = bot(thread().say("one").say("two").build()).build();
    var receipt = bot.send(message(Kind.FIRST));
    var update = message(Kind.CHANGED).continuing(receipt);
    discord.pass("POST /channels/" + root(receipt) + "/messages");
    discord.nextError("POST /channels/" + root(receipt) + "/messages", 500, 0);
    assertThatThrownBy(() -> bot.send(update)).isInstanceOf(NotifyException.class);
    discord.at(START.plus(Duration.ofHours(1)));
    // Half a megabyte is what is read of an answer.
    discord.next(
        "GET /channels/" + root(receipt) + "/messages",
        DiscordFake.answer(200, "[\"" + "x".repeat(600_000) + "\"]"));

    bot.send(update);

    assertThat(discord.said(root(receipt))).containsExactly("one", "two", "one", "two");
  }

  @Test
  void whatWasSaidIsKnownWhenNoncesAreForgotten() throws Exception {
    var bot = bot(thread().say("one").say("two").build()).build();
    var receipt = bot.send(message(Kind.FIRST));
    var update = message(Kind.CHANGED).continuing(receipt);
    discord.pass("POST /channels/" + root(receipt) + "/messages");
    discord.nextError("POST /channels/" + root(receipt) + "/messages", 500, 0);
    assertThatThrownBy(() -> bot.send(update)).isInstanceOf(NotifyException.class);
    discord.at(START.plus(Duration.ofHours(1)));

    bot.send(update);

    assertThat(discord.said(root(receipt))).containsExactly("one", "two", "one", "two");
  }

  @Test
  void whoMayNotReadTheHistoryReliesOnNonces() throws Exception {
    var bot = bot(thread().say("one").say("two").build()).build();
    var receipt = bot.send(message(Kind.FIRST));
    discord.next("GET /channels/" + root(receipt) + "/messages", DiscordFake.answer(200, "[]"));
    bot.send(message(Kind.FIRST));

    assertThat(discord.said(root(receipt))).containsExactly("one", "two");
  }

  @Test
  void aShortWaitIsKeptAndALongOneIsNot() throws Exception {
    var bot = bot(thread().say("one").build()).build();
    var receipt = bot.send(message(Kind.FIRST));
    var say = "POST /channels/" + root(receipt) + "/messages";
    discord.next(say, DiscordFake.limited("1.5"));
    discord.next(say, DiscordFake.limited("0.3"));
    var later = bot.send(message(Kind.CHANGED).continuing(receipt));
    assertThat(waits).containsExactly(Duration.ofMillis(1_500), Duration.ofMillis(300));

    discord.next(say, DiscordFake.limited("10.001"));
    assertThatThrownBy(() -> bot.send(message(Kind.REPEAT).continuing(later)))
        .asInstanceOf(type(NotifyException.class))
        .satisfies(it -> assertThat(it.retryAfter()).contains(Duration.ofMillis(10_001)));
    assertThat(waits).hasSize(2);
  }

  @Test
  void whoIsAlwaysAskedToWaitGivesUp() throws Exception {
    var bot = bot(thread().say("one").build()).build();
    var receipt = bot.send(message(Kind.FIRST));
    for (int i = 0; i < 6; i++) {
      discord.next("POST /channels/" + root(receipt) + "/messages", DiscordFake.limited("1"));
    }
    assertThatThrownBy(() -> bot.send(message(Kind.CHANGED).continuing(receipt)))
        .isInstanceOf(NotifyException.class);
    assertThat(waits).hasSize(5);
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    var bot =
        bot(thread().say("one").build())
            .pace(
                new Pace(
                    time -> {
                      throw new InterruptedException("enough");
                    }))
            .build();
    var receipt = bot.send(message(Kind.FIRST));
    discord.next("POST /channels/" + root(receipt) + "/messages", DiscordFake.limited("1"));

    assertThatThrownBy(() -> bot.send(message(Kind.CHANGED).continuing(receipt)))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void whereThereCanBeNoThreadTheChannelHearsAllOfItOnce() throws Exception {
    var bot = bot(thread().say("one").say("two").build()).build();
    var id = ((START.plusSeconds(1).toEpochMilli() - 1_420_070_400_000L) << 22) + 1;
    discord.nextError(POST + "/" + id + "/threads", 403, 50013);
    discord.nextError(POST + "/" + id + "/threads", 403, 50013);
    discord.pass(POST);
    discord.pass(POST);
    discord.nextError(POST, 502, 0);
    assertThatThrownBy(() -> bot.send(message(Kind.FIRST))).isInstanceOf(NotifyException.class);

    bot.send(message(Kind.FIRST));

    assertThat(discord.said(DiscordFake.CHANNEL)).containsExactly("", "one", "two");
    assertThat(discord.calls().get(discord.calls().size() - 1).fields().get("message_reference"))
        .isEqualTo(Map.of("message_id", String.valueOf(id), "fail_if_not_exists", false));
  }

  @Test
  void aThreadThatIsClosedMeanwhileIsLeftForTheChannel() throws Exception {
    var bot = bot(thread().say("one").say("two").build()).build();
    var receipt = bot.send(message(Kind.FIRST));
    var say = "POST /channels/" + root(receipt) + "/messages";
    discord.pass(say);
    discord.nextError(say, 403, 50083);

    bot.send(message(Kind.CHANGED).continuing(receipt));

    assertThat(discord.said(root(receipt))).containsExactly("one", "two", "one");
    assertThat(discord.said(DiscordFake.CHANNEL)).containsExactly("", "two");
  }

  @Test
  void aPictureThatIsRefusedKeepsNothingBack() throws Exception {
    var bot = bot(thread().say("one").picture(PICTURE).say("two").build()).build();
    var receipt = bot.send(message(Kind.FIRST));
    var say = "POST /channels/" + root(receipt) + "/messages";
    discord.pass(say);
    discord.nextError(say, 413, 40005);

    bot.send(message(Kind.CHANGED).continuing(receipt));

    assertThat(discord.said(root(receipt))).containsExactly("one", "shop.png", "two", "one", "two");
  }

  @Test
  void aWebhookSaysAllOfItInTheChannel() throws Exception {
    var thread = thread().say("one").picture(PICTURE).mention(DiscordMention.user(USER)).build();
    discord.pass("POST hook");
    discord.next("POST hook", DiscordFake.limited("0.5"));
    DiscordNotifier.webhook(discord.hook())
        .pace(new Pace(waits::add))
        .layout(message -> DiscordMessage.builder("line").thread(thread).build())
        .build()
        .send(message(Kind.FIRST));

    assertThat(waits).containsExactly(Duration.ofMillis(500));
    assertThat(discord.said(DiscordFake.CHANNEL))
        .containsExactly("line", "one", "shop.png", "<@" + USER + ">");
    assertThat(discord.calls()).allMatch(it -> it.query().equals("wait=true"));
  }

  @Test
  void theChannelIsChosenForNewMessagesOnly() throws Exception {
    var asked = new ArrayList<String>();
    var bot =
        DiscordNotifier.bot(
                Secret.of(DiscordFake.TOKEN),
                message -> {
                  asked.add(message.id());
                  return message.groupLabels().get("room").orElseThrow();
                })
            .baseUrl(discord.api())
            .build();
    var receipt = bot.send(message(Kind.FIRST));
    bot.send(message(Kind.RESOLVED).continuing(receipt));

    assertThat(bot).hasToString("Discord bot");
    assertThat(asked).containsExactly("id-FIRST");
    assertThat(discord.said(DiscordFake.CHANNEL)).hasSize(1);
    assertThat(discord.said(root(receipt))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "general", "../1", "1/messages/2", "123456789012345678901"})
  void aChannelThatIsNoneIsFinal(String channel) {
    var bot =
        DiscordNotifier.bot(Secret.of(DiscordFake.TOKEN), message -> channel)
            .baseUrl(discord.api())
            .build();

    assertThatThrownBy(() -> bot.send(message(Kind.FIRST)))
        .asInstanceOf(type(NotifyException.class))
        .satisfies(failure -> assertThat(failure.isWorthRetrying()).isFalse())
        .extracting(Throwable::getMessage)
        .asString()
        .contains("id-FIRST", "\"" + channel + "\"");
    assertThat(discord.calls()).isEmpty();
  }

  @Test
  void linksStandInRowsOfFive() throws Exception {
    var own = DiscordMessage.builder("x");
    for (int i = 1; i <= 6; i++) {
      own.link("l" + i, URI.create("https://example.org/?q=%20" + i + "#a"));
    }
    own.thumbnail(URI.create("https://example.org/logo.png")).title("t");
    discord.bot().layout(message -> own.build()).build().send(message(Kind.FIRST));
    DiscordNotifier.webhook(discord.hook())
        .layout(message -> own.build())
        .build()
        .send(message(Kind.FIRST));

    var rows = DiscordFake.objects(call(0).fields().get("components"));
    assertThat(rows).hasSize(2);
    assertThat(DiscordFake.objects(rows.get(0).get("components"))).hasSize(5);
    assertThat(DiscordFake.objects(rows.get(1).get("components")))
        .isEqualTo(
            List.of(
                Map.of(
                    "type",
                    2.0,
                    "style",
                    5.0,
                    "label",
                    "l6",
                    "url",
                    "https://example.org/?q=%206#a")));
    assertThat(DiscordFake.objects(call(0).fields().get("embeds")).get(0).get("thumbnail"))
        .isEqualTo(Map.of("url", "https://example.org/logo.png"));
    assertThat(call(1).query()).isEqualTo("wait=true&with_components=true");
    assertThat(call(1).fields().get("components")).isEqualTo(call(0).fields().get("components"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://example.org", "mailto:a@example.org", "https:/x", "/x"})
  void aLinkThatIsNoPageIsRefused(String target) {
    assertThatThrownBy(() -> DiscordMessage.builder("x").link("l", URI.create(target)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http or https");
  }

  @Test
  void whatDiscordWouldRefuseIsRefusedWhereItIsWritten() {
    var page = URI.create("https://example.org/" + "x".repeat(500));
    var message = DiscordMessage.builder("x");
    assertThatThrownBy(() -> message.link("l", page)).hasMessageContaining("512", "520");
    assertThatThrownBy(() -> message.link(" ", URI.create("https://example.org")))
        .hasMessageContaining("label");
    for (int i = 0; i < 20; i++) {
      message.link("l", URI.create("https://example.org"));
    }
    assertThatThrownBy(() -> message.link("l", URI.create("https://example.org")))
        .hasMessageContaining("20 links");
    assertThatThrownBy(() -> DiscordMessage.builder(" ").footer("f").build())
        .hasMessageContaining("needs a line");
    assertThatThrownBy(() -> DiscordThread.builder(" ")).hasMessageContaining("name");
    assertThatThrownBy(() -> thread().say("\n ")).hasMessageContaining("text");
    assertThatThrownBy(() -> thread().archiveAfter(Duration.ofHours(2)))
        .hasMessageContaining("1 hour, 1 day, 3 days or 7 days", "PT2H");
  }

  @Test
  void aLongNameIsCutWithThreeDots() {
    assertThat(DiscordThread.builder("x".repeat(300)).build().name())
        .isEqualTo("x".repeat(97) + "...");
  }

  @Test
  void aListIsSplitAtTheEndsOfLines() {
    var lines = IntStream.range(0, 500).mapToObj("node-%03d-lighthouse-geth"::formatted).toList();
    var posts = thread().listing("Nodes *", lines).build().posts(Collections.emptySet());

    assertThat(posts.get(0).content()).startsWith("**Nodes \\***\n```\nnode-000");
    assertThat(posts.get(1).content()).startsWith("```\nnode-");
    assertThat(posts).allMatch(post -> post.content().length() <= 2_000);
    assertThat(posts.stream().flatMap(post -> post.content().lines()))
        .filteredOn(line -> line.startsWith("node-"))
        .isEqualTo(lines);
    // As few messages as the lines fit into.
    assertThat(posts).hasSize(7);
  }

  @Test
  void aLineLongerThanAMessageIsCut() {
    var posts =
        thread()
            .listing("", List.of("x".repeat(5_000), "y"))
            .say("z".repeat(5_000))
            .listing("nothing", List.of())
            .build()
            .posts(Collections.emptySet());

    assertThat(posts).hasSize(3);
    assertThat(posts.get(0).content()).hasSize(2_000).endsWith("x...\n```");
    assertThat(posts.get(1).content()).isEqualTo("```\ny\n```");
    assertThat(posts.get(2).content()).hasSize(2_000).endsWith("z...");
  }

  @Test
  void moreThanAThreadTakesIsCountedAndPeopleArePingedAllTheSame() {
    var thread = thread();
    for (int i = 0; i < 200; i++) {
      thread.say("m" + i);
    }
    for (int i = 0; i < 61; i++) {
      thread.mention(DiscordMention.user(String.valueOf(80351110224678912L + i)));
    }
    var posts = thread.build().posts(Collections.emptySet());

    assertThat(posts).hasSize(92);
    assertThat(posts.get(88).content()).isEqualTo("m88");
    assertThat(posts.get(89).content()).isEqualTo("and 111 more messages, which are left out");
    assertThat(posts.get(90).pinged()).hasSize(60);
    assertThat(posts.get(91).pinged()).hasSize(1);
    assertThat(posts).allMatch(post -> post.content().length() <= 2_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pectra-devnet-6",
        "Recovered: teku on hoodi, open for 3h 5m",
        "Network-wide incident on a-b: 9 of 9"
      })
  void namesAndSentencesStayAsTheyAre(String text) {
    assertThat(DiscordMarkup.MARKDOWN.line(text, 200)).isEqualTo(text);
  }

  @Test
  void signsThatMeanSomethingAreEscaped() {
    assertThat(DiscordMarkup.MARKDOWN.lines("- a\n-# b\n:x: https://y", 200))
        .isEqualTo("\\- a\n\\-\\# b\n\\:x: https\\://y");
  }
}
