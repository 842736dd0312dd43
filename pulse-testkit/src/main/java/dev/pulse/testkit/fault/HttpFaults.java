package dev.pulse.testkit.fault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** What may go wrong with the answer to an HTTP request. */
final class HttpFaults {
  static final String METADATA = "http://169.254.169.254/latest/meta-data/";

  private static final int CHUNK = 65_536;
  private static final int HUGE = 32 * 1024 * 1024;

  private HttpFaults() {}

  /** A talk that does what it should. */
  static Talk answering(String body) {
    return peer -> {
      peer.readRequest();
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      peer.send(head("Content-Type: text/plain; charset=utf-8", "Content-Length: " + bytes.length));
      peer.send(bytes);
      peer.partInGoodOrder();
    };
  }

  static Talk redirectingTo(String location) {
    return peer -> {
      peer.readRequest();
      peer.send(
          "HTTP/1.1 302 Found\r\nConnection: close\r\nContent-Length: 0\r\nLocation: "
              + location
              + "\r\n\r\n");
      peer.partInGoodOrder();
    };
  }

  static void redirectLoop(Peer peer) throws IOException {
    redirectingTo("/again").hold(peer);
  }

  static void redirectToMetadata(Peer peer) throws IOException {
    redirectingTo(METADATA).hold(peer);
  }

  static void resetAfterRequest(Peer peer) throws IOException {
    peer.readRequest();
    peer.reset();
  }

  static void resetInBody(Peer peer) throws IOException {
    peer.readRequest();
    peer.send(head("Content-Length: 100") + "abc");
    peer.reset();
  }

  static void emptyAnswer(Peer peer) throws IOException {
    peer.readRequest();
    peer.partInGoodOrder();
  }

  static void garbage(Peer peer) throws IOException {
    peer.readRequest();
    peer.send("SSH-2.0-OpenSSH_9.2\r\n");
    peer.partInGoodOrder();
  }

  static void slowHeader(Peer peer) throws IOException {
    peer.readRequest();
    peer.send("HTTP/1.1 200 OK\r\nX-Slow: ");
    peer.trickle("slow ");
  }

  static void slowBody(Peer peer) throws IOException {
    peer.readRequest();
    peer.send(head("Content-Length: 10000000"));
    peer.trickle("slow ");
  }

  static void endlessBody(Peer peer) throws IOException {
    peer.readRequest();
    peer.send(head());
    byte[] chunk = new byte[CHUNK];
    Arrays.fill(chunk, (byte) 'x');
    peer.sendForEver(chunk);
  }

  static void manyHeaders(Peer peer) throws IOException {
    peer.readRequest();
    peer.send("HTTP/1.1 200 OK\r\n");
    var lines = "X-Many: 0123456789012\r\n".repeat(1000);
    for (int sent = 0; sent < HUGE; sent += lines.length()) {
      peer.send(lines);
    }
    peer.send("Connection: close\r\nContent-Length: 0\r\n\r\n");
    peer.partInGoodOrder();
  }

  static void giantHeader(Peer peer) throws IOException {
    peer.readRequest();
    peer.send("HTTP/1.1 200 OK\r\nX-Giant: ");
    var piece = "x".repeat(CHUNK);
    for (int sent = 0; sent < HUGE; sent += piece.length()) {
      peer.send(piece);
    }
    peer.send("\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    peer.partInGoodOrder();
  }

  static void wrongLength(Peer peer) throws IOException {
    peer.readRequest();
    peer.send(head("Content-Length: 100") + "abc");
    peer.partInGoodOrder();
  }

  static void truncatedGzip(Peer peer) throws IOException {
    peer.readRequest();
    byte[] whole = gzip(noise(10_000));
    byte[] half = Arrays.copyOf(whole, whole.length / 2);
    peer.send(head("Content-Encoding: gzip", "Content-Length: " + half.length));
    peer.send(half);
    peer.partInGoodOrder();
  }

  static void gzipBomb(Peer peer) throws IOException {
    peer.readRequest();
    peer.send(head("Content-Encoding: gzip"));
    var zipped = new GZIPOutputStream(peer.out());
    byte[] zeros = new byte[CHUNK];
    while (true) {
      zipped.write(zeros);
    }
  }

  private static String head(String... headers) {
    var head = new StringBuilder("HTTP/1.1 200 OK\r\nConnection: close\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  /** Bytes that do not shrink, the same each time. */
  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private static byte[] gzip(byte[] bytes) {
    var out = new ByteArrayOutputStream();
    try (var zipped = new GZIPOutputStream(out)) {
      zipped.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
