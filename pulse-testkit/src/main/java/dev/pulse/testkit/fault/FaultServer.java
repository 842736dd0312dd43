package dev.pulse.testkit.fault;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A server on a port of this machine that misbehaves in one chosen way, to every connection alike.
 * For tests of checks and collectors: whatever it does, what asks it must not report that all is
 * well, must end by its deadline, and must leave nothing behind.
 *
 * <pre>{@code
 * try (var server = FaultServer.start(Fault.SLOW_BODY)) {
 *   CheckResult result = check(server.url()).run(context);
 *   assertThat(result.status().isUp()).isFalse();
 *   assertThat(server.everybodyLeavesWithin(Duration.ofSeconds(5))).isTrue();
 * }
 * }</pre>
 *
 * <p>For comparison there is a server that does what it should: {@link #answering} and {@link
 * #answeringOverTls}. It speaks HTTP/1.1, one request for each connection.
 *
 * <p>Nothing takes longer than whoever asks is ready to wait: slow means a byte each 20
 * milliseconds for ever, so that any deadline comes first. It listens on {@code 127.0.0.1} unless
 * told otherwise. Keys and certificates are made in memory, anew in each JVM.
 *
 * <p>Thread-safe. {@link #close()} returns when its port, its connections and its threads are gone.
 */
public final class FaultServer implements AutoCloseable {
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

  private final InetSocketAddress address;
  private final boolean tls;
  private final Talk talk;
  private final Lock lock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private @Nullable Thread acceptor;

  private FaultServer(InetAddress host, Door door, Talk talk, boolean tls) throws IOException {
    this.lock = door.open(host);
    this.address = new InetSocketAddress(host, lock.port());
    this.talk = talk;
    this.tls = tls;
  }

  /** A server with a fault, on {@code 127.0.0.1}. */
  public static FaultServer start(Fault fault) {
    return start(fault, loopback());
  }

  /**
   * A server with a fault.
   *
   * @param loopback an address of this machine, {@code ::1} for example
   * @throws IllegalArgumentException when others could reach it there
   * @throws UncheckedIOException when it cannot listen there
   */
  public static FaultServer start(Fault fault, InetAddress loopback) {
    requireNonNull(fault, "fault");
    if (!loopback.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "a server with faults is for this machine only, but " + loopback + " is no loopback");
    }
    return open(loopback, fault.door(), fault.talk(), fault.isTls());
  }

  /**
   * A server that answers each request as it should: {@code 200} and a text in UTF-8.
   *
   * @param body the text
   */
  public static FaultServer answering(String body) {
    return open(loopback(), Door.OPEN, HttpFaults.answering(body), false);
  }

  /**
   * A server that answers over TLS as it should, with a certificate for {@code localhost}, {@code
   * 127.0.0.1} and {@code ::1}. Clients must trust {@link #authority()}.
   *
   * @param body the text
   */
  public static FaultServer answeringOverTls(String body) {
    var talk = TlsFaults.showing(Certificates::good, HttpFaults.answering(body));
    return open(loopback(), Door.OPEN, talk, true);
  }

  /** A server that answers each request with {@code 302} and a location. */
  public static FaultServer redirectingTo(URI location) {
    return open(loopback(), Door.OPEN, HttpFaults.redirectingTo(location.toString()), false);
  }

  private static FaultServer open(InetAddress host, Door door, Talk talk, boolean tls) {
    try {
      var server = new FaultServer(host, door, talk, tls);
      server.begin();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("no server can be started at " + host, e);
    }
  }

  private static InetAddress loopback() {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens, as the address of a page: {@code http://127.0.0.1:40123/}. */
  public URI url() {
    var host = address.getAddress().getHostAddress();
    var name = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return URI.create((tls ? "https://" : "http://") + name + ":" + port() + "/");
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return address;
  }

  /** The port on which it listens. */
  public int port() {
    return address.getPort();
  }

  /**
   * The authority that signed the certificates of {@link #answeringOverTls} and of each {@link
   * Fault} that does not say otherwise; the same for all servers of this JVM.
   */
  public static X509Certificate authority() {
    return Certificates.get().authority().certificate();
  }

  /** A new store that holds {@link #authority()} and nothing else, for clients to trust. */
  public static KeyStore trustStore() {
    try {
      return Certificates.get().authority().trust();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JVM cannot hold certificates", e);
    }
  }

  /** How many connections it has accepted. */
  public int connections() {
    return connections.get();
  }

  /**
   * How many requests have arrived: of HTTP each whole head, of anything else (a TLS handshake that
   * is not answered as one, a DNS message) each connection with a first byte.
   */
  public int requests() {
    return requests.get();
  }

  /**
   * Waits until no accepted connection is left: the others have closed theirs, or it has done so
   * itself. Whoever asks must not leave one open when it has made up its mind.
   *
   * @return whether that was so in time
   */
  public boolean everybodyLeavesWithin(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    synchronized (open) {
      while (!open.isEmpty()) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        open.wait(left / 1_000_000 + 1);
      }
      return true;
    }
  }

  private void begin() {
    var server = lock.server();
    if (server != null) {
      acceptor = startThread("accept", () -> accept(server));
    }
  }

  private void accept(ServerSocket server) {
    while (true) {
      Socket socket;
      try {
        socket = server.accept();
      } catch (IOException e) {
        // Closed: there is no other way out of accept().
        return;
      }
      open.add(socket);
      connections.incrementAndGet();
      startThread("talk", () -> converse(socket));
    }
  }

  private void converse(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      var peer = new Peer(socket, closing, requests);
      talk.hold(peer);
      if (!socket.isClosed()) {
        peer.drain();
      }
    } catch (IOException e) {
      // The other side has left, or the server is closed: either is how a talk ends.
    } finally {
      synchronized (open) {
        open.remove(socket);
        open.notifyAll();
      }
    }
  }

  private Thread startThread(String what, Runnable task) {
    // None takes itself out: it would still live when close() has looked through the others.
    threads.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
    var thread = new Thread(task, "fault-server-" + port() + "-" + what);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
    return thread;
  }

  /**
   * Gives up the port and all connections. A second call does nothing.
   *
   * @throws IllegalStateException when a thread does not end, or the caller is interrupted while it
   *     waits for one
   */
  @Override
  public void close() {
    closing.countDown();
    try {
      lock.close();
      // First, because it may just be opening another one.
      if (acceptor != null) {
        end(acceptor);
      }
      for (Socket socket : open) {
        socket.close();
      }
      for (Thread thread : threads) {
        end(thread);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the server was closed", e);
    }
  }

  private static void end(Thread thread) throws InterruptedException {
    thread.join(LONGEST_CLOSE.toMillis());
    if (thread.isAlive()) {
      throw new IllegalStateException(thread.getName() + " does not end");
    }
  }

  /** The address. */
  @Override
  public String toString() {
    return url().toString();
  }
}
