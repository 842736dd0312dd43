package dev.pulse.core.internal.net;

import dev.pulse.core.net.EgressPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;

/**
 * OkHttp for talking to a service: on the caller's thread until that is interrupted, straight to
 * where it is told and nowhere else, once. Connections are kept for a while. The time of a call is
 * the caller's to limit. For probes, which want each connection new, this is not the one.
 */
public final class DirectHttp {
  private static final Duration LONGEST_LOOKUP = Duration.ofMinutes(1);
  private static final int MOST_IDLE = 8;
  private static final Duration KEPT_FOR = Duration.ofSeconds(30);

  private DirectHttp() {}

  /** A client with connections of its own, which follows no redirect and knows no time-out. */
  public static OkHttpClient.Builder client(EgressPolicy policy, Lookups lookups, FreshTls tls) {
    return straight(new OkHttpClient.Builder(), policy, lookups)
        .connectionPool(new ConnectionPool(MOST_IDLE, KEPT_FOR.toMillis(), TimeUnit.MILLISECONDS))
        .sslSocketFactory(tls, tls.trust());
  }

  /**
   * The same manners for a client that somebody else has made, with its own trust and credentials.
   */
  public static OkHttpClient.Builder straight(
      OkHttpClient.Builder client, EgressPolicy policy, Lookups lookups) {
    var sockets = new GuardedSockets(policy);
    return client
        // With HTTP/2 another thread reads, which nobody's interrupt would reach.
        .protocols(List.of(Protocol.HTTP_1_1))
        .fastFallback(false)
        .followRedirects(false)
        .followSslRedirects(false)
        .connectTimeout(Duration.ZERO)
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO)
        .dns(host -> resolved(lookups, host))
        .socketFactory(sockets)
        .addInterceptor(chain -> judged(chain, sockets))
        .addNetworkInterceptor(DirectHttp::askOnlyOnce);
  }

  private static List<InetAddress> resolved(Lookups lookups, String host)
      throws UnknownHostException {
    try {
      return lookups.resolve(host, Deadline.in(LONGEST_LOOKUP));
    } catch (UnknownHostException e) {
      throw e;
    } catch (IOException e) {
      // The signature allows nothing else.
      var failure = new UnknownHostException("the name was not resolved in time");
      failure.initCause(e);
      throw failure;
    }
  }

  /** OkHttp resolves what looks like an IPv4 address by itself, in the JDK's reading of it. */
  private static Response judged(Interceptor.Chain chain, GuardedSockets sockets)
      throws IOException {
    sockets.checkHost(chain.request().url().host());
    return chain.proceed(chain.request());
  }

  /** OkHttp repeats a request by itself when a 503 says "Retry-After: 0". */
  private static Response askOnlyOnce(Interceptor.Chain chain) throws IOException {
    var response = chain.proceed(chain.request());
    var wait = response.header("Retry-After");
    return response.code() == 503 && wait != null && wait.strip().matches("0+")
        ? response.newBuilder().removeHeader("Retry-After").build()
        : response;
  }
}
