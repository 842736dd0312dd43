package dev.pulse.samples.fakes;

import com.squareup.moshi.Moshi;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.Buffer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** A client that shows what arrives, and judges nothing. */
final class TestClient implements AutoCloseable {
  /** How an exec went, as the wire showed it. */
  record Exec(
      String protocol, String stdout, String stderr, String status, String end, int messages) {}

  record Answer(int code, String body, Map<String, Object> json) {}

  private final OkHttpClient http;
  private final FakeCluster cluster;

  TestClient(FakeCluster cluster) {
    this(cluster, new OkHttpClient());
  }

  TestClient(FakeCluster cluster, OkHttpClient http) {
    this.cluster = cluster;
    this.http = http;
  }

  Answer get(String path) throws IOException {
    return get(path, cluster.token());
  }

  Answer get(String path, String token) throws IOException {
    var request = new Request.Builder().url(cluster.uri() + path);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try (var response = http.newCall(request.build()).execute()) {
      var body = response.body().string();
      return new Answer(response.code(), body, json(body));
    }
  }

  Exec exec(String pod, String... command) throws Exception {
    return begin(pod, "", List.of("v5.channel.k8s.io", "v4.channel.k8s.io"), List.of(command))
        .get(20, TimeUnit.SECONDS);
  }

  CompletableFuture<Exec> begin(
      String pod, String container, List<String> protocols, List<String> command) {
    var url =
        HttpUrl.get(cluster.uri() + "/api/v1/namespaces/infra/pods/" + pod + "/exec").newBuilder();
    command.forEach(argument -> url.addQueryParameter("command", argument));
    url.addQueryParameter("stdout", "true").addQueryParameter("stderr", "true");
    if (!container.isEmpty()) {
      url.addQueryParameter("container", container);
    }
    var request =
        new Request.Builder().url(url.build()).header("Authorization", "Bearer " + cluster.token());
    if (!protocols.isEmpty()) {
      request.header("Sec-WebSocket-Protocol", String.join(", ", protocols));
    }
    var listener = new Listener();
    http.newWebSocket(request.build(), listener);
    return listener.done;
  }

  private static Map<String, Object> json(String body) {
    var members = new LinkedHashMap<String, Object>();
    try {
      if (new Moshi.Builder().build().adapter(Object.class).fromJson(body)
          instanceof Map<?, ?> map) {
        map.forEach((name, value) -> members.put(String.valueOf(name), value));
      }
    } catch (IOException | RuntimeException e) {
      // Not JSON: no members.
    }
    return members;
  }

  @Override
  public void close() {
    http.dispatcher().cancelAll();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  private static final class Listener extends WebSocketListener {
    private final CompletableFuture<Exec> done = new CompletableFuture<>();
    private final Buffer stdout = new Buffer();
    private final Buffer stderr = new Buffer();
    private String protocol = "";
    private String status = "";
    private int messages;

    @Override
    public void onOpen(WebSocket socket, Response response) {
      protocol = response.header("Sec-WebSocket-Protocol", "none");
    }

    @Override
    public void onMessage(WebSocket socket, ByteString bytes) {
      messages++;
      var payload = bytes.substring(1);
      switch (bytes.getByte(0)) {
        case 1 -> stdout.write(payload);
        case 2 -> stderr.write(payload);
        case 3 -> status += payload.utf8();
        default -> {}
      }
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
      socket.close(1000, null);
      done.complete(exec("close " + code));
    }

    @Override
    public void onFailure(WebSocket socket, Throwable failure, @Nullable Response response) {
      try {
        done.complete(
            exec(response == null ? "cut" : response.code() + " " + response.body().string()));
      } catch (IOException e) {
        done.completeExceptionally(e);
      }
    }

    private Exec exec(String end) {
      return new Exec(protocol, stdout.readUtf8(), stderr.readUtf8(), status, end, messages);
    }
  }
}
