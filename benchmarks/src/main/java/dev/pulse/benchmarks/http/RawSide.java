package dev.pulse.benchmarks.http;

import dev.pulse.benchmarks.measure.Machine;
import dev.pulse.benchmarks.profile.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.conscrypt.Conscrypt;

/**
 * Plain OkHttp as one would use it, without Pulse: one client, the same requests on a thread for
 * each processor, as fast as they go. This is the limit. Or at a pace, as checks come: then the
 * processors' caches are others' between two calls, and the same calls take more. Prints what it
 * found as lines of a name and a value.
 *
 * <p>Arguments: the kind of connections, the calls that do not count, those that do, the number of
 * hosts, the ports for http and https, the calls a second of those that count or 0.
 */
public final class RawSide {
  private final Connections connections;
  private final Targets targets;
  private final OkHttpClient client;

  private RawSide(Connections connections, Targets targets) throws GeneralSecurityException {
    this.connections = connections;
    this.targets = targets;
    int kept = connections.isKept() ? targets.hosts() + 16 : 0;
    var builder =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(kept, 5, TimeUnit.MINUTES))
            .socketFactory(new Undelayed())
            .callTimeout(Duration.ofSeconds(5));
    if (connections == Connections.CONSCRYPT) {
      useConscrypt(builder);
    }
    this.client = builder.build();
  }

  /** The JDK's trust manager still judges, as it does in Pulse. */
  private static void useConscrypt(OkHttpClient.Builder builder) throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    var trust = (X509TrustManager) factory.getTrustManagers()[0];
    var context = SSLContext.getInstance("TLS", Conscrypt.newProvider());
    context.init(null, new TrustManager[] {trust}, null);
    builder.sslSocketFactory(context.getSocketFactory(), trust);
  }

  /** See above. */
  public static void main(String[] arguments) throws Exception {
    var targets =
        new Targets(
            Integer.parseInt(arguments[4]),
            Integer.parseInt(arguments[5]),
            Integer.parseInt(arguments[3]));
    var side = new RawSide(Connections.valueOf(arguments[0]), targets);
    Profile.getReady();
    side.call(Integer.parseInt(arguments[1]), 0);
    int calls = Integer.parseInt(arguments[2]);
    var before = Machine.now();
    var compilersBefore = Machine.cpuOfCompilers();
    int pace = Integer.parseInt(arguments[6]);
    var profile =
        Profile.begin(
            "OkHttp, %d hosts, %s%s"
                .formatted(targets.hosts(), side.connections.title, pace == 0 ? "" : ", paced"));
    side.call(calls, pace);
    profile.end(calls, 10_000, "10,000 calls");
    var after = Machine.now();
    System.out.println("runs " + calls);
    System.out.println("wall " + after.since(before).toNanos() / 1e9);
    System.out.println("cpu " + after.cpuSince(before).toNanos() / 1e9);
    var compilers = Machine.cpuOfCompilers().minus(compilersBefore);
    System.out.println("cpu_compilers " + compilers.toNanos() / 1e9);
    System.out.println("resident " + Machine.status("VmRSS"));
    System.exit(0); // OkHttp's threads stay for a minute.
  }

  /** Without it each handshake of the JDK waits 40 ms for a packet that the peer holds back. */
  private static final class Undelayed extends SocketFactory {
    @Override
    public Socket createSocket() throws IOException {
      var socket = new Socket();
      socket.setTcpNoDelay(true);
      return socket;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return connected(new InetSocketAddress(host, port));
    }

    private Socket connected(InetSocketAddress address) throws IOException {
      var socket = createSocket();
      socket.connect(address);
      return socket;
    }
  }

  private void call(int calls, int pace) throws InterruptedException {
    int count = Runtime.getRuntime().availableProcessors();
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int first = i;
      var thread = new Thread(() -> callEach(first, count, calls, pace));
      thread.setUncaughtExceptionHandler(
          (failed, failure) -> {
            synchronized (failures) {
              failures.add(failure);
            }
          });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    synchronized (failures) {
      if (!failures.isEmpty()) {
        throw new IllegalStateException("a call failed", failures.get(0));
      }
    }
  }

  private void callEach(int first, int step, int calls, int pace) {
    long start = System.nanoTime();
    try {
      for (int i = first; i < calls; i += step) {
        if (pace > 0) {
          waitUntil(start + TimeUnit.SECONDS.toNanos(i) / pace);
        }
        call(targets.url(connections, i));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void waitUntil(long nanoTime) {
    for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void call(String url) throws IOException {
    var request = new Request.Builder().url(url);
    if (!connections.isKept()) {
      request.header("Connection", "close");
    }
    try (var response = client.newCall(request.build()).execute()) {
      if (response.code() != 200 || response.body().bytes().length != 3) {
        throw new IOException("an answer that nginx does not give: " + response);
      }
    }
  }
}
