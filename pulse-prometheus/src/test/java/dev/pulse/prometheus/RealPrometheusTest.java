package dev.pulse.prometheus;

import static dev.pulse.prometheus.LabelMatcher.equal;
import static dev.pulse.prometheus.LabelMatcher.matching;
import static dev.pulse.prometheus.LabelMatcher.notMatching;
import static dev.pulse.prometheus.ServerFake.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import dev.pulse.testkit.FakeCheckContext;
import dev.pulse.testkit.FakeCollectContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The clients, the check and the collector against Debian's Prometheus, scraping a page of ours.
 */
class RealPrometheusTest {
  private static final String RULES =
      """
      groups:
        - name: sync
          rules:
            - alert: NotSynced
              expr: eth_con_sync_is_syncing{network="hoodi"} == 1
              labels: {team: clients}
              annotations: {summary: "{{ $labels.instance }} is not synced"}
            - record: nodes:count
              expr: count(eth_con_sync_is_syncing)
      """;

  private static LocalPrometheus prometheus;
  private static PrometheusClient client;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    assumeThat(LocalPrometheus.isInstalled()).as("a prometheus on the path").isTrue();
    prometheus = LocalPrometheus.start(folder, RealPrometheusTest::page, RULES);
    client = PrometheusClient.at(prometheus.url()).build();
    prometheus.await("count_over_time(beacon_head_slot{instance=\"well\"}[5m]) >= 4");
  }

  @AfterAll
  static void stop() throws Exception {
    if (prometheus != null) {
      prometheus.close();
    }
  }

  /**
   * Nodes that are well, and others that fail in one way each. Their samples have times of their
   * own: others would end with each scrape that fails, as it does when this JVM has a pause.
   */
  private static String page(int scrape) {
    var now = System.currentTimeMillis();
    return samples(scrape)
            .lines()
            .map(line -> line.startsWith("#") ? line : line + " " + now)
            .collect(Collectors.joining("\n"))
        + "\nold 7 "
        + (now - 120_000)
        + "\n";
  }

  private static String samples(int scrape) {
    var page = new StringBuilder("# HELP beacon_head_slot The newest slot.\n");
    page.append("# TYPE beacon_head_slot gauge\n");
    page.append(node("well", "hoodi", "u", 0, 0, 1000 + scrape, 100, 1000));
    page.append(node("edge", "hoodi", null, 0, 0, 2000 + scrape, 96, 995));
    page.append(node("bad", "hoodi", "u", 1, 1, 1000, 95, 994));
    page.append(node("falls", "hoodi", "u", 0, 0, 3000 - scrape, 100, 1000));
    page.append(node("synctest", "hoodi", "synctest-1", 1, 1, 1, 1, 1));
    page.append(node("other", "hoodi-1", "u", 1, 1, 1, 1, 1));
    page.append("special{kind=\"nan\"} NaN\n");
    page.append("special{kind=\"up\"} +Inf\n");
    page.append("special{kind=\"down\"} -Inf\n");
    page.append("special{kind=\"small\"} 1e-300\n");
    page.append("odd{v=\"a\\\"b\\\\c\\nd{}\"} 1\n");
    page.append("odd{v=\"axb\"} 2\n");
    return page.toString();
  }

  private static String node(
      String instance,
      String network,
      String user,
      int consensusSyncing,
      int executionSyncing,
      int slot,
      int epoch,
      int block) {
    var labels =
        "{network=\""
            + network
            + "\",instance=\""
            + instance
            + "\",consensus_client=\"teku\",execution_client=\"geth\""
            + (user == null ? "" : ",ingress_user=\"" + user + "\"")
            + "} ";
    return "eth_con_sync_is_syncing"
        + labels
        + consensusSyncing
        + "\neth_exe_sync_is_syncing"
        + labels
        + executionSyncing
        + "\nbeacon_head_slot"
        + labels
        + slot
        + "\nbeacon_finalized_epoch"
        + labels
        + epoch
        + "\neth_exe_block_most_recent_number"
        + labels
        + block
        + "\n";
  }

  private static List<LabelMatcher> m() {
    return List.of(equal("network", "hoodi"), notMatching("ingress_user", "synctest.*"));
  }

  private static MetricSelector metric(String name) {
    return PromQl.metric(name).where(m());
  }

  private static InstantVector behind(String name, double most) {
    return metric(name)
        .minus(metric(name).maxBy("network"), VectorMatching.on("network").groupLeft())
        .lessThan(-most);
  }

  private static Set<String> instances(PromQl query) throws Exception {
    var answer = client.instant(query, TIME);
    assertThat(answer.type()).isEqualTo(QueryAnswer.Type.VECTOR);
    return answer.series().stream()
        .map(series -> series.labels().get("instance").orElseThrow())
        .collect(Collectors.toSet());
  }

  private static final String[] G = {
    "instance", "ingress_user", "consensus_client", "execution_client"
  };

  @Test
  @DisplayName("C2 cl-sync: a node that is syncing fails, one without ingress_user is seen")
  void consensusSync() throws Exception {
    var syncing = metric("eth_con_sync_is_syncing");
    assertThat(instances(syncing.equalTo(1).countBy(G))).containsExactly("bad");
    assertThat(instances(syncing.countBy(G)))
        .containsExactlyInAnyOrder("well", "edge", "bad", "falls");
  }

  @Test
  @DisplayName("C2 cl-head-slot, 6.8: a flat or falling head fails, a rising one passes")
  void headSlot() throws Exception {
    var delta = metric("beacon_head_slot").over(Duration.ofMinutes(5)).delta();
    assertThat(instances(delta.atMost(0))).containsExactlyInAnyOrder("bad", "falls");
    assertThat(instances(delta.countBy(G)))
        .containsExactlyInAnyOrder("well", "edge", "bad", "falls");
  }

  @Test
  @DisplayName("C2 cl-finalized-epoch, 6.1: 4 behind passes, 5 behind fails")
  void finalizedEpoch() throws Exception {
    assertThat(instances(behind("beacon_finalized_epoch", 4))).containsExactly("bad");
  }

  @Test
  @DisplayName("C2 el-sync")
  void executionSync() throws Exception {
    var syncing = metric("eth_exe_sync_is_syncing");
    assertThat(instances(syncing.equalTo(1).countBy(G))).containsExactly("bad");
  }

  @Test
  @DisplayName("C2 el-block-height, 6.1: 5 behind passes, 6 behind fails")
  void blockHeight() throws Exception {
    assertThat(instances(behind("eth_exe_block_most_recent_number", 5))).containsExactly("bad");
  }

  @Test
  @DisplayName("8.1: a network is matched by equality, with everything escaped")
  void oddValuesAreFoundExactly() throws Exception {
    var odd = PromQl.metric("odd");
    var value = "a\"b\\c\nd{}";
    assertThat(client.instant(odd.where(equal("v", value)), TIME).series())
        .singleElement()
        .satisfies(
            series ->
                assertThat(series.labels()).matches(l -> l.get("v").orElse("").equals(value)));
    var literal = matching("v", LabelMatcher.literal(value));
    assertThat(client.instant(odd.where(literal), TIME).series()).hasSize(1);
    assertThat(client.instant(odd.where(equal("v", "a.b")), TIME).series()).isEmpty();
    assertThat(client.instant(odd.where(matching("v", LabelMatcher.literal("a.b"))), TIME).series())
        .isEmpty();
    assertThat(
            client
                .instant(odd.where(LabelMatcher.oneOf("v", List.of("axb", value))), TIME)
                .series())
        .hasSize(2);
  }

  @Test
  void specialNumbersAreRead() throws Exception {
    var values =
        client.instant(PromQl.metric("special"), TIME).series().stream()
            .collect(
                Collectors.toMap(
                    series -> series.labels().get("kind").orElseThrow(),
                    series -> series.latest().orElseThrow().value()));
    assertThat(values)
        .containsEntry("nan", Double.NaN)
        .containsEntry("up", Double.POSITIVE_INFINITY)
        .containsEntry("down", Double.NEGATIVE_INFINITY)
        .containsEntry("small", 1e-300);
  }

  @Test
  void scalarsStringsAndRangesAreRead() throws Exception {
    var scalar = client.instant(PromQl.raw("scalar(vector(2))"), TIME);
    assertThat(scalar.type()).isEqualTo(QueryAnswer.Type.SCALAR);
    assertThat(scalar.series().get(0).latest().orElseThrow().value()).isEqualTo(2);
    assertThat(client.instant(PromQl.raw("\"hello\""), TIME).text()).contains("hello");
    var scraped = client.instant(metric("beacon_head_slot").over(Duration.ofMinutes(1)), TIME);
    assertThat(scraped.type()).isEqualTo(QueryAnswer.Type.MATRIX);
    assertThat(scraped.series())
        .allSatisfy(series -> assertThat(series.points()).hasSizeGreaterThan(2));
    var last = scraped.series().get(0).latest().orElseThrow().at();
    var steps =
        client.range(
            metric("beacon_head_slot"), last.minusMillis(400), last, Duration.ofMillis(200), TIME);
    assertThat(steps.type()).isEqualTo(QueryAnswer.Type.MATRIX);
    assertThat(steps.series())
        .hasSize(4)
        .allSatisfy(series -> assertThat(series.latest().orElseThrow().at()).isEqualTo(last));
  }

  @Test
  void refusalsAreTold() throws Exception {
    var bad = client.instant(PromQl.raw("up{"), TIME).failure().orElseThrow();
    assertThat(bad.status()).contains(400);
    assertThat(bad.errorType()).contains("bad_data");
    assertThat(bad.message()).contains("parse error");
    var many =
        client
            .instant(
                metric("beacon_head_slot").plus(metric("beacon_head_slot"), VectorMatching.on()),
                TIME)
            .failure()
            .orElseThrow();
    assertThat(many.status()).contains(422);
    assertThat(many.errorType()).contains("execution");
    assertThat(many.reason()).isEqualTo(QueryFailure.QUERY);
  }

  @Test
  void seriesLabelsAndMetadataAreListed() throws Exception {
    var filter =
        SeriesFilter.of(PromQl.metric("odd"), PromQl.metric("old"))
            .between(Instant.now().minusSeconds(3600), Instant.now().plusSeconds(3600));
    assertThat(client.series(filter).items())
        .hasSize(3)
        .allSatisfy(series -> assertThat(series.points()).isEmpty());
    assertThat(client.labelNames(filter).items())
        .containsExactly("__name__", "instance", "job", "v");
    assertThat(client.labelValues("network", SeriesFilter.all()).items())
        .containsExactly("hoodi", "hoodi-1");
    assertThat(client.labelValues("__name__", SeriesFilter.all()).items())
        .contains("odd", "beacon_head_slot");
    assertThat(client.metadata().items())
        .anySatisfy(
            metric -> {
              assertThat(metric.metric()).isEqualTo("beacon_head_slot");
              assertThat(metric.type()).isEqualTo("gauge");
              assertThat(metric.help()).isEqualTo("The newest slot.");
            });
    assertThatExceptionOfType(MetricsException.class)
        .isThrownBy(() -> client.series(SeriesFilter.of(PromQl.raw("up{"))))
        .satisfies(e -> assertThat(e.failure().errorType()).contains("bad_data"));
  }

  @Test
  void rulesAndAlertsAreListed() throws Exception {
    prometheus.await("ALERTS{alertstate=\"firing\",instance=\"bad\"}");
    assertThat(client.alerts().items())
        .anySatisfy(
            alert -> {
              assertThat(alert.state()).isEqualTo("firing");
              assertThat(alert.labels().get("instance")).contains("bad");
              assertThat(alert.annotations()).containsEntry("summary", "bad is not synced");
              assertThat(alert.value()).isEqualTo(1);
              assertThat(alert.activeAt()).isPresent();
            });
    var group = client.rules().items().get(0);
    assertThat(group.name()).isEqualTo("sync");
    assertThat(group.interval()).isEqualTo(Duration.ofMillis(200));
    assertThat(group.rules()).extracting(Rule::name).containsExactly("NotSynced", "nodes:count");
    var rule = group.rules().get(0);
    assertThat(rule.isAlerting()).isTrue();
    assertThat(rule.state()).contains("firing");
    assertThat(rule.health()).isEqualTo("ok");
    assertThat(rule.labels()).isEqualTo(Labels.of("team", "clients"));
    assertThat(rule.alerts()).hasSize(2);
    assertThat(group.rules().get(1).isAlerting()).isFalse();
  }

  @Test
  void checkJudgesEachSeries() throws Exception {
    var check =
        PromQlCheck.builder(client, metric("eth_con_sync_is_syncing"))
            .failAbove(0)
            .maxAge(Duration.ofMinutes(1))
            .build();
    var result = check.run(FakeCheckContext.create());
    assertThat(result.status()).as(result.summary()).isEqualTo(Status.FAIL);
    assertThat(result.findings()).hasSize(4);
    var first = result.findings().get(0);
    assertThat(first.status()).isEqualTo(Status.FAIL);
    assertThat(first.labels().get("instance")).contains("bad");
    assertThat(result.findings().subList(1, 4))
        .extracting(Finding::status)
        .containsOnly(Status.PASS);
  }

  @Test
  void checkDoesNotTrustAnOldSample() throws Exception {
    var check =
        PromQlCheck.builder(client, PromQl.metric("old"))
            .failAbove(9)
            .maxAge(Duration.ofMinutes(1));
    var result = check.build().run(FakeCheckContext.create());
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.reason()).contains(Reason.of("stale"));
    assertThat(check.maxAge(Duration.ofHours(1)).build().run(FakeCheckContext.create()).status())
        .isEqualTo(Status.PASS);
  }

  @Test
  void checkOfWhatIsNotThereIsUnknown() throws Exception {
    var check = PromQlCheck.builder(client, PromQl.metric("nothing")).failAbove(9).build();
    assertThat(check.run(FakeCheckContext.create()).reason()).contains(Reason.NO_DATA);
  }

  @Test
  void collectorBringsWhatIsFinite() throws Exception {
    var brought =
        PromQlCollector.builder(client)
            .gauge("nodes", metric("eth_con_sync_is_syncing").countBy("consensus_client"))
            .gauge("special", PromQl.metric("special"))
            .build()
            .collect(FakeCollectContext.create());
    assertThat(brought.asList())
        .contains(Sample.gauge("nodes", Labels.of("consensus_client", "teku"), 4))
        .hasSize(2);
    assertThat(brought.unavailable()).hasSize(3);
  }
}
