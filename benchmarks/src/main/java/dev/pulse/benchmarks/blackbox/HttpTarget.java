package dev.pulse.benchmarks.blackbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Base64;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Speaks HTTP/1.1 by hand, well or badly as the path says. Thread-safe. */
final class HttpTarget {
  static final String USER = "probe";
  static final String SECRET = "only-on-loopback";

  private static final int MOST_HEAD = 65_536;
  private static final byte[] NOISE = "noise ".repeat(10_000).getBytes(ISO_8859_1);

  private final Map<String, String> elsewhere;

  /**
   * A server.
   *
   * @param elsewhere where paths that lead elsewhere lead to
   */
  HttpTarget(Map<String, String> elsewhere) {
    this.elsewhere = elsewhere;
  }

  void hold(Socket socket) throws IOException, InterruptedException {
    var head = head(socket);
    var parts = head.split(" ", 3);
    if (parts.length == 3) {
      answer(socket, parts[1], head);
    }
  }

  private void answer(Socket socket, String path, String head)
      throws IOException, InterruptedException {
    var out = socket.getOutputStream();
    if (path.startsWith("/status/")) {
      out.write(bytes("HTTP/1.1 " + path.substring(8) + " Status\r\nContent-Length: 0\r\n\r\n"));
    } else if (path.startsWith("/many/")) {
      int left = Integer.parseInt(path.substring(6));
      redirect(out, left == 1 ? "/ok" : "/many/" + (left - 1));
    } else if (elsewhere.containsKey(path)) {
      redirect(out, elsewhere.get(path));
    } else {
      misbehave(socket, out, path, head);
    }
  }

  private void misbehave(Socket socket, OutputStream out, String path, String head)
      throws IOException, InterruptedException {
    switch (path) {
      case "/ok" -> plain(out, "ok\n");
      case "/json" -> plain(out, "{\"state\": \"ok\", \"queue\": 3}\n");
      case "/basic" -> guarded(out, head, "Basic " + base64(USER + ":" + SECRET));
      case "/bearer" -> guarded(out, head, "Bearer " + SECRET);
      case "/slow-header" -> Listener.hold(socket);
      case "/slow-body" -> drip(out);
      case "/endless" -> endless(out);
      case "/reset" -> socket.setSoLinger(true, 0);
      case "/close" -> out.flush();
      case "/truncated" ->
          out.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nten bytes\n"));
      case "/gzip" -> gzip(out, zipped("ok\n".repeat(1000)));
      case "/broken-gzip" -> gzip(out, bytes("this is no gzip"));
      case "/chunked" -> chunked(out, "3\r\nok\n\r\n0\r\n\r\n");
      case "/bad-chunk" -> chunked(out, "zz\r\nok\n\r\n0\r\n\r\n");
      case "/huge-headers" -> huge(out);
      default -> out.write(bytes("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
    }
  }

  private static String head(Socket socket) throws IOException {
    var head = new StringBuilder();
    int read;
    while (head.indexOf("\r\n\r\n") < 0
        && head.length() < MOST_HEAD
        && (read = socket.getInputStream().read()) >= 0) {
      head.append((char) read);
    }
    return head.toString();
  }

  private static void redirect(OutputStream out, String location) throws IOException {
    out.write(
        bytes("HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n"));
  }

  private static void plain(OutputStream out, String body) throws IOException {
    out.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
  }

  private static void guarded(OutputStream out, String head, String expected) throws IOException {
    if (head.contains("\r\nAuthorization: " + expected + "\r\n")) {
      plain(out, "ok\n");
    } else {
      out.write(bytes("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"));
    }
  }

  private static void drip(OutputStream out) throws IOException, InterruptedException {
    out.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"));
    for (int i = 0; i < 1000; i++) {
      out.write('.');
      out.flush();
      Thread.sleep(50);
    }
  }

  private static void endless(OutputStream out) throws IOException {
    out.write(bytes("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"));
    // Ends with the patience of the other side.
    while (true) {
      out.write(NOISE);
    }
  }

  private static void gzip(OutputStream out, byte[] body) throws IOException {
    out.write(
        bytes(
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                + body.length
                + "\r\n\r\n"));
    out.write(body);
  }

  private static void chunked(OutputStream out, String body) throws IOException {
    out.write(bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body));
  }

  private static void huge(OutputStream out) throws IOException {
    out.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n"));
    var header = "X-Filler: " + "x".repeat(1000) + "\r\n";
    out.write(bytes(header.repeat(1000) + "\r\nok\n"));
  }

  private static byte[] zipped(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(bytes)) {
      zip.write(bytes(text));
    }
    return bytes.toByteArray();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
