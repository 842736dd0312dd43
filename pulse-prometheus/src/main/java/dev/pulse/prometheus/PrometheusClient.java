package dev.pulse.prometheus;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Reason;
import dev.pulse.core.internal.net.Deadline;
import dev.pulse.prometheus.PrometheusJson.Envelope;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * Speaks the HTTP API of Prometheus: with Prometheus itself, with what speaks it as well (Mimir,
 * Thanos, VictoriaMetrics), or with either of them behind Grafana's datasource proxy. For Grafana's
 * own query API take a {@link GrafanaClient}. Thread-safe; connections are kept for a while and
 * need no closing.
 *
 * <pre>{@code
 * var prometheus = PrometheusClient.at(URI.create("http://prometheus:9090")).build();
 * QueryAnswer up = prometheus.instant(PromQl.metric("up"), Duration.ofSeconds(10));
 * }</pre>
 *
 * <p>Queries go as POST, so that they may be long, on the caller's thread, one after the other.
 * Redirects are not followed, and nothing is asked again unless {@link
 * MetricsClientBuilder#retryAfter} says so.
 */
public final class PrometheusClient implements MetricsBackend {
  private static final String PROXY = "api/datasources/proxy/uid/";
  private static final String API = "/api/v1/";

  /** What the client sends itself. */
  private static final Set<String> OURS =
      Set.of("query", "time", "start", "end", "step", "match[]", "limit");

  private final MetricsHttp http;

  /** What is in front of the API in the base URL, as the observer is told. */
  private final String template;

  private final String prefix;
  private final Map<String, String> parameters;

  private PrometheusClient(Builder builder) {
    boolean proxied = builder.uid != null;
    this.http = builder.http(proxied ? GrafanaClient.SERVICE : "prometheus");
    this.template = proxied ? "/" + PROXY + "{uid}" : "";
    this.prefix = proxied ? PROXY + builder.uid + API : API.substring(1);
    this.parameters = Map.copyOf(builder.parameters);
  }

  /**
   * A client of a Prometheus.
   *
   * @param url where its page is, such as {@code http://prometheus:9090}; with a path where the API
   *     is below one, such as {@code https://mimir.example/prometheus}
   */
  public static Builder at(URI url) {
    return at(url.toString());
  }

  /**
   * A client that goes through Grafana to one of its datasources, which speaks the API.
   *
   * @param grafana where Grafana's page is
   * @param uid the identifier of the datasource
   */
  public static Builder behindGrafana(URI grafana, String uid) {
    return behindGrafana(grafana.toString(), requireNonNull(uid, "uid"));
  }

  /** With a URL that nobody has looked at yet. */
  static Builder at(String url) {
    return new Builder(url, null);
  }

  /** With a URL that nobody has looked at yet. */
  static Builder behindGrafana(String grafana, String uid) {
    return new Builder(grafana, uid);
  }

  @Override
  public Map<String, QueryAnswer> query(QueryRequest request) throws InterruptedException {
    var deadline = Deadline.in(request.within());
    var answers = new LinkedHashMap<String, QueryAnswer>();
    for (var query : request.queries().entrySet()) {
      answers.put(query.getKey(), evaluate(query.getValue(), request, deadline));
    }
    return Collections.unmodifiableMap(answers);
  }

  private QueryAnswer evaluate(PromQl expression, QueryRequest request, Deadline deadline)
      throws InterruptedException {
    var fields = new ArrayList<Parameter>();
    fields.add(new Parameter("query", expression.text()));
    request
        .at()
        .ifPresent(at -> fields.add(new Parameter("time", PromQlText.seconds(at.toEpochMilli()))));
    request
        .span()
        .ifPresent(
            span -> {
              fields.add(new Parameter("start", PromQlText.seconds(span.from().toEpochMilli())));
              fields.add(new Parameter("end", PromQlText.seconds(span.to().toEpochMilli())));
              fields.add(new Parameter("step", PromQlText.seconds(span.step().toMillis())));
            });
    var route = request.span().isPresent() ? "query_range" : "query";
    var question =
        new Question(http.url(prefix + route).build(), form(fields), template + API + route);
    try {
      var envelope = ask(question, PrometheusJson::result, deadline);
      return envelope.value().noting(envelope.warnings(), envelope.infos());
    } catch (MetricsException e) {
      return QueryAnswer.failed(e.failure());
    }
  }

  /**
   * Which series there are.
   *
   * @param filter what to choose; must have at least one selector
   * @return the series without values
   * @throws MetricsException when nobody knows
   * @throws IllegalArgumentException when the filter has no selector
   */
  public Listing<Series> series(SeriesFilter filter) throws InterruptedException {
    if (filter.selectors().isEmpty()) {
      throw new IllegalArgumentException("the series of everything cannot be listed");
    }
    return listed(post("series", filter), reader -> Json.list(reader, CatalogueJson::series));
  }

  /**
   * The names of the labels that series have, among them {@code __name__}.
   *
   * @throws MetricsException when nobody knows
   */
  public Listing<String> labelNames(SeriesFilter filter) throws InterruptedException {
    return listed(post("labels", filter), reader -> Json.list(reader, Json::string));
  }

  /**
   * The values that a label has; the names of all metrics for the label {@code __name__}.
   *
   * @throws MetricsException when nobody knows
   * @throws IllegalArgumentException when it is no label name
   */
  public Listing<String> labelValues(String label, SeriesFilter filter)
      throws InterruptedException {
    var name = PromQlText.label(requireNonNull(label, "label"));
    var question = get("label/" + name + "/values", "label/{label}/values", filter.parameters());
    return listed(question, reader -> Json.list(reader, Json::string));
  }

  /**
   * The rules that the server evaluates, by their groups.
   *
   * @throws MetricsException when nobody knows
   */
  public Listing<RuleGroup> rules() throws InterruptedException {
    return listed(
        get("rules", "rules", List.of()),
        reader -> CatalogueJson.nested(reader, "groups", CatalogueJson::group));
  }

  /**
   * The alerts that are pending or firing.
   *
   * @throws MetricsException when nobody knows
   */
  public Listing<ActiveAlert> alerts() throws InterruptedException {
    return listed(
        get("alerts", "alerts", List.of()),
        reader -> CatalogueJson.nested(reader, "alerts", CatalogueJson::alert));
  }

  /**
   * What the targets say about their metrics. Targets may say different things about one metric: it
   * is listed once for each.
   *
   * @throws MetricsException when nobody knows
   */
  public Listing<MetricMetadata> metadata() throws InterruptedException {
    return listed(get("metadata", "metadata", List.of()), CatalogueJson::metadata);
  }

  private Question post(String route, SeriesFilter filter) {
    return new Question(
        http.url(prefix + route).build(), form(filter.parameters()), template + API + route);
  }

  private Question get(String path, String route, List<Parameter> query) {
    var url = http.url(prefix + path);
    all(query).forEach(one -> url.addQueryParameter(one.name(), one.value()));
    return new Question(url.build(), null, template + API + route);
  }

  private FormBody form(List<Parameter> fields) {
    var form = new FormBody.Builder();
    all(fields).forEach(one -> form.add(one.name(), one.value()));
    return form.build();
  }

  /** What this request sends, and what every one does. */
  private List<Parameter> all(List<Parameter> own) {
    var all = new ArrayList<>(own);
    parameters.forEach((name, value) -> all.add(new Parameter(name, value)));
    return all;
  }

  private <T> Listing<T> listed(Question question, Json.Reading<List<T>> reading)
      throws InterruptedException {
    var envelope = ask(question, reading, Deadline.in(http.timeout()));
    return new Listing<>(envelope.value(), envelope.warnings(), envelope.infos());
  }

  private <T> Envelope<T> ask(Question question, Json.Reading<T> data, Deadline deadline)
      throws InterruptedException {
    var reply = http.call(question.url(), question.form(), question.operation(), deadline);
    Envelope<T> envelope;
    try {
      envelope = PrometheusJson.envelope(reply.body(), data);
    } catch (Json.MalformedException e) {
      throw new MetricsException(
          reply.isSuccess()
              ? http.garbled(reply.status(), String.valueOf(e.getMessage()))
              : http.refused(reply, Reason.STATUS, reply.body()));
    }
    if (envelope.isError() || !reply.isSuccess()) {
      throw new MetricsException(refusal(reply, envelope));
    }
    return envelope.noting(http::speakable);
  }

  private QueryFailure refusal(MetricsHttp.Reply reply, Envelope<?> envelope) {
    var type = http.speakable(envelope.errorType());
    if (!envelope.isError()) {
      return http.refused(reply, Reason.STATUS, reply.body());
    }
    var reason = type.equals("timeout") ? Reason.TIMEOUT : QueryFailure.QUERY;
    return http.refused(reply, reason, type + ": " + envelope.error()).withErrorType(type);
  }

  /** Where the server is. */
  @Override
  public String toString() {
    return http.place();
  }

  /** One request but for the time it has: GET without a form. */
  private record Question(HttpUrl url, @Nullable RequestBody form, String operation) {}

  /** A field of a form, or of a query. */
  record Parameter(String name, String value) {}

  /** Builds a {@link PrometheusClient}. Confine to one thread. */
  public static final class Builder extends MetricsClientBuilder<Builder> {
    private final @Nullable String uid;
    private final Map<String, String> parameters = new LinkedHashMap<>();

    private Builder(String url, @Nullable String uid) {
      super(url);
      this.uid = uid;
      if (uid != null) {
        GrafanaClient.judge(uid, this);
      }
    }

    /**
     * Sends a parameter with every request, such as Thanos's {@code dedup} and {@code
     * partial_response}.
     */
    public Builder parameter(String name, String value) {
      if (name.isBlank() || OURS.contains(name)) {
        refuse("parameters", "must not have \"" + name + "\": the client decides about it");
      }
      parameters.put(name, requireNonNull(value, "value"));
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
    public PrometheusClient build() {
      return new PrometheusClient(this);
    }
  }
}
