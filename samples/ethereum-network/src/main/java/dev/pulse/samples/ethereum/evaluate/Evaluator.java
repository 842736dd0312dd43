package dev.pulse.samples.ethereum.evaluate;

import static java.util.Objects.requireNonNullElse;

import dev.pulse.api.store.Document;
import dev.pulse.api.store.Documents;
import dev.pulse.api.store.StoreException;
import dev.pulse.prometheus.MetricsBackend;
import dev.pulse.prometheus.PromQl;
import dev.pulse.prometheus.QueryAnswer;
import dev.pulse.samples.ethereum.node.Clients;
import dev.pulse.samples.ethereum.node.Node;
import dev.pulse.samples.ethereum.node.NodeNames;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Evaluates one network once: queries, nodes, inventory, analysis, probe. Thread-safe. */
final class Evaluator {
  private static final Logger LOG = LoggerFactory.getLogger(Evaluator.class);
  // The names by which Grafana gets to see the two queries of a check.
  private static final String FAILING = "pandaPulse";
  private static final String PRESENCE = "pandaPulsePresence";

  private final MetricsBackend backend;
  private final Documents<Inventory> inventories;
  private final InstantSource clock;
  private final List<HealthCheck> checks;
  private final Supplier<Clients> clients;
  private final BlameRules rules;
  private final @Nullable Probing probing;
  private final Duration within;

  Evaluator(Evaluations.Builder builder) {
    this.backend = builder.backend;
    this.inventories = builder.inventories;
    this.clock = builder.clock;
    this.checks = List.copyOf(builder.checks);
    this.clients = builder.clients;
    this.rules = builder.rules;
    this.probing = builder.probe == null ? null : new Probing(builder.probe);
    this.within = builder.within;
  }

  List<HealthCheck> checks() {
    return checks;
  }

  NetworkEvaluation evaluate(String network) throws InterruptedException {
    var at = clock.instant();
    var known = clients.get();
    var answers = ask(NetworkScope.of(network), NodeNames.of(network, known));
    var evaluation = NetworkEvaluation.builder(network, at, known, rules.analysis(known));
    var nodes = new TreeMap<String, Node>();
    for (var answer : answers) {
      answer.failing().forEach(nodes::putIfAbsent);
      answer.present().forEach((name, node) -> nodes.merge(name, node, Evaluator::better));
    }
    for (var node : inventory(network, at, present(answers), evaluation)) {
      nodes.merge(node.name(), node, Evaluator::better);
    }
    evaluation.nodes(nodes.values());
    for (var answer : answers) {
      evaluation.check(
          CheckEvaluation.of(
                  answer.check(),
                  answer.failing().keySet(),
                  answer.present().keySet(),
                  nodes.keySet(),
                  answer.errors())
              .with(answer.values()));
      answer.warnings().forEach(it -> evaluation.note(answer.check().id() + " warning: " + it));
    }
    var judged = evaluation.build();
    return probing == null ? judged : probing.probed(judged);
  }

  /** Of two that are called the same, one whose pair is known says more. */
  private static Node better(Node first, Node second) {
    return first.pair().isPresent() ? first : second;
  }

  private static Collection<Node> present(List<Answer> answers) {
    var present = new TreeMap<String, Node>();
    for (var answer : answers) {
      answer.present().forEach((name, node) -> present.merge(name, node, Evaluator::better));
    }
    return present.values();
  }

  /** The answers to both queries of a check. */
  private record Answer(
      HealthCheck check,
      Map<String, Node> failing,
      Map<String, Node> present,
      Map<String, Double> values,
      List<String> errors,
      List<String> warnings) {}

  private List<Answer> ask(NetworkScope scope, NodeNames names) throws InterruptedException {
    var questions =
        checks.stream().<Callable<Answer>>map(check -> () -> ask(check, scope, names)).toList();
    var done = Together.run("ethereum-query", questions.size(), questions);
    var answers = new ArrayList<Answer>();
    for (int i = 0; i < done.size(); i++) {
      answers.add(answer(checks.get(i), done.get(i)));
    }
    return answers;
  }

  private static Answer answer(HealthCheck check, Future<Answer> done) throws InterruptedException {
    try {
      return done.get();
    } catch (ExecutionException e) {
      // A check that breaks must not take the others with it.
      LOG.error("Check {} broke", check.id(), e.getCause());
      return new Answer(
          check,
          Map.of(),
          Map.of(),
          Map.of(),
          List.of("broke: " + requireNonNullElse(e.getCause(), e).getClass().getName()),
          List.of());
    }
  }

  private Answer ask(HealthCheck check, NetworkScope scope, NodeNames names)
      throws InterruptedException {
    var queries = new LinkedHashMap<String, PromQl>();
    queries.put(FAILING, check.failing(scope));
    queries.put(PRESENCE, check.presence(scope));
    var answers = backend.instant(queries, within);
    var errors = new ArrayList<String>();
    var warnings = new TreeSet<String>();
    answers.values().forEach(it -> warnings.addAll(it.warnings()));
    var values = new HashMap<String, Double>();
    var failing = nodes("failing", answers.get(FAILING), names, values, errors);
    var present = nodes("presence", answers.get(PRESENCE), names, new HashMap<>(), errors);
    return new Answer(check, failing, present, values, List.copyOf(errors), List.copyOf(warnings));
  }

  /** The nodes that an answer names; a series that names none, or has no value, does not count. */
  private static Map<String, Node> nodes(
      String query,
      @Nullable QueryAnswer answer,
      NodeNames names,
      Map<String, Double> values,
      List<String> errors) {
    if (answer == null) {
      errors.add(query + " query: the backend gave no answer");
      return Map.of();
    }
    if (answer.failure().isPresent()) {
      errors.add(query + " query: " + answer.failure().get().message());
      return Map.of();
    }
    if (answer.type() != QueryAnswer.Type.VECTOR) {
      // Nothing in an answer of another kind does not mean that nobody fails.
      errors.add(
          query
              + " query: the answer must be a vector, but is a "
              + answer.type().name().toLowerCase(Locale.ROOT));
      return Map.of();
    }
    var nodes = new TreeMap<String, Node>();
    for (var series : answer.series()) {
      if (!series.points().isEmpty()) {
        names
            .node(series.labels()::get)
            .ifPresent(
                node -> {
                  nodes.merge(node.name(), node, Evaluator::better);
                  series.latest().ifPresent(it -> values.putIfAbsent(node.name(), it.value()));
                });
      }
    }
    return nodes;
  }

  /**
   * The nodes that are expected because they were seen of late; those present now are remembered.
   * Where that cannot be read nobody knows who is missing, and the evaluation says so.
   */
  private List<Node> inventory(
      String network, Instant at, Collection<Node> present, NetworkEvaluation.Builder evaluation) {
    var expected = List.<Node>of();
    try {
      var inventory = inventories.find(network).map(Document::value).orElse(Inventory.empty());
      expected = inventory.expected(at);
      evaluation.lastSeen(inventory.lastSeen());
    } catch (StoreException e) {
      LOG.error("The inventory of {} cannot be read", network, e);
      evaluation
          .withoutInventory()
          .note("Inventory: cannot be read, nodes that fell silent may be missing here");
    }
    try {
      if (!present.isEmpty()) {
        inventories.change(network, before -> before.orElse(Inventory.empty()).seen(present, at));
      }
    } catch (StoreException e) {
      LOG.error("The inventory of {} cannot be written", network, e);
      evaluation.note("Inventory: cannot be written, new nodes may not be missed later");
    }
    return expected;
  }
}
