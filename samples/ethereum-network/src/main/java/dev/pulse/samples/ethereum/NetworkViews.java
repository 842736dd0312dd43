package dev.pulse.samples.ethereum;

import dev.pulse.api.model.Status;
import dev.pulse.samples.ethereum.evaluate.CheckEvaluation;
import dev.pulse.samples.ethereum.evaluate.ClientMatrix;
import dev.pulse.samples.ethereum.evaluate.ClientMatrix.Cell;
import dev.pulse.samples.ethereum.evaluate.ClientMatrix.Tally;
import dev.pulse.samples.ethereum.evaluate.Explanation;
import dev.pulse.samples.ethereum.evaluate.Explanation.Blame;
import dev.pulse.samples.ethereum.evaluate.NetworkEvaluation;
import dev.pulse.samples.ethereum.history.EvaluationHistory;
import dev.pulse.samples.ethereum.history.Timeline;
import dev.pulse.samples.ethereum.history.Timeline.Change;
import dev.pulse.samples.ethereum.message.NodeLogin;
import dev.pulse.samples.ethereum.monitor.AlertView;
import dev.pulse.samples.ethereum.node.ClientPair;
import dev.pulse.samples.ethereum.node.Layer;
import dev.pulse.samples.ethereum.node.Node;
import dev.pulse.samples.ethereum.store.MentionsDocument;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Networks as callers of the REST routes get to see them. Immutable. */
final class NetworkViews {
  /** How many nodes a blame names. */
  private static final int MOST_NODES = 50;

  /** How many lines and letters a matrix in little has. */
  private static final int MOST_LINES = 24;

  /** So that what is left out of a large matrix is what is well. */
  private static final Comparator<Cell> WORST_FIRST =
      Comparator.comparing((Cell cell) -> cell.all().status()).reversed();

  private final NetworkRoutes.Settings settings;
  private final EvaluationHistory history;

  NetworkViews(NetworkRoutes.Settings settings, EvaluationHistory history) {
    this.settings = settings;
    this.history = history;
  }

  /** A network among others. */
  Map<String, Object> row(
      String network, boolean active, boolean watched, Optional<NetworkEvaluation> evaluation) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("name", network);
    shown.put("active", active);
    shown.put("watched", watched);
    if (evaluation.isEmpty()) {
      shown.put("status", "unknown");
      shown.put("reason", whyNot(watched));
      return shown;
    }
    var found = evaluation.get();
    var verdict = found.verdict();
    var stale = stale(found);
    if (stale.isPresent()) {
      shown.put("status", word(Status.UNKNOWN));
      shown.put("stale", true);
      shown.put("before", word(found.status()));
    } else {
      shown.put("status", word(found.status()));
    }
    shown.put("evaluatedAt", found.at());
    stale.or(() -> reason(found)).ifPresent(text -> shown.put("reason", text));
    var matrix = ClientMatrix.of(found);
    shown.put("pairs", matrix.cells().size());
    shown.put("failingPairs", verdict.failingPairs().size());
    shown.put("networkWide", verdict.widespread());
    shown.put(
        "rootCauses",
        Explanation.of(found).blames().stream()
            .filter(Blame::rootCause)
            .map(blame -> client(blame.client(), blame.layer()))
            .toList());
    shown.put("nodes", nodes(found));
    shown.put("grid", grid(matrix));
    return shown;
  }

  /** The matrix in little: a line for each consensus client, a letter for each pair. */
  private static List<String> grid(ClientMatrix matrix) {
    var letters = new HashMap<ClientPair, Character>();
    matrix.cells().forEach(cell -> letters.put(cell.pair(), cell.all().status().name().charAt(0)));
    var execution = matrix.clients(Layer.EXECUTION).stream().limit(MOST_LINES).toList();
    return matrix.clients(Layer.CONSENSUS).stream()
        .limit(MOST_LINES)
        .map(
            consensus ->
                execution.stream()
                    .map(client -> letters.getOrDefault(new ClientPair(consensus, client), '-'))
                    .map(String::valueOf)
                    .collect(Collectors.joining()))
        .toList();
  }

  /** Why nothing is known of a network. */
  String whyNot(boolean watched) {
    if (watched) {
      return "It was not evaluated since this server started; its first evaluation is under way.";
    }
    return settings.every().isEmpty()
        ? "It was not evaluated since this server started, because networks are evaluated only when"
            + " a check that is registered has its time, or somebody asks."
        : "It was not evaluated since this server started, because no client of it is registered.";
  }

  /** Why an evaluation does not tell any more how its network stands; empty while it does. */
  Optional<String> stale(NetworkEvaluation evaluation) {
    if (!history.isStale(evaluation)) {
      return Optional.empty();
    }
    var holds = history.holds();
    return Optional.of(
        ("How it stands now is not known: it was last evaluated at %s, and an evaluation tells"
                + " that for %s.")
            .formatted(
                evaluation.at().truncatedTo(ChronoUnit.SECONDS),
                holds.toSecondsPart() == 0
                    ? holds.toMinutes() + " minutes"
                    : holds.toSeconds() + " seconds"));
  }

  /** Why an evaluation does not know all. */
  private static Optional<String> reason(NetworkEvaluation evaluation) {
    if (evaluation.noData()) {
      return Optional.of(
          evaluation.checks().stream()
              .flatMap(check -> check.errors().stream())
              .findFirst()
              .map(error -> "None of the checks could be judged: " + error)
              .orElse("None of the checks could be judged: no node has a series of any of them."));
    }
    if (!evaluation.isInventoryKnown()) {
      return Optional.of("Which nodes fell silent is not known: the inventory cannot be read.");
    }
    long unanswered = evaluation.checks().stream().filter(it -> !it.errors().isEmpty()).count();
    return unanswered == 0
        ? Optional.empty()
        : Optional.of(
            "%d of %d checks could not be asked: %s"
                .formatted(
                    unanswered,
                    evaluation.checks().size(),
                    evaluation.checks().stream()
                        .flatMap(check -> check.errors().stream())
                        .findFirst()
                        .orElse("")));
  }

  private static Map<String, Object> nodes(NetworkEvaluation evaluation) {
    var counts = new LinkedHashMap<String, Object>();
    counts.put("all", evaluation.nodes().size());
    for (var status : Status.values()) {
      counts.put(
          word(status),
          evaluation.nodes().keySet().stream()
              .filter(node -> evaluation.standing(node) == status)
              .count());
    }
    counts.put("infrastructure", evaluation.infrastructure().size());
    counts.put("unattributed", evaluation.unattributed().size());
    return counts;
  }

  /** All that is known of a network but its nodes, one by one. */
  Map<String, Object> whole(
      String network,
      boolean active,
      boolean watched,
      List<String> guilds,
      Optional<NetworkEvaluation> evaluation) {
    var shown = row(network, active, watched, evaluation);
    settings.every().ifPresent(time -> shown.put("everySeconds", time.toSeconds()));
    shown.put("guilds", guilds);
    shown.put("grafana", settings.links().grafana(network));
    shown.put("logs", settings.links().logs(network));
    evaluation.ifPresent(found -> addEvaluation(shown, network, found));
    return shown;
  }

  private void addEvaluation(
      Map<String, Object> shown, String network, NetworkEvaluation evaluation) {
    var matrix = ClientMatrix.of(evaluation);
    var explanation = Explanation.of(evaluation);
    shown.put("checks", evaluation.checks().stream().map(NetworkViews::check).toList());
    shown.put("consensus", matrix.clients(Layer.CONSENSUS));
    shown.put("execution", matrix.clients(Layer.EXECUTION));
    shown.put(
        "cells",
        matrix.cells().stream()
            .sorted(WORST_FIRST)
            .limit(EvaluationHistory.MOST_PAIRS)
            .map(cell -> cell(network, cell, explanation))
            .toList());
    shown.put("cellsLeftOut", Math.max(0, matrix.cells().size() - EvaluationHistory.MOST_PAIRS));
    shown.put("blames", explanation.blames().stream().map(NetworkViews::blame).toList());
    shown.put("notes", evaluation.notes());
  }

  private static Map<String, Object> check(CheckEvaluation check) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("id", check.id());
    shown.put("name", check.name());
    shown.put("layer", word(check.layer()));
    shown.put("rule", check.rule());
    shown.put("status", word(check.status()));
    shown.put("pass", check.passing().size());
    shown.put("unknown", check.unknown().size());
    shown.put("fail", check.failing().size());
    shown.put("errors", check.errors());
    return shown;
  }

  private Map<String, Object> cell(String network, Cell cell, Explanation explanation) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("consensus", cell.pair().consensus());
    shown.put("execution", cell.pair().execution());
    shown.put("all", tally(cell.all()));
    var checks = new LinkedHashMap<String, Object>();
    cell.checks().forEach((id, tally) -> checks.put(id, tally(tally)));
    shown.put("checks", checks);
    if (explanation.fails(cell.pair())) {
      var cause = explanation.cause(cell.pair());
      var why = new LinkedHashMap<String, Object>();
      why.put("fault", cause.fault().name().toLowerCase(Locale.ROOT).replace('_', '-'));
      why.put("clients", cause.clients());
      why.put("text", cause.text());
      shown.put("cause", why);
    }
    shown.put("grafana", settings.links().grafana(network, cell.pair()));
    return shown;
  }

  /** Counts that are zero are left out: most are. */
  private static Map<String, Object> tally(Tally tally) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("status", word(tally.status()));
    addCount(shown, "pass", tally.pass());
    addCount(shown, "warn", tally.warn());
    addCount(shown, "unknown", tally.unknown());
    addCount(shown, "fail", tally.fail());
    return shown;
  }

  private static void addCount(Map<String, Object> shown, String name, int count) {
    if (count > 0) {
      shown.put(name, count);
    }
  }

  private static Map<String, Object> blame(Blame blame) {
    var shown = client(blame.client(), blame.layer());
    shown.put("rootCause", blame.rootCause());
    shown.put("peers", blame.peers());
    shown.put("nodeCount", blame.nodes().size());
    shown.put("nodes", blame.nodes().stream().limit(MOST_NODES).toList());
    shown.put("text", blame.text());
    return shown;
  }

  private static Map<String, Object> client(String client, Layer layer) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("client", client);
    shown.put("layer", word(layer));
    return shown;
  }

  /** A node with what each check knows of it. */
  Map<String, Object> node(NetworkEvaluation evaluation, Node node) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("name", node.name());
    shown.put("instance", node.instance());
    node.pair()
        .ifPresent(
            pair -> {
              shown.put("consensus", pair.consensus());
              shown.put("execution", pair.execution());
            });
    shown.put("status", word(evaluation.standing(node.name())));
    shown.put("answers", !evaluation.infrastructure().contains(node.name()));
    evaluation.lastSeen(node.name()).ifPresent(at -> shown.put("seenBefore", at));
    NodeLogin.of(node.name(), evaluation.network(), settings.domain())
        .ifPresent(text -> shown.put("login", text));
    var checks = new ArrayList<Map<String, Object>>();
    for (var check : evaluation.checks()) {
      checks.add(state(evaluation, check, node));
    }
    shown.put("checks", checks);
    return shown;
  }

  private static Map<String, Object> state(
      NetworkEvaluation evaluation, CheckEvaluation check, Node node) {
    var shown = new LinkedHashMap<String, Object>();
    var status = evaluation.state(check.id(), node.name()).orElse(Status.UNKNOWN);
    shown.put("id", check.id());
    shown.put("status", word(status));
    switch (status) {
      case FAIL -> shown.put("text", check.measured(node.name()).orElse(check.rule()));
      case UNKNOWN ->
          shown.put("text", unknown(check, evaluation.lastSeen(node.name()).isPresent()));
      default -> {
        // What passes needs no words.
      }
    }
    return shown;
  }

  private static String unknown(CheckEvaluation check, boolean seenBefore) {
    if (!check.errors().isEmpty()) {
      return String.join("; ", check.errors());
    }
    return seenBefore
        ? "no series now; it is expected because it was seen within the last 24 hours"
        : "no series";
  }

  /** How a network stood. */
  Map<String, Object> timeline(Timeline timeline) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("from", timeline.from());
    shown.put("to", timeline.to());
    shown.put("stretchSeconds", timeline.stretch().toMillis() / 1000.0);
    shown.put("network", timeline.network());
    shown.put(
        "pairs",
        timeline.pairs().stream()
            .map(
                line -> {
                  var pair = new LinkedHashMap<String, Object>();
                  pair.put("consensus", line.pair().consensus());
                  pair.put("execution", line.pair().execution());
                  pair.put("states", line.states());
                  return pair;
                })
            .toList());
    shown.put("changes", timeline.changes().stream().map(NetworkViews::change).toList());
    return shown;
  }

  private static Map<String, Object> change(Change change) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("at", change.at());
    if (!change.consensus().isEmpty()) {
      shown.put("consensus", change.consensus());
    }
    if (!change.execution().isEmpty()) {
      shown.put("execution", change.execution());
    }
    shown.put("before", change.before());
    shown.put("after", change.after());
    return shown;
  }

  /** How an alert stands, and whom it calls. */
  static Map<String, Object> alert(AlertView alert, List<MentionsDocument> mentions) {
    var shown = new LinkedHashMap<String, Object>();
    alert
        .registration()
        .ifPresentOrElse(
            row -> {
              shown.put("client", row.client());
              shown.put("schedule", row.schedule());
              shown.put("nextRun", row.nextRun());
              row.lastRun().ifPresent(id -> shown.put("lastRun", id));
              mentions.stream()
                  .filter(it -> it.client().equals(row.client()))
                  .findFirst()
                  .ifPresent(
                      it -> {
                        shown.put("mentions", it.mentions());
                        shown.put("mentionsEnabled", it.enabled());
                      });
            },
            () -> shown.put("topic", alert.topic()));
    shown.put("channel", alert.channel());
    shown.put("open", alert.state().isOpen());
    shown.put("because", alert.state().fingerprint());
    put(shown, "openedAt", Optional.ofNullable(alert.state().openedAt()));
    put(shown, "lastMessageAt", Optional.ofNullable(alert.state().lastMessageAt()));
    put(shown, "confirmedBy", Optional.ofNullable(alert.state().checkId()));
    return shown;
  }

  private static void put(Map<String, Object> shown, String name, Optional<?> value) {
    value.ifPresent(found -> shown.put(name, found));
  }

  private static String word(Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  private static String word(Layer layer) {
    return layer.name().toLowerCase(Locale.ROOT);
  }
}
