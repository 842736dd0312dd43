package dev.pulse.samples.repohealth.alert;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** Slack, Discord, PagerDuty and a webhook of one's own, on one port. */
final class Receivers implements AutoCloseable {
  static final String SLACK = "/services/T0/B0/slack-secret";
  static final String DISCORD = "/api/webhooks/1/discord-secret";
  static final String PAGERDUTY = "/v2/enqueue";
  static final String HOOK = "/hook-secret";

  private static final Map<String, MockResponse> USUAL =
      Map.of(
          SLACK, new MockResponse.Builder().code(200).body("ok").build(),
          DISCORD, new MockResponse.Builder().code(204).build(),
          PAGERDUTY, new MockResponse.Builder().code(202).body("{\"status\":\"success\"}").build(),
          HOOK, new MockResponse.Builder().code(200).build());

  private final MockWebServer server = new MockWebServer();
  private final Map<String, Deque<MockResponse>> script = new ConcurrentHashMap<>();
  private final Map<String, List<String>> bodies = new ConcurrentHashMap<>();

  Receivers() throws Exception {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer(request);
          }
        });
    server.start();
  }

  private MockResponse answer(RecordedRequest request) {
    var path = request.getUrl().encodedPath();
    var body = request.getBody() == null ? "" : request.getBody().utf8();
    bodies.computeIfAbsent(path, key -> new CopyOnWriteArrayList<>()).add(body);
    var scripted = script.getOrDefault(path, new ArrayDeque<>()).poll();
    return scripted != null
        ? scripted
        : USUAL.getOrDefault(path, new MockResponse.Builder().code(404).build());
  }

  /** The next answers of a receiver; afterwards it is well. */
  Receivers next(String path, MockResponse... answers) {
    script.computeIfAbsent(path, key -> new ArrayDeque<>()).addAll(List.of(answers));
    return this;
  }

  Receivers failing(String path, int times, int status) {
    for (int i = 0; i < times; i++) {
      next(path, new MockResponse.Builder().code(status).build());
    }
    return this;
  }

  /** What a receiver was sent, also what it refused. */
  List<String> bodies(String path) {
    return new ArrayList<>(bodies.getOrDefault(path, List.of()));
  }

  /** All requests. */
  int count() {
    return bodies.values().stream().mapToInt(List::size).sum();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getPort() + path;
  }

  @Override
  public void close() {
    server.close();
  }
}
