package dev.pulse.samples.ethereum.evaluate;

import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Labels;
import dev.pulse.prometheus.MetricsBackend;
import dev.pulse.prometheus.Point;
import dev.pulse.prometheus.QueryAnswer;
import dev.pulse.prometheus.QueryFailure;
import dev.pulse.prometheus.QueryRequest;
import dev.pulse.prometheus.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A backend that answers what a test says, by the text of the query. Thread-safe. */
final class ScriptedBackend implements MetricsBackend {
  /** What happens while a request is under way. */
  interface Pause {
    void hold() throws InterruptedException;
  }

  private final Map<String, QueryAnswer> answers = new ConcurrentHashMap<>();
  final List<String> asked = new CopyOnWriteArrayList<>();
  final List<List<String>> requests = new CopyOnWriteArrayList<>();
  volatile Pause pause = () -> {};

  /** The nodes that pass and fail a check; names are instances. */
  ScriptedBackend check(HealthCheck check, String network, List<String> sick, List<String> well) {
    var present = new ArrayList<>(sick);
    present.addAll(well);
    return answer(check.failing(NetworkScope.of(network)).text(), vector(sick))
        .answer(check.presence(NetworkScope.of(network)).text(), vector(present));
  }

  /** All five checks, none of which knows of anything but these nodes. */
  ScriptedBackend network(String network, List<String> sick, List<String> well) {
    HealthChecks.standard().forEach(check -> check(check, network, sick, well));
    return this;
  }

  ScriptedBackend answer(String query, QueryAnswer answer) {
    answers.put(query, answer);
    return this;
  }

  ScriptedBackend failing(String query, String message) {
    return answer(query, QueryAnswer.failed(QueryFailure.of(Reason.STATUS, message)));
  }

  static QueryAnswer vector(List<String> instances) {
    return QueryAnswer.vector(
        instances.stream().map(it -> series("instance", it)).toArray(Series[]::new));
  }

  /** A series with one value. */
  static Series series(String... labels) {
    var map = new TreeMap<String, String>();
    for (int i = 0; i < labels.length; i += 2) {
      map.put(labels[i], labels[i + 1]);
    }
    return Series.of(Labels.from(map), new Point(Instant.EPOCH, 1));
  }

  @Override
  public Map<String, QueryAnswer> query(QueryRequest request) throws InterruptedException {
    requests.add(List.copyOf(request.queries().keySet()));
    var all = new LinkedHashMap<String, QueryAnswer>();
    for (var query : request.queries().entrySet()) {
      var text = query.getValue().text();
      asked.add(text);
      all.put(query.getKey(), answers.getOrDefault(text, QueryAnswer.vector()));
    }
    pause.hold();
    return all;
  }
}
