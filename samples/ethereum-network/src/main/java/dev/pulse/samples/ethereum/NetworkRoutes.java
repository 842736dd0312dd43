package dev.pulse.samples.ethereum;

import dev.pulse.api.model.Status;
import dev.pulse.samples.ethereum.directory.NetworkDirectory;
import dev.pulse.samples.ethereum.evaluate.NetworkEvaluation;
import dev.pulse.samples.ethereum.history.EvaluationHistory;
import dev.pulse.samples.ethereum.message.MessageLinks;
import dev.pulse.samples.ethereum.monitor.AlertView;
import dev.pulse.samples.ethereum.monitor.Monitor;
import dev.pulse.samples.ethereum.monitor.Refusal;
import dev.pulse.samples.ethereum.node.Node;
import dev.pulse.samples.ethereum.store.MentionsDocument;
import dev.pulse.samples.server.web.DashboardPage;
import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Query;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Networks as REST, for whoever looks on, and the page of the dashboard that is made of it. Reading
 * evaluates nothing: it tells of the last evaluation, and says when that was. Thread-safe.
 */
final class NetworkRoutes implements ServerExtension {
  private static final int USUAL = 100;
  private static final int MOST = 500;
  private static final int LONGEST_HOURS = 7 * 24;

  /** Further than any network has nodes. */
  private static final int FURTHEST = 1_000_000;

  private final Monitor monitor;
  private final EvaluationHistory history;
  private final Supplier<Optional<NetworkDirectory>> directory;
  private final Guilds guilds;
  private final NetworkViews views;

  /**
   * What the page should know of the configuration.
   *
   * @param guilds the guilds that are served; empty for all
   * @param links where numbers and logs are
   * @param domain what the names of machines end in
   * @param every how often networks are evaluated of themselves; empty for never
   */
  record Settings(
      List<String> guilds, MessageLinks links, String domain, Optional<Duration> every) {}

  NetworkRoutes(
      Monitor monitor,
      EvaluationHistory history,
      Supplier<Optional<NetworkDirectory>> directory,
      Settings settings) {
    this.monitor = monitor;
    this.history = history;
    this.directory = directory;
    this.guilds = new Guilds(settings.guilds());
    this.views = new NetworkViews(settings, history);
  }

  @Override
  public void install(Routes routes) {
    var runners = Runners.start("ethereum-network-evaluation");
    routes
        .get("/networks", this::networks)
        .get("/networks/{network}", this::network)
        .get("/networks/{network}/nodes", this::nodes)
        .get("/networks/{network}/history", this::history)
        .get("/networks/{network}/alerts", this::alerts)
        .post("/networks/{network}/evaluate", request -> evaluate(request, runners))
        .closing(runners::shutdownNow)
        .describe(NetworkRoutes.class, "openapi-networks.json")
        .page(
            DashboardPage.of("networks", "Networks", NetworkRoutes.class, "networks.js")
                .icon("globe")
                .style("networks.css")
                .with("network.js", "network-parts.js"));
  }

  private Response networks(Request request) {
    var query = request.query("active", "after", "limit");
    int limit = limit(query);
    boolean activeOnly = query.flag("active").orElse(false);
    var after = query.text("after").orElse("");
    var answer = new LinkedHashMap<String, Object>();
    var known = directory.get();
    if (known.isEmpty()) {
      answer.put("reason", "Networks and clients are not known yet: their document has not come.");
    }
    var found =
        known.stream()
            .flatMap(all -> all.networks().tailMap(after).values().stream())
            .filter(network -> !network.key().equals(after))
            .filter(
                network ->
                    !activeOnly
                        || network.active()
                        || monitor.isWatched(network.key())
                        || history.latest(network.key()).isPresent())
            .limit(limit + 1L)
            .toList();
    answer.put(
        "networks",
        found.stream()
            .limit(limit)
            .map(
                network ->
                    views.row(
                        network.key(),
                        network.active(),
                        monitor.isWatched(network.key()),
                        history.latest(network.key())))
            .toList());
    if (found.size() > limit) {
      answer.put("next", found.get(limit - 1).key());
    }
    return Response.json(answer);
  }

  private Response network(Request request) {
    request.query();
    var network = known(request);
    return Response.json(shown(network, history.latest(network)));
  }

  private Map<String, Object> shown(String network, Optional<NetworkEvaluation> evaluation) {
    boolean active =
        directory.get().flatMap(all -> all.network(network)).filter(it -> it.active()).isPresent();
    return views.whole(network, active, monitor.isWatched(network), guilds.all(), evaluation);
  }

  private Response nodes(Request request) {
    var query =
        request.query(
            "consensus", "execution", "unattributed", "check", "state", "offset", "limit");
    var network = known(request);
    int limit = limit(query);
    int offset = (int) query.number("offset", 0, FURTHEST).orElse(0);
    var evaluation = history.latest(network);
    var check = query.text("check");
    evaluation.ifPresent(found -> check.ifPresent(id -> requireCheck(found, id)));
    var wanted = query.text("state").map(NetworkRoutes::state);
    var answer = new LinkedHashMap<String, Object>();
    if (evaluation.isEmpty()) {
      answer.put("nodes", List.of());
      answer.put("reason", views.whyNot(monitor.isWatched(network)));
      return Response.json(answer);
    }
    var found = evaluation.get();
    var nodes =
        found.nodes().values().stream()
            .filter(wantedPair(query))
            .filter(node -> wanted.isEmpty() || wanted.equals(state(found, check, node)))
            .sorted(
                Comparator.comparing((Node node) -> state(found, check, node).orElse(Status.PASS))
                    .reversed()
                    .thenComparing(Node::name))
            .toList();
    answer.put("evaluatedAt", found.at());
    views
        .stale(found)
        .ifPresent(
            reason -> {
              answer.put("stale", true);
              answer.put("reason", reason);
            });
    answer.put("count", nodes.size());
    answer.put(
        "nodes",
        nodes.stream().skip(offset).limit(limit).map(node -> views.node(found, node)).toList());
    if (nodes.size() > offset + limit) {
      answer.put("next", offset + limit);
    }
    return Response.json(answer);
  }

  private static Predicate<Node> wantedPair(Query query) {
    var consensus = query.text("consensus").map(NetworkRoutes::key);
    var execution = query.text("execution").map(NetworkRoutes::key);
    boolean unattributed = query.flag("unattributed").orElse(false);
    return node ->
        (!unattributed || node.pair().isEmpty())
            && consensus
                .map(key -> node.pair().filter(it -> it.consensus().equals(key)).isPresent())
                .orElse(true)
            && execution
                .map(key -> node.pair().filter(it -> it.execution().equals(key)).isPresent())
                .orElse(true);
  }

  private static String key(String client) {
    return client.toLowerCase(Locale.ROOT);
  }

  private static Optional<Status> state(
      NetworkEvaluation evaluation, Optional<String> check, Node node) {
    return check.isPresent()
        ? evaluation.state(check.get(), node.name())
        : Optional.of(evaluation.standing(node.name()));
  }

  private static Status state(String text) {
    for (var status : Status.values()) {
      if (status.name().toLowerCase(Locale.ROOT).equals(text)) {
        return status;
      }
    }
    throw HttpError.invalid("state", "pass, warn, unknown or fail", text);
  }

  private static void requireCheck(NetworkEvaluation evaluation, String check) {
    var ids = evaluation.checks().stream().map(it -> it.id()).toList();
    if (!ids.contains(check)) {
      throw HttpError.invalid("check", "one of " + String.join(", ", ids), check);
    }
  }

  private Response history(Request request) {
    var query = request.query("hours", "check");
    var network = known(request);
    var back = Duration.ofHours(query.number("hours", 1, LONGEST_HOURS).orElse(24));
    var check = query.text("check").orElse("");
    if (!check.isEmpty()) {
      history.latest(network).ifPresent(found -> requireCheck(found, check));
    }
    return Response.json(views.timeline(history.timeline(network, back, check)));
  }

  private Response alerts(Request request) {
    var query = request.query("guild", "offset", "limit");
    var network = known(request);
    var guild = guilds.one(query.text("guild"));
    int limit = limit(query);
    int offset = (int) query.number("offset", 0, FURTHEST).orElse(0);
    List<AlertView> alerts;
    List<MentionsDocument> mentions;
    try {
      alerts = monitor.alerts(network, guild);
      mentions = monitor.mentions().list(guild, Optional.of(network), Optional.empty());
    } catch (Refusal e) {
      // The document has lost the network since it was evaluated.
      throw HttpError.of(404, "Unknown network").withDetail(String.valueOf(e.getMessage()));
    }
    var answer = new LinkedHashMap<String, Object>();
    answer.put("count", alerts.size());
    answer.put(
        "alerts",
        alerts.stream()
            .skip(offset)
            .limit(limit)
            .map(alert -> NetworkViews.alert(alert, mentions))
            .toList());
    if (alerts.size() > offset + limit) {
      answer.put("next", offset + limit);
    }
    return Response.json(answer);
  }

  private Response evaluate(Request request, Executor runners) {
    request.query();
    var network = known(request);
    var answer = new CompletableFuture<Response>();
    try {
      runners.execute(
          () -> {
            try {
              answer.complete(Response.json(shown(network, Optional.of(history.of(network)))));
            } catch (Exception e) {
              answer.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      throw HttpError.of(429, "Too many evaluations")
          .withDetail("Others that were asked for are under way; please try again later.");
    }
    return Response.later(answer);
  }

  private static int limit(Query query) {
    return (int) query.number("limit", 1, MOST).orElse(USUAL);
  }

  /** The network of the path: one of the document, or one that was evaluated while it was. */
  private String known(Request request) {
    var network = request.path("network");
    boolean known =
        directory.get().flatMap(all -> all.network(network)).isPresent()
            || history.latest(network).isPresent();
    if (!known) {
      throw HttpError.of(404, "Unknown network")
          .withDetail("Unknown network: " + HttpError.shown(network));
    }
    return network;
  }
}
