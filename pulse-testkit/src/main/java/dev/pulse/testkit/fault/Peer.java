package dev.pulse.testkit.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One connection to a server, with what a talk needs. Confine to one thread. */
final class Peer {
  private static final int LARGEST_HEAD = 65_536;
  private static final int PAUSE_MILLIS = 20;
  private static final int MEBIBYTE = 1 << 20;

  private final Socket socket;
  private final CountDownLatch closing;
  private final AtomicInteger requests;

  Peer(Socket socket, CountDownLatch closing, AtomicInteger requests) {
    this.socket = socket;
    this.closing = closing;
    this.requests = requests;
  }

  /** The same connection below another socket: TLS on top of it. */
  Peer over(Socket upper) {
    return new Peer(upper, closing, requests);
  }

  Socket socket() {
    return socket;
  }

  /**
   * Reads a request: up to the blank line of an HTTP one, or whatever comes first of something that
   * does not begin with a letter, such as TLS.
   */
  void readRequest() throws IOException {
    var in = socket.getInputStream();
    int first = in.read();
    if (first < 0) {
      throw new IOException("the other side has left");
    }
    if (Character.isLetter(first)) {
      readHead(in);
    }
    requests.incrementAndGet();
  }

  private static void readHead(InputStream in) throws IOException {
    int line = 1;
    int read = 0;
    for (int i = 0; i < LARGEST_HEAD && (read = in.read()) >= 0; i++) {
      if (read == '\n' && line == 0) {
        return;
      }
      line = read == '\n' ? 0 : read == '\r' ? line : line + 1;
    }
    throw new IOException("the request has no end");
  }

  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    out().write(bytes);
    out().flush();
  }

  OutputStream out() throws IOException {
    return socket.getOutputStream();
  }

  /** Sends bytes one by one with pauses, from the first again after the last. */
  void trickle(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; ; i = (i + 1) % bytes.length) {
      send(new byte[] {bytes[i]});
      pause();
    }
  }

  private void pause() throws IOException {
    try {
      if (closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IOException("the server is being closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /**
   * Sends the same bytes for as long as they are read, and pauses after each mebibyte: who reads
   * what is there before it closes, as TLS of the JVM does, would otherwise only come to an end if
   * it were the faster of the two.
   */
  void sendForEver(byte[] bytes) throws IOException {
    while (true) {
      for (int sent = 0; sent < MEBIBYTE; sent += bytes.length) {
        send(bytes);
      }
      pause();
    }
  }

  /** Ends the connection with RST instead of FIN; what was not read yet is lost. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Says that nothing more comes, and reads until the other side has nothing more to say. */
  void partInGoodOrder() throws IOException {
    socket.shutdownOutput();
    drain();
  }

  /** Reads until the other side has left. */
  void drain() throws IOException {
    var in = socket.getInputStream();
    byte[] chunk = new byte[8192];
    while (in.read(chunk) >= 0) {
      // Whatever it has to say.
    }
  }
}
