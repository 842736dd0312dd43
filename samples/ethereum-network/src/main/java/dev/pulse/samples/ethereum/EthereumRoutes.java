package dev.pulse.samples.ethereum;

import dev.pulse.samples.ethereum.monitor.Monitor;
import dev.pulse.samples.ethereum.monitor.Refusal;
import dev.pulse.samples.ethereum.monitor.Registrations;
import dev.pulse.samples.ethereum.store.MentionsDocument;
import dev.pulse.samples.server.web.Handler;
import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Query;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The commands as REST. Everything is about one guild, and nothing of another one is seen: which
 * one a caller must say, unless exactly one is configured. Thread-safe.
 */
final class EthereumRoutes implements ServerExtension {
  private static final String TEXT = "text/plain; charset=utf-8";

  private final Monitor monitor;
  private final Guilds guilds;

  /**
   * What is to be watched. Public because the JSON library asks for it.
   *
   * @param network the key of the network
   * @param channel where it is told
   * @param client the key of the client; null for all
   * @param schedule five fields of cron; null for the usual one
   * @param guild the guild; null for the configured one
   */
  public record Wanted(
      @Nullable String network,
      @Nullable String channel,
      @Nullable String client,
      @Nullable String schedule,
      @Nullable String guild) {}

  /**
   * What is to be looked at. Public because the JSON library asks for it.
   *
   * @param network the key of the network
   * @param client the key of the client
   * @param channel where the report is posted; null for nowhere
   * @param guild the guild; null for the configured one
   */
  public record RunWanted(
      @Nullable String network,
      @Nullable String client,
      @Nullable String channel,
      @Nullable String guild) {}

  /**
   * Whose mentions are changed. Public because the JSON library asks for it.
   *
   * @param network the key of the network
   * @param client the key of the client
   * @param handles who is added or removed; null where nobody is
   * @param guild the guild; null for the configured one
   */
  public record Mentioned(
      @Nullable String network,
      @Nullable String client,
      @Nullable String handles,
      @Nullable String guild) {}

  EthereumRoutes(Monitor monitor, List<String> guilds) {
    this.monitor = monitor;
    this.guilds = new Guilds(guilds);
  }

  @Override
  public void install(Routes routes) {
    var runners = Runners.start("ethereum-network-run");
    routes
        .get("/checks", answering(this::checks))
        .post("/checks", answering(this::register))
        .delete("/checks", answering(this::deregister))
        .get("/checks/{id}/log", answering(this::log))
        .post("/checks/run", answering(request -> run(request, runners)))
        .get("/mentions", answering(this::mentions))
        .post("/mentions/add", answering(this::addMentions))
        .post("/mentions/remove", answering(this::removeMentions))
        .post("/mentions/enable", answering(request -> enableMentions(request, true)))
        .post("/mentions/disable", answering(request -> enableMentions(request, false)))
        .closing(runners::shutdownNow)
        .describe(EthereumRoutes.class, "openapi-commands.json");
  }

  /** A refusal is an answer to the caller. */
  private static Handler answering(Handler handler) {
    return request -> {
      try {
        return handler.handle(request);
      } catch (Refusal e) {
        throw refused(e);
      }
    };
  }

  private static HttpError refused(Refusal refusal) {
    var text = String.valueOf(refusal.getMessage());
    boolean missing = text.startsWith("Check not found");
    return HttpError.of(missing ? 404 : 400, missing ? "Check not found" : "Refused")
        .withDetail(text);
  }

  private Response checks(Request request) {
    var query = request.query("network", "guild", "format");
    var rows =
        monitor.registrations().list(guild(query.text("guild")), given(query.text("network")));
    return isText(query)
        ? Response.text(200, TEXT, Tables.checks(rows))
        : Response.json(Map.of("checks", rows.stream().map(EthereumRoutes::row).toList()));
  }

  private static Map<String, Object> row(Registrations.Row row) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("network", row.network());
    shown.put("client", row.client());
    shown.put("channel", row.channel());
    shown.put("enabled", row.enabled());
    shown.put("schedule", row.schedule());
    shown.put("nextRun", row.nextRun());
    row.lastRun().ifPresent(id -> shown.put("lastRun", id));
    return shown;
  }

  private Response register(Request request) {
    var wanted = request.json(Wanted.class);
    return message(
        monitor
            .registrations()
            .register(
                required("network", wanted.network()),
                given(wanted.client()),
                guild(given(wanted.guild())),
                channel(required("channel", wanted.channel())),
                given(wanted.schedule())));
  }

  private Response deregister(Request request) {
    var query = request.query("network", "client", "guild");
    return message(
        monitor
            .registrations()
            .deregister(
                required("network", query.text("network").orElse(null)),
                given(query.text("client")),
                guild(query.text("guild"))));
  }

  private Response log(Request request) {
    var id = request.path("id");
    var text = monitor.runs().log(id, guild(request.query("guild").text("guild")));
    return Response.text(200, TEXT, text)
        .withHeader("Content-Disposition", "attachment; filename=\"" + id + ".log\"");
  }

  private Response run(Request request, Executor runners) {
    var wanted = request.json(RunWanted.class);
    var network = required("network", wanted.network());
    var client = required("client", wanted.client());
    var guild = guild(given(wanted.guild()));
    var channel = given(wanted.channel()).map(EthereumRoutes::channel);
    var answer = new CompletableFuture<Response>();
    try {
      runners.execute(
          () -> {
            try {
              var result = monitor.runs().run(network, client, guild, channel);
              answer.complete(Response.json(Map.of("message", result.text(), "id", result.id())));
            } catch (Refusal e) {
              answer.completeExceptionally(refused(e));
            } catch (Exception e) {
              answer.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      throw HttpError.of(429, "Too many runs")
          .withDetail("Other runs that were asked for are under way; please try again later.");
    }
    return Response.later(answer);
  }

  private Response mentions(Request request) {
    var query = request.query("network", "client", "guild", "format");
    var found =
        monitor
            .mentions()
            .list(
                guild(query.text("guild")),
                given(query.text("network")),
                given(query.text("client")));
    return isText(query)
        ? Response.text(200, TEXT, Tables.mentions(found))
        : Response.json(Map.of("mentions", found.stream().map(EthereumRoutes::row).toList()));
  }

  private static Map<String, Object> row(MentionsDocument document) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("network", document.network());
    shown.put("client", document.client());
    shown.put("enabled", document.enabled());
    shown.put("mentions", document.mentions());
    return shown;
  }

  private Response addMentions(Request request) {
    var asked = request.json(Mentioned.class);
    return message(
        monitor
            .mentions()
            .add(
                required("network", asked.network()),
                required("client", asked.client()),
                guild(given(asked.guild())),
                required("handles", asked.handles())));
  }

  private Response removeMentions(Request request) {
    var asked = request.json(Mentioned.class);
    return message(
        monitor
            .mentions()
            .remove(
                required("network", asked.network()),
                required("client", asked.client()),
                guild(given(asked.guild())),
                required("handles", asked.handles())));
  }

  private Response enableMentions(Request request, boolean enabled) {
    var asked = request.json(Mentioned.class);
    return message(
        monitor
            .mentions()
            .enable(
                required("network", asked.network()),
                required("client", asked.client()),
                guild(given(asked.guild())),
                enabled));
  }

  private static Response message(String text) {
    return Response.json(Map.of("message", text));
  }

  private static boolean isText(Query query) {
    return query
        .text("format")
        .map(
            format ->
                switch (format) {
                  case "text" -> true;
                  case "json" -> false;
                  default -> throw HttpError.invalid("format", "json or text", format);
                })
        .orElse(false);
  }

  private String guild(Optional<String> asked) {
    return guilds.one(asked);
  }

  private static String channel(String asked) {
    return Guilds.snowflake("channel", asked);
  }

  private static String required(String name, @Nullable String text) {
    if (text == null || text.isBlank()) {
      throw HttpError.of(400, "Invalid " + name).withDetail(name + " is needed.");
    }
    return text.strip();
  }

  private static Optional<String> given(@Nullable String text) {
    return Optional.ofNullable(text).map(String::strip).filter(value -> !value.isEmpty());
  }

  private static Optional<String> given(Optional<String> text) {
    return text.flatMap(value -> given(value));
  }
}
