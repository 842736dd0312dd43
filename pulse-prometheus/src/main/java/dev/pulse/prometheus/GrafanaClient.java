package dev.pulse.prometheus;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Reason;
import dev.pulse.core.internal.json.JsonTree;
import dev.pulse.core.internal.net.Deadline;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * Asks a Prometheus that is a datasource of Grafana, through Grafana's query API: all expressions
 * of a request go in one, under the names that the caller gave them. Take it where only Grafana can
 * be reached. What it cannot do, such as listing series, a {@link PrometheusClient#behindGrafana
 * PrometheusClient behind Grafana's datasource proxy} can, where the token's role allows it.
 * Thread-safe; connections are kept for a while and need no closing.
 *
 * <pre>{@code
 * var grafana =
 *     GrafanaClient.at(URI.create("https://grafana.example"), "UhcO3vy7z").bearer(token).build();
 * }</pre>
 *
 * <p>Redirects are not followed, and nothing is asked again unless {@link
 * MetricsClientBuilder#retryAfter} says so.
 */
public final class GrafanaClient implements MetricsBackend {
  static final String SERVICE = "grafana";
  private static final String PATH = "api/ds/query";
  private static final MediaType JSON = MediaType.get("application/json");
  private static final Pattern UID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final int MOST_POINTS = 11_000;
  private static final int MOST_REMARKS = 20;

  /** What Grafana shows of it does not matter: an instant query is evaluated at the end. */
  private static final Duration LOOK_BACK = Duration.ofMinutes(5);

  private final MetricsHttp http;
  private final String datasource;
  private final @Nullable String legend;

  private GrafanaClient(Builder builder) {
    this.http = builder.http(SERVICE);
    this.datasource = builder.datasource;
    this.legend = builder.legend;
  }

  /**
   * A client of one datasource.
   *
   * @param grafana where Grafana's page is, such as {@code https://grafana.example}
   * @param datasource the identifier (uid) of a datasource of the type Prometheus
   */
  public static Builder at(URI grafana, String datasource) {
    return at(grafana.toString(), datasource);
  }

  /** With a URL that nobody has looked at yet. */
  static Builder at(String grafana, String datasource) {
    return new Builder(grafana, datasource);
  }

  @Override
  public Map<String, QueryAnswer> query(QueryRequest request) throws InterruptedException {
    var body = RequestBody.create(json(request).getBytes(StandardCharsets.UTF_8), JSON);
    MetricsHttp.Reply reply;
    Map<String, GrafanaJson.Result> results;
    try {
      reply = http.call(http.url(PATH).build(), body, "/" + PATH, Deadline.in(request.within()));
      results = results(reply);
    } catch (MetricsException e) {
      return answers(request, name -> QueryAnswer.failed(e.failure()));
    }
    return answers(request, name -> answer(request, name, results.get(name), reply));
  }

  /** How the answer for a name comes about. */
  @FunctionalInterface
  private interface Answering {
    QueryAnswer of(String name);
  }

  private static Map<String, QueryAnswer> answers(QueryRequest request, Answering answering) {
    var answers = new LinkedHashMap<String, QueryAnswer>();
    request.queries().keySet().forEach(name -> answers.put(name, answering.of(name)));
    return Collections.unmodifiableMap(answers);
  }

  /** Grafana answers 400 (or 207) with all results when one of them failed. */
  private Map<String, GrafanaJson.Result> results(MetricsHttp.Reply reply) {
    if (!reply.isSuccess() && reply.status() != 400) {
      throw new MetricsException(http.refused(reply, Reason.STATUS, reply.body()));
    }
    try {
      return GrafanaJson.results(reply.body());
    } catch (Json.MalformedException e) {
      throw new MetricsException(
          reply.isSuccess()
              ? http.garbled(reply.status(), String.valueOf(e.getMessage()))
              : http.refused(reply, Reason.STATUS, reply.body()));
    }
  }

  private QueryAnswer answer(
      QueryRequest request,
      String name,
      GrafanaJson.@Nullable Result result,
      MetricsHttp.Reply reply) {
    if (result == null) {
      return QueryAnswer.failed(http.garbled(reply.status(), "it has no result for " + name));
    }
    if (result.isError()) {
      return QueryAnswer.failed(failure(name, result, reply));
    }
    try {
      var series = GrafanaJson.series(result.frames());
      return QueryAnswer.of(type(request, result), series).noting(notices(result), List.of());
    } catch (Json.MalformedException e) {
      return QueryAnswer.failed(http.garbled(reply.status(), e.getMessage() + " for " + name));
    }
  }

  private QueryFailure failure(String name, GrafanaJson.Result result, MetricsHttp.Reply reply) {
    // Servers before Grafana 9 give a query no status of its own.
    int status = result.status() == 0 ? reply.status() : (int) result.status();
    var words = result.error().isEmpty() ? "status " + status : result.error();
    var failure =
        QueryFailure.of(
                QueryFailure.QUERY,
                http.place()
                    + " answered "
                    + reply.status()
                    + " with "
                    + status
                    + " for "
                    + name
                    + ": "
                    + http.speakable(words))
            .withStatus(status);
    return failure;
  }

  private List<String> notices(GrafanaJson.Result result) {
    return result.frames().stream()
        .flatMap(frame -> frame.notices().stream())
        .distinct()
        .limit(MOST_REMARKS)
        .map(http::speakable)
        .toList();
  }

  private static QueryAnswer.Type type(QueryRequest request, GrafanaJson.Result result) {
    for (GrafanaJson.Frame frame : result.frames()) {
      for (QueryAnswer.Type type :
          List.of(QueryAnswer.Type.VECTOR, QueryAnswer.Type.MATRIX, QueryAnswer.Type.SCALAR)) {
        if (type.name().toLowerCase(Locale.ROOT).equals(frame.resultType())) {
          return type;
        }
      }
    }
    return request.span().isPresent() ? QueryAnswer.Type.MATRIX : QueryAnswer.Type.VECTOR;
  }

  private String json(QueryRequest request) {
    var body = new LinkedHashMap<String, Object>();
    request
        .span()
        .ifPresentOrElse(
            span -> {
              body.put("from", String.valueOf(span.from().toEpochMilli()));
              body.put("to", String.valueOf(span.to().toEpochMilli()));
            },
            () ->
                request
                    .at()
                    .ifPresentOrElse(
                        at -> {
                          body.put("from", String.valueOf(at.minus(LOOK_BACK).toEpochMilli()));
                          body.put("to", String.valueOf(at.toEpochMilli()));
                        },
                        () -> {
                          body.put("from", "now-" + PromQlText.duration(LOOK_BACK));
                          body.put("to", "now");
                        }));
    var queries = new ArrayList<Object>();
    request.queries().forEach((name, query) -> queries.add(one(name, query, request)));
    body.put("queries", queries);
    return JsonTree.text(body);
  }

  private Map<String, Object> one(String name, PromQl expression, QueryRequest request) {
    var query = new LinkedHashMap<String, Object>();
    query.put("refId", name);
    query.put("datasource", Map.of("uid", datasource));
    query.put("expr", expression.text());
    query.put("instant", request.span().isEmpty());
    query.put("range", request.span().isPresent());
    query.put("maxDataPoints", request.span().isPresent() ? MOST_POINTS : 1);
    query.put("intervalMs", 60_000);
    request
        .span()
        .ifPresent(
            span -> {
              query.put("intervalMs", span.step().toMillis());
              // Grafana takes the longer of this and what it thinks fit for so many points.
              query.put("interval", PromQlText.duration(span.step()));
            });
    if (legend != null) {
      query.put("legendFormat", legend);
    }
    return query;
  }

  /** Where Grafana is. */
  @Override
  public String toString() {
    return http.place();
  }

  /** Notes what is wrong with the identifier of a datasource. */
  static void judge(String uid, MetricsClientBuilder<?> builder) {
    if (!UID.matcher(uid).matches()) {
      builder.refuse(
          "datasource", "must be the uid of a datasource: 1 to 64 letters, digits, _ and -");
    }
  }

  /** Builds a {@link GrafanaClient}. Confine to one thread. */
  public static final class Builder extends MetricsClientBuilder<Builder> {
    private final String datasource;
    private @Nullable String legend;

    private Builder(String grafana, String datasource) {
      super(grafana);
      this.datasource = requireNonNull(datasource, "datasource");
      judge(datasource, this);
    }

    /**
     * How Grafana is to call the series, such as {@code {{instance}}}; default: as it likes. It
     * changes nothing about the answers, which have the labels.
     */
    public Builder legend(String format) {
      legend = requireNonNull(format, "format");
      return this;
    }

    @Override
    Builder self() {
      return this;
    }

    @Override
    MetricsBackend backend() {
      return build();
    }

    /**
     * The client.
     *
     * @throws IllegalArgumentException that lists everything that is not allowed, without any value
     *     that might be a secret
     */
    public GrafanaClient build() {
      return new GrafanaClient(this);
    }
  }
}
