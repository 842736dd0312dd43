package dev.pulse.samples.fakes;

import dev.pulse.samples.fakes.EthereumNetworkGenerator.Family;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import okhttp3.Headers;

/**
 * The {@code /api/v1/query} of a Prometheus that has the series of some networks, as far as the
 * five checks of a network need it: their ten queries. Any other query is refused as one that
 * Prometheus cannot read would be, because a wrong answer would be worse than none. Thread-safe.
 */
final class FakeMetricsApi {
  private static final Pattern SCOPE =
      Pattern.compile(
          "\\{network=\"((?:[^\"\\\\]|\\\\.)*)\", ingress_user!~\"synctest\\.\\*\"\\}",
          Pattern.DOTALL);
  private static final String BY_NODE =
      "count by (instance, ingress_user, consensus_client, execution_client) ";
  private static final Duration RANGE = Duration.ofMinutes(5);
  private static final int EPOCHS = 4;
  private static final int BLOCKS = 5;

  private final Map<String, EthereumNetworkGenerator> networks;
  private final InstantSource clock;
  private final Map<String, Function<EthereumNetworkGenerator, List<Row>>> queries =
      new LinkedHashMap<>();

  /** A series of an answer. */
  private record Row(EthereumNode node, long value) {}

  FakeMetricsApi(Map<String, EthereumNetworkGenerator> networks, InstantSource clock) {
    this.networks = Map.copyOf(networks);
    this.clock = clock;
    for (var family : List.of(Family.CONSENSUS_SYNC, Family.EXECUTION_SYNC)) {
      queries.put(
          BY_NODE + "(" + family.metric() + " == 1)",
          network -> ones(now(network, family).filter(row -> row.value() == 1)));
      present(family);
    }
    var change = "delta(" + Family.HEAD_SLOT.metric() + "[5m])";
    queries.put(
        change + " <= 0", network -> change(network).filter(row -> row.value() <= 0).toList());
    queries.put(BY_NODE + "(" + change + ")", network -> ones(change(network)));
    behind(Family.FINALIZED_EPOCH, EPOCHS);
    behind(Family.BLOCK, BLOCKS);
  }

  private void present(Family family) {
    queries.put(BY_NODE + "(" + family.metric() + ")", network -> ones(now(network, family)));
  }

  private void behind(Family family, int tolerated) {
    var metric = family.metric();
    queries.put(
        "%s - on (network) group_left() max by (network) (%s) < -%d"
            .formatted(metric, metric, tolerated),
        network -> {
          long furthest = now(network, family).mapToLong(Row::value).max().orElse(0);
          return now(network, family)
              .map(row -> new Row(row.node(), row.value() - furthest))
              .filter(row -> row.value() < -tolerated)
              .toList();
        });
    present(family);
  }

  private static Stream<Row> now(EthereumNetworkGenerator network, Family family) {
    return network.gauges(family, Duration.ZERO).stream()
        .map(gauge -> new Row(gauge.node(), gauge.value()));
  }

  private static List<Row> ones(Stream<Row> rows) {
    return rows.map(row -> new Row(row.node(), 1)).toList();
  }

  private static Stream<Row> change(EthereumNetworkGenerator network) {
    var before = new LinkedHashMap<String, Long>();
    network
        .gauges(Family.HEAD_SLOT, RANGE)
        .forEach(gauge -> before.put(gauge.node().name(), gauge.value()));
    return now(network, Family.HEAD_SLOT)
        .flatMap(
            row ->
                Optional.ofNullable(before.get(row.node().name())).stream()
                    .map(value -> new Row(row.node(), row.value() - value)));
  }

  /** The answer to a query for now. */
  MockResponse answer(Optional<String> query) {
    if (query.isEmpty()) {
      return refused("no query was given");
    }
    var scopes = SCOPE.matcher(query.get());
    var asked = new ArrayList<String>();
    while (scopes.find()) {
      asked.add(unescaped(scopes.group(1)));
    }
    var rows = queries.get(SCOPE.matcher(query.get()).replaceAll(""));
    if (rows == null || asked.stream().distinct().count() != 1) {
      return refused("this is none of the queries of the five checks");
    }
    var network = networks.get(asked.get(0));
    var found = network == null ? List.<Row>of() : rows.apply(network);
    return json(
        200,
        Json.object(
            "status",
            "success",
            "data",
            Json.object(
                "resultType", "vector", "result", found.stream().map(this::series).toList())));
  }

  private static String unescaped(String text) {
    return Pattern.compile("\\\\(.)", Pattern.DOTALL)
        .matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(found.group(1).equals("n") ? "\n" : found.group(1)));
  }

  private Map<String, Object> series(Row row) {
    var user = EthereumNetworkGenerator.ingressUser();
    return Json.object(
        "metric",
        Json.object(
            "ingress_user",
            user,
            "instance",
            user + "-" + row.node().name(),
            "consensus_client",
            row.node().consensus(),
            "execution_client",
            row.node().execution()),
        "value",
        List.of(clock.millis() / 1_000.0, String.valueOf(row.value())));
  }

  private static MockResponse refused(String why) {
    return json(400, Json.object("status", "error", "errorType", "bad_data", "error", why));
  }

  private static MockResponse json(int status, Map<String, ?> object) {
    return new MockResponse(
        status, Headers.of("Content-Type", "application/json"), Json.text(object));
  }
}
