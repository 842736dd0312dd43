package dev.pulse.samples.server.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks a server on loopback, as somebody outside would. */
public final class Caller {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port;
  private final @Nullable String token;

  /** A caller of the server on a port. */
  public Caller(int port) {
    this(port, null);
  }

  /** A caller who sends a token unless a request has another one. */
  public Caller(int port, @Nullable String token) {
    this.port = port;
    this.token = token;
  }

  /** Where it asks. */
  public int port() {
    return port;
  }

  /** A request to a path, to be completed. */
  public HttpRequest.Builder to(String path) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(20));
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  /** The answer to a GET. */
  public HttpResponse<String> get(String path) {
    return send(to(path));
  }

  /** The answer to a method with a body. */
  public HttpResponse<String> send(String method, String path, String body) {
    return send(to(path).method(method, BodyPublishers.ofString(body)));
  }

  /** The answer to a request. */
  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The answer to a request, when it comes. */
  public CompletableFuture<HttpResponse<String>> sendLater(HttpRequest.Builder request) {
    return client.sendAsync(request.build(), BodyHandlers.ofString());
  }

  /** A connection of its own. */
  public Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** Everything that comes back for bytes sent as they are, until the server closes. */
  public String raw(String bytes) throws IOException {
    try (var socket = connect()) {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
