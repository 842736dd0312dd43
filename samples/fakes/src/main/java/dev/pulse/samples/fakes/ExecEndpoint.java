package dev.pulse.samples.fakes;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/** Where the execs of a {@link FakeCluster} begin: with an upgrade to WebSocket, or a refusal. */
final class ExecEndpoint implements AutoCloseable {
  private static final String PROTOCOL_HEADER = "Sec-WebSocket-Protocol";

  private final KubeApi api;
  private final OpenExecs open = new OpenExecs();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(ExecEndpoint::daemon);
  private final ExecutorService workers = Executors.newCachedThreadPool(ExecEndpoint::daemon);
  private final CompletableFuture<@Nullable Void> closing = new CompletableFuture<>();

  ExecEndpoint(KubeApi api) {
    this.api = api;
  }

  OpenExecs open() {
    return open;
  }

  /** What a request asks for, whether or not it will be granted. */
  static FakeExec asked(FakeRequest request, RecordedRequest recorded) {
    var address = KubeApi.address(recorded.getUrl().pathSegments());
    return new FakeExec(
        address == null ? "" : address.namespace(),
        address == null ? "" : address.name(),
        request,
        offered(request));
  }

  private static List<String> offered(FakeRequest request) {
    var header = request.headers().getOrDefault(PROTOCOL_HEADER.toLowerCase(Locale.ROOT), "");
    return header.isBlank() ? List.of() : List.of(header.trim().split("\\s*,\\s*"));
  }

  /**
   * Begins it.
   *
   * @param refused what the cluster says before it looks at the path's meaning
   */
  MockResponse answer(FakeExec exec, RecordedRequest recorded, Optional<HttpAnswer> refused)
      throws InterruptedException {
    var address = KubeApi.address(recorded.getUrl().pathSegments());
    var refusal = refused.or(() -> refusal(exec.request(), address));
    if (refusal.isPresent() || address == null) {
      return refuse(exec, refusal.orElse(HttpAnswer.text(404, "404 page not found\n")));
    }
    var pod = api.pods().get(address.namespace() + "/" + address.name());
    if (pod == null) {
      return refuse(exec, Statuses.notFound("pods", address.name()));
    }
    var answer = pod.takeAnswer();
    await(answer);
    var unwilling = answer.refusal().or(() -> pod.refusal(exec.container()));
    return unwilling.isPresent() ? refuse(exec, unwilling.get()) : upgrade(exec, answer, pod);
  }

  private MockResponse upgrade(FakeExec exec, ExecAnswer answer, FakePod pod) {
    var offered = exec.protocols();
    var protocol =
        answer
            .protocol()
            .or(
                () ->
                    List.of(ExecAnswer.V5, ExecAnswer.V4).stream()
                        .filter(offered::contains)
                        .findFirst());
    if (protocol.isEmpty()) {
      return refuse(
          exec, Statuses.badRequest("unable to negotiate protocol: client supports " + offered));
    }
    open.opened(exec);
    var around = new ExecSession.Surroundings(open, timer, workers, api.isNewer());
    var key = exec.request().headers().getOrDefault("sec-websocket-key", "");
    var upgrade =
        new MockResponse.Builder()
            .code(101)
            .setHeader("Connection", "Upgrade")
            .setHeader("Upgrade", "websocket")
            .setHeader("Sec-WebSocket-Accept", WebSocketFrames.accept(key))
            .socketHandler(new ExecSession(exec, answer, pod.sqlite(), around));
    if (!protocol.get().isEmpty()) {
      upgrade.setHeader(PROTOCOL_HEADER, protocol.get());
    }
    return upgrade.build();
  }

  private Optional<HttpAnswer> refusal(FakeRequest request, KubeApi.@Nullable Address address) {
    if (address == null || !address.full().equals("pods/exec")) {
      return Optional.of(HttpAnswer.text(404, "404 page not found\n"));
    }
    for (var verb : List.of("get", "create")) {
      var refusal = api.refusal(verb, address);
      if (refusal != null) {
        return Optional.of(refusal);
      }
    }
    return "websocket".equalsIgnoreCase(request.headers().get("upgrade"))
        ? Optional.empty()
        : Optional.of(Statuses.badRequest("Upgrade request required"));
  }

  private static MockResponse refuse(FakeExec exec, HttpAnswer answer) {
    exec.end(OptionalInt.empty());
    return answer.response();
  }

  /** Each connection has a thread of its own here, so one that waits keeps nobody else waiting. */
  private void await(ExecAnswer answer) throws InterruptedException {
    try {
      var unused = CompletableFuture.anyOf(answer.handshake().toCompletableFuture(), closing).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("The handshake's release failed", e);
    }
  }

  /** Ends every program. */
  @Override
  public void close() {
    closing.complete(null);
    timer.shutdownNow();
    workers.shutdownNow();
  }

  private static Thread daemon(Runnable task) {
    var thread = new Thread(task, "fake-cluster");
    thread.setDaemon(true);
    return thread;
  }
}
