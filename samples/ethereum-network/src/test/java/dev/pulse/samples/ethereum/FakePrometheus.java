package dev.pulse.samples.ethereum;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/**
 * A Prometheus on the loopback interface that knows some nodes of one network, of which some fail
 * the synchronisation of their consensus client. It tells failing queries from the others by their
 * comparison.
 */
final class FakePrometheus implements AutoCloseable {
  private static final List<String> NODES =
      List.of("lighthouse-geth-1", "lighthouse-besu-1", "prysm-geth-1", "teku-geth-1");

  private final MockWebServer server = new MockWebServer();
  private final Set<String> failing = new TreeSet<>();
  private final List<String> queries = new CopyOnWriteArrayList<>();

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean held;

  FakePrometheus() throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            await();
            return answer(request);
          }
        });
    server.start();
  }

  URI url() {
    return server.url("/").uri();
  }

  synchronized void fails(String... nodes) {
    failing.clear();
    failing.addAll(List.of(nodes));
  }

  List<String> queries() {
    return queries;
  }

  /**
   * From now on no query is answered before this is closed.
   *
   * @return open until the first one has come
   */
  CountDownLatch hold() {
    held = true;
    return asked;
  }

  private void await() {
    asked.countDown();
    try {
      if (held) {
        over.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized MockResponse answer(RecordedRequest request) {
    var body = request.getBody() == null ? "" : request.getBody().utf8();
    var query =
        URLDecoder.decode(body.replaceFirst("(?s).*query=([^&]*).*", "$1"), StandardCharsets.UTF_8);
    queries.add(query);
    boolean asksForFailing = query.matches("(?s).*(== 1\\)|<= 0|< -4|< -5)$");
    var nodes =
        !asksForFailing
            ? NODES
            : query.contains("eth_con_sync_is_syncing") ? List.copyOf(failing) : List.<String>of();
    return new MockResponse.Builder()
        .setHeader("Content-Type", "application/json")
        .body(
            "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
                + nodes.stream().map(FakePrometheus::series).collect(Collectors.joining(","))
                + "]}}")
        .build();
  }

  private static String series(String node) {
    return "{\"metric\":{\"instance\":\"" + node + "\"},\"value\":[1780000000,\"1\"]}";
  }

  @Override
  public void close() {
    over.countDown();
    server.close();
  }
}
