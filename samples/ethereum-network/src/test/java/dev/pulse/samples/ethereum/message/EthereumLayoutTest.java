package dev.pulse.samples.ethereum.message;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import dev.pulse.api.alert.Alert;
import dev.pulse.api.config.Secret;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Status;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.api.notify.Receipt;
import dev.pulse.discord.DiscordMention;
import dev.pulse.discord.DiscordMessage;
import dev.pulse.discord.DiscordNotifier;
import dev.pulse.samples.ethereum.directory.ClientEntry;
import dev.pulse.samples.ethereum.directory.NetworkDirectory;
import dev.pulse.samples.ethereum.directory.NetworkEntry;
import dev.pulse.samples.ethereum.message.Notice.Topic;
import dev.pulse.samples.ethereum.report.SubjectReport;
import dev.pulse.samples.fakes.FakeDiscord;
import dev.pulse.samples.fakes.FakeMessage;
import dev.pulse.samples.fakes.FakeMessage.FakeFile;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EthereumLayoutTest {
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1, 2, 3};
  private static final String USER = "80351110224678912";
  private static final String ROLE = "41771983423143936";
  private static final MessageLinks LINKS =
      new MessageLinks(
          URI.create("https://grafana.example/base"),
          "cebekx08rl9tsc",
          "aebfg1654nqwwd",
          URI.create("https://hive.example"),
          Map.of("pectra-devnet-6", "pectra"));

  private final FakeDiscord discord = FakeDiscord.start(0, () -> Reports.AT);
  private Optional<Notice> notice = Optional.empty();

  @AfterEach
  void close() {
    discord.close();
  }

  private EthereumLayout.Builder layout() {
    return EthereumLayout.builder(LINKS, "nodes.example", notification -> notice)
        .mentions(subject -> List.of(DiscordMention.user(USER), DiscordMention.role(ROLE)));
  }

  private Notifier notifier(EthereumLayout layout) {
    return DiscordNotifier.bot(
            Secret.of(FakeDiscord.TOKEN),
            message -> message.groupLabels().get("channel").orElse(""))
        .baseUrl(discord.api())
        .layout(layout)
        .build();
  }

  private static Notification message(Kind kind) {
    return message(kind, Reports.CHANNEL);
  }

  private static Notification message(Kind kind, String channel) {
    var alert =
        Alert.builder(7, "hoodi/teku", "affected", Reports.AT.minus(Duration.ofMinutes(185)))
            .title("teku on hoodi")
            .build();
    return Notification.builder(kind + "-" + channel, kind, "discord", Reports.AT)
        .group("group", Labels.of("channel", channel))
        .alerts(List.of(kind == Kind.RESOLVED ? alert.ended(Reports.AT, "recovered") : alert))
        .build();
  }

  private void report(SubjectReport report) {
    notice = Optional.of(new Notice(Topic.CLIENT, report));
  }

  private FakeMessage root() {
    return discord.messages(Reports.CHANNEL).get(0);
  }

  private List<FakeMessage> thread() {
    return discord.messages(root().id());
  }

  @Test
  @DisplayName("row 13: M1-M3, M8: embed, buttons, thread and node lists as golden JSON")
  void anAlertIsAsTheGoldenMessageHasIt() throws Exception {
    report(
        Reports.failing(
            "pectra-devnet-6",
            "lighthouse",
            List.of("lighthouse-geth-1", "lighthouse-besu-1"),
            List.of("lighthouse-reth-1"),
            List.of("lighthouse-ethereumjs-1")));
    var logo = Optional.of("https://logos.example/lighthouse.png");
    var layout = layout().hive(hive()).directory(() -> directory("lighthouse", logo)).build();

    notifier(layout).send(message(Kind.FIRST));

    assertThat(everything()).isEqualTo(golden("alert.json"));
    assertThat(thread().stream().flatMap(it -> it.files().stream()))
        .containsExactly(new FakeFile("hive-lighthouse-" + Reports.RUN + ".png", PNG.length));
  }

  private static HiveSource hive() {
    return new HiveSource() {
      @Override
      public boolean lists(String hiveNetwork) {
        return hiveNetwork.equals("pectra");
      }

      @Override
      public Optional<byte[]> picture(SubjectReport report) {
        return Optional.of(PNG);
      }
    };
  }

  private static Optional<NetworkDirectory> directory(String client, Optional<String> logo) {
    var network = new NetworkEntry("hoodi", "active", Optional.empty(), Optional.empty(), Map.of());
    var entry =
        new ClientEntry(
            client,
            client,
            client,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            logo,
            Optional.empty());
    return Optional.of(NetworkDirectory.of(List.of(network), List.of(entry), Reports.AT));
  }

  /** The message and its thread, without what Discord alone cares for. */
  private Map<String, Object> everything() {
    var all = new LinkedHashMap<String, Object>();
    all.put("message", shown(root()));
    var thread = discord.thread(root().id()).orElseThrow();
    all.put("thread", thread.name());
    all.put("archiveAfter", (double) thread.archiveAfter());
    all.put("messages", thread().stream().map(EthereumLayoutTest::shown).toList());
    return all;
  }

  private static Map<String, Object> shown(FakeMessage message) {
    var fields = new LinkedHashMap<>(message.fields());
    fields.remove("nonce");
    fields.remove("enforce_nonce");
    return fields;
  }

  private static Object golden(String name) throws IOException {
    JsonAdapter<Object> json = new Moshi.Builder().build().adapter(Object.class);
    try (var golden =
        requireNonNull(EthereumLayoutTest.class.getResourceAsStream("/golden/" + name))) {
      return json.fromJson(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  @DisplayName("defect 23: two runs, equal bytes")
  void twoMessagesOfOneReportAreTheSame() throws Exception {
    report(Reports.failing("teku", List.of("teku-geth-1", "teku-besu-1")));
    notifier(layout().build()).send(message(Kind.FIRST));
    var once = everything();
    try (var other = FakeDiscord.start(0, () -> Reports.AT)) {
      var again =
          DiscordNotifier.bot(Secret.of(FakeDiscord.TOKEN), Reports.CHANNEL)
              .baseUrl(other.api())
              .layout(layout().build())
              .build();
      again.send(message(Kind.FIRST));
      assertThat(shown(other.messages().get(0)).toString())
          .isEqualTo(once.get("message").toString());
    }
  }

  @Test
  @DisplayName("row 13, M5, M7, defect 20: 500 nodes, every limit respected, none lost")
  void fiveHundredNodesAreAllThere() throws Exception {
    var nodes =
        IntStream.rangeClosed(1, 500)
            .mapToObj("lighthouse-nethermind-super-long-name-%03d"::formatted)
            .toList();
    report(Reports.failing("fusaka-devnet-3", "lighthouse", nodes, List.of(), List.of()));
    discord.watch(
        message -> {
          if (discord.messages().size() % 7 == 0) {
            discord.limit(1, Duration.ofMillis(1));
          }
        });

    notifier(layout().build()).send(message(Kind.FIRST));

    var said = thread().stream().map(FakeMessage::content).toList();
    assertThat(said).allMatch(text -> text.length() <= 2_000);
    assertThat(said).filteredOn(text -> text.contains("```")).hasSizeGreaterThan(10);
    assertThat(said)
        .filteredOn(text -> text.contains("```"))
        .allMatch(text -> text.split("```", -1).length == 3 && text.endsWith("\n```"));
    var lines = said.stream().flatMap(String::lines).toList();
    assertThat(lines).containsSubsequence(nodes);
    assertThat(lines.stream().filter(nodes::contains)).hasSize(500);
    assertThat(lines.stream().filter(line -> line.startsWith("ssh devops@"))).hasSize(500);
    assertThat(said.get(said.size() - 1)).isEqualTo("<@" + USER + "> <@&" + ROLE + ">");
  }

  @Test
  @DisplayName("section 7.1, 7.7: names that want to be more than names")
  void hostileNamesAreTextOnly() throws Exception {
    var hostile =
        List.of(
            "```\n@everyone <@" + USER + ">",
            "a.b;rm -rf /",
            "-oProxyCommand=x",
            "$(x)",
            "x".repeat(5_000),
            "ok-1");
    report(
        Reports.failing(
            "a b/../c?d=e&f#g@everyone", "*te[ku](http://x)`", hostile, hostile, hostile));
    notifier(layout().build()).send(message(Kind.FIRST));

    var all = new ArrayList<>(List.of(root()));
    all.addAll(thread());
    assertThat(all.subList(0, all.size() - 1)).allMatch(it -> it.pinged().isEmpty());
    assertThat(root().embeds().get(0).get("title")).isEqualTo("\\*te\\[ku\\]\\(http\\://x\\)\\`");
    assertThat(root().links().get("Logs"))
        .endsWith("var-network=a%20b%2F..%2Fc%3Fd%3De%26f%23g%40everyone");
    assertThat(thread().stream().map(FakeMessage::content))
        .filteredOn(text -> text.contains("```"))
        .allMatch(text -> text.split("```", -1).length == 3)
        .noneMatch(text -> text.contains("ssh "));
  }

  @Test
  void loginsAreForNamesThatCanBeThoseOfMachines() throws Exception {
    report(
        Reports.failing(
            "hoodi",
            "teku",
            List.of("a.b", "-o", "teku-geth-1", "a b", "x".repeat(64)),
            List.of("teku-besu-1"),
            List.of("teku-ethereumjs-1")));
    notifier(layout().build()).send(message(Kind.FIRST));

    assertThat(thread().stream().flatMap(it -> it.content().lines()))
        .filteredOn(line -> line.startsWith("ssh"))
        .containsExactly(
            "ssh devops@teku-geth-1.hoodi.nodes.example",
            "ssh devops@teku-ethereumjs-1.hoodi.nodes.example");
  }

  @Test
  @DisplayName("L10, M8: alert, update and reminder ping last and in the thread, recovery nobody")
  void onlyTheLastMessagePings() throws Exception {
    report(Reports.failing("teku", List.of("teku-geth-1")));
    var notifier = notifier(layout().build());
    var receipt = notifier.send(message(Kind.FIRST));
    notifier.send(message(Kind.CHANGED).continuing(receipt));
    notifier.send(message(Kind.REPEAT).continuing(receipt));
    report(Reports.of("teku", SubjectReport.Kind.NONE));
    notifier.send(message(Kind.RESOLVED).continuing(receipt));

    var said = thread();
    assertThat(said)
        .extracting(it -> it.content().lines().findFirst().orElse(""))
        .containsExactly(
            "Failing checks:",
            "**Affected \\(1\\)**",
            "**No data \\(1\\)**",
            "**SSH**",
            "<@" + USER + "> <@&" + ROLE + ">",
            "Update",
            "**Affected \\(1\\)**",
            "**No data \\(1\\)**",
            "**SSH**",
            "<@" + USER + "> <@&" + ROLE + ">",
            "Reminder",
            "**Affected \\(1\\)**",
            "**No data \\(1\\)**",
            "**SSH**",
            "<@" + USER + "> <@&" + ROLE + ">",
            "Recovered: teku on hoodi, open for 3h 5m");
    for (int i = 0; i < said.size(); i++) {
      assertThat(said.get(i).pinged()).hasSize(i % 5 == 4 && i < 15 ? 2 : 0);
    }
    assertThat(discord.messages(Reports.CHANNEL)).hasSize(1);
    assertThat(root().pinged()).isEmpty();
    assertThat(root().content()).isEqualTo("Recovered: teku on hoodi, open for 3h 5m");
  }

  @Test
  void whoeverHasNobodyToPingHasNoMessageForIt() throws Exception {
    report(Reports.failing("teku", List.of("teku-geth-1")));
    var layout = EthereumLayout.builder(LINKS, "nodes.example", notification -> notice).build();
    notifier(layout).send(message(Kind.FIRST));

    assertThat(thread()).noneMatch(it -> it.content().contains("<@"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Topic.class,
      names = {"NETWORK_WIDE", "NO_DATA"})
  @DisplayName("L8, L9, M4: a network as a whole is one sentence that pings nobody")
  void aNetworkIsOneSentence(Topic topic) throws Exception {
    var wide = topic == Topic.NETWORK_WIDE;
    var kind = wide ? SubjectReport.Kind.NETWORK_WIDE : SubjectReport.Kind.NO_DATA;
    notice = Optional.of(new Notice(topic, Reports.of("", kind)));
    var notifier = notifier(layout().build());
    var receipt = notifier.send(message(Kind.FIRST));

    assertThat(root().content())
        .isEqualTo(
            wide
                ? "Network-wide incident on hoodi: 9 of 10 client pairs failing"
                : "No data for hoodi: none of the checks could be judged");
    assertThat(root().pinged()).isEmpty();
    assertThat(discord.thread(root().id())).isEmpty();
    assertThat(root().links().get("Grafana"))
        .contains("var-consensus_client=All&var-execution_client=All&var-network=hoodi");
    assertThat(root().embeds().get(0).containsKey("title")).isFalse();

    notice = Optional.of(new Notice(topic, Reports.of("", SubjectReport.Kind.NONE)));
    notifier.send(message(Kind.RESOLVED).continuing(receipt));
    assertThat(root().content())
        .isEqualTo(
            "Recovered: "
                + (wide ? "network-wide incident" : "missing data")
                + " on hoodi, open for 3h 5m");
    assertThat(thread()).extracting(FakeMessage::content).containsExactly(root().content());
  }

  @Test
  @DisplayName("M2: link buttons, in this order, encoded")
  void linksAreInTheirOrder() throws Exception {
    report(Reports.failing("a b", "geth", List.of("teku-geth-1"), List.of(), List.of()));
    notifier(layout().build()).send(message(Kind.FIRST));

    assertThat(root().links())
        .containsExactly(
            Map.entry(
                "Grafana",
                "https://grafana.example/base/d/cebekx08rl9tsc?orgId=1&var-consensus_client=All"
                    + "&var-execution_client=geth&var-network=a%20b"),
            Map.entry(
                "Logs", "https://grafana.example/base/d/aebfg1654nqwwd?orgId=1&var-network=a%20b"));
  }

  @Test
  void whatHiveCannotAddIsLeftOut() throws Exception {
    var broken =
        new HiveSource() {
          @Override
          public boolean lists(String hiveNetwork) throws IOException {
            throw new IOException("Hive is not reachable");
          }

          @Override
          public Optional<byte[]> picture(SubjectReport report) {
            return Optional.of(new byte[] {1});
          }
        };
    report(Reports.failing("teku", List.of("teku-geth-1")));
    notifier(layout().hive(broken).build()).send(message(Kind.FIRST));

    assertThat(root().links()).containsOnlyKeys("Grafana", "Logs");
    assertThat(thread()).allMatch(it -> it.files().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not a url", "javascript:alert(1)", "file:///etc/passwd", "https:"})
  void aLogoThatIsNoPictureOnTheWebIsLeftOut(String logo) throws Exception {
    report(Reports.failing("teku", List.of("teku-geth-1")));
    var layout = layout().directory(() -> directory("teku", Optional.of(logo))).build();
    notifier(layout).send(message(Kind.FIRST));

    assertThat(root().embeds().get(0).containsKey("thumbnail")).isFalse();
  }

  @Test
  @DisplayName("L12: a run that somebody asked for posts what it found and pings nobody")
  void aRunIsToldWhateverItFound() throws Exception {
    var layout = layout().build();
    for (var report :
        List.of(
            Reports.failing("teku", List.of("teku-geth-1")),
            Reports.of("teku", SubjectReport.Kind.NONE),
            Reports.unjudged("teku", Status.UNKNOWN, 5),
            Reports.of("teku", SubjectReport.Kind.INFRASTRUCTURE),
            Reports.of("teku", SubjectReport.Kind.NO_DATA),
            Reports.of("teku", SubjectReport.Kind.NETWORK_WIDE))) {
      DiscordNotifier.bot(Secret.of(FakeDiscord.TOKEN), Reports.CHANNEL)
          .baseUrl(discord.api())
          .layout(message -> layout.run(report))
          .build()
          .send(message(Kind.TEST, report.kind() + report.status().name()));
    }

    assertThat(discord.messages(Reports.CHANNEL))
        .extracting(FakeMessage::content)
        .containsExactly(
            "Issues for teku on hoodi: 2 checks failing",
            "No issues for teku on hoodi",
            "No data for teku on hoodi: none of its nodes could be judged",
            "Infrastructure problem on 1 machines, teku not alerted",
            "No data for hoodi: none of the checks could be judged",
            "Network-wide incident on hoodi: 9 of 10 client pairs failing");
    assertThat(discord.messages()).allMatch(it -> it.pinged().isEmpty());
    assertThat(discord.messages(Reports.CHANNEL).get(2).embeds().toString())
        .contains("No active issues are known, but not everything could be judged");
  }

  @Test
  void whatNobodyKnowsSaysWhatItsAlertsSay() {
    var layout = layout().build();
    assertThat(layout.apply(message(Kind.FIRST)))
        .extracting(DiscordMessage::content)
        .isEqualTo("teku on hoodi");
    report(Reports.failing("teku", List.of("teku-geth-1")));
    assertThat(layout.apply(message(Kind.TEST)))
        .extracting(DiscordMessage::content)
        .isEqualTo("Test: teku on hoodi");
    var none = Notification.builder("id", Kind.DIGEST, "discord", Reports.AT).build();
    assertThat(layout.apply(none)).extracting(DiscordMessage::content).isEqualTo("0 alerts");
  }

  @Test
  @DisplayName("L11: a channel that is unknown or forbidden is final, and others go on")
  void oneBadChannelDoesNotStopTheOthers() throws Exception {
    report(Reports.failing("teku", List.of("teku-geth-1")));
    var notifier = notifier(layout().build());
    discord.forget("197038439483310001");
    discord.forbid("197038439483310002");

    for (var bad : List.of("197038439483310001", "197038439483310002", "not-a-channel")) {
      assertThatThrownBy(() -> notifier.send(message(Kind.FIRST, bad)))
          .isInstanceOfSatisfying(
              NotifyException.class, it -> assertThat(it.isWorthRetrying()).isFalse());
    }
    assertThat(notifier.send(message(Kind.FIRST))).isNotEqualTo(Receipt.none());
  }
}
