package dev.pulse.core.check;

import dev.pulse.core.internal.net.Deadline;
import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.GuardedSockets;
import dev.pulse.core.internal.net.Lookups;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.net.ssl.X509TrustManager;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;

/** Makes OkHttp do what a probe needs, and nothing on its own. */
final class HttpClients {
  /** Runs nothing: checks call on their own thread. OkHttp would make an executor for each. */
  private static final ExecutorService NOBODY =
      new ThreadPoolExecutor(0, 1, 1, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>());

  private HttpClients() {}

  /** What a check needs besides its plan; replaced in tests. */
  record Environment(Lookups lookups, FreshTls tls, LongSupplier nanoTime) {
    Environment(Lookups lookups, FreshTls tls) {
      this(lookups, tls, System::nanoTime);
    }

    static Environment system() {
      return new Environment(Lookups.system(), FreshTls.platform());
    }
  }

  /**
   * The client of one check. A connection that is kept is nobody else's.
   *
   * <p>HTTP/1.1 only: with HTTP/2 OkHttp reads on a thread of its own, which costs one more thread
   * per run, and takes headers without a limit from a server we do not trust.
   */
  static OkHttpClient client(HttpPlan plan, Environment environment) {
    var pool =
        plan.keepAlive ? ConnectionPools.keeping(plan.url) : ConnectionPools.passing(plan.url);
    var tls = tls(plan, environment.tls());
    var sockets = new GuardedSockets(plan.egress);
    var client =
        new OkHttpClient.Builder()
            .dispatcher(new Dispatcher(NOBODY))
            .connectionPool(pool)
            .protocols(List.of(Protocol.HTTP_1_1))
            .proxy(Proxy.NO_PROXY)
            .fastFallback(false)
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(plan.keepAlive)
            .connectTimeout(Duration.ZERO)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .socketFactory(sockets)
            .sslSocketFactory(tls, new Unindexed(tls.trust()))
            .addInterceptor(chain -> judged(chain, sockets))
            .addNetworkInterceptor(HttpClients::askOnlyOnce)
            .addNetworkInterceptor(HttpClients::requireLength);
    if (plan.proxy != null) {
      plan.proxy.install(client, plan.egress);
    }
    return client.build();
  }

  /** A client certificate is for those whom the plan names, not for where a redirect leads. */
  private static FreshTls tls(HttpPlan plan, FreshTls usual) {
    var tls = plan.trust == null ? usual : usual.withTrust(plan.trust);
    if (plan.key == null) {
      return tls;
    }
    var token = plan.oauth2 == null ? null : plan.oauth2.url();
    return tls.showing(
        plan.key,
        (host, port) -> is(plan.url, host, port) || (token != null && is(token, host, port)));
  }

  private static boolean is(HttpUrl url, String host, int port) {
    return url.isHttps() && url.host().equals(host) && url.port() == port;
  }

  /** The client for one run of a check: the same connections, with the run's deadline. */
  static OkHttpClient forRun(
      OkHttpClient client, Environment environment, Deadline deadline, HttpTimeline timeline) {
    var tls = ((FreshTls) client.sslSocketFactory()).telling(timeline::certificateAsked);
    var sockets = ((GuardedSockets) client.socketFactory()).telling(timeline::connected);
    var dns = new RunDns(environment.lookups(), deadline, client);
    return client
        .newBuilder()
        .socketFactory(sockets)
        .sslSocketFactory(tls, new Unindexed(tls.trust()))
        .addInterceptor(new SecondOpinion(tls, timeline, dns::repeat))
        .dns(dns)
        .eventListener(timeline)
        .build();
  }

  /** OkHttp resolves what looks like an IPv4 address by itself, in the JDK's reading of it. */
  private static Response judged(Interceptor.Chain chain, GuardedSockets sockets)
      throws IOException {
    sockets.checkHost(chain.request().url().host());
    return chain.proceed(chain.request());
  }

  /**
   * OkHttp repeats a request by itself when a 503 says "Retry-After: 0"; that would hide the 503.
   */
  private static Response askOnlyOnce(Interceptor.Chain chain) throws IOException {
    var response = chain.proceed(chain.request());
    return response.code() == 503
        ? response.newBuilder().removeHeader("Retry-After").build()
        : response;
  }

  /** OkHttp takes a negative length for what it is told to read, and stumbles in the middle. */
  private static Response requireLength(Interceptor.Chain chain) throws IOException {
    var response = chain.proceed(chain.request());
    var length = response.header("Content-Length");
    if (length != null && length.strip().startsWith("-")) {
      // Closing it would read what it does not have; OkHttp drops the connection by itself.
      throw new ProtocolException("a negative Content-Length");
    }
    return response;
  }

  /**
   * Keeps OkHttp from building an index of all trusted certificates in each client, 35 kB a check.
   * It is for pinning certificates, which no check does; whom to trust is {@link FreshTls}'s
   * affair.
   */
  private static final class Unindexed implements X509TrustManager {
    private final X509TrustManager trust;

    Unindexed(X509TrustManager trust) {
      this.trust = trust;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      trust.checkClientTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      trust.checkServerTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /**
   * Resolves within the deadline of a run. Equal for all runs of a check, and for them only,
   * because OkHttp reuses a connection for every client whose resolver is equal, whatever policy it
   * was opened under. Confine to the thread of the run.
   */
  private static final class RunDns implements Dns {
    private final Lookups lookups;
    private final Deadline deadline;
    private final OkHttpClient owner;
    private String host = "";
    private List<InetAddress> addresses = List.of();
    private boolean repeating;

    RunDns(Lookups lookups, Deadline deadline, OkHttpClient owner) {
      this.lookups = lookups;
      this.deadline = deadline;
      this.owner = owner;
    }

    /** Gives the last answer once more: nobody gets to answer twice for one connection. */
    void repeat() {
      repeating = true;
    }

    @Override
    public List<InetAddress> lookup(String hostname) throws UnknownHostException {
      if (!repeating || !hostname.equals(host)) {
        addresses = resolved(hostname);
        host = hostname;
      }
      repeating = false;
      return addresses;
    }

    private List<InetAddress> resolved(String hostname) throws UnknownHostException {
      try {
        return lookups.resolve(hostname, deadline);
      } catch (UnknownHostException e) {
        throw e;
      } catch (IOException e) {
        // The signature allows nothing else; the cause tells a time-out from a name that is
        // unknown.
        var failure = new UnknownHostException("the name was not resolved in time");
        failure.initCause(e);
        throw failure;
      }
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof RunDns dns && owner == dns.owner;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(owner);
    }
  }
}
