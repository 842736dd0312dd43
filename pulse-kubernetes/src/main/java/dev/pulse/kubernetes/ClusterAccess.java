package dev.pulse.kubernetes;

import dev.pulse.core.internal.net.Deadline;
import dev.pulse.core.internal.net.DirectHttp;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.core.internal.text.Faults;
import dev.pulse.core.net.EgressPolicy;
import dev.pulse.kubernetes.KubernetesException.Kind;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.Pair;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * One state of the way to a server: where it is, whom to trust, who asks. The official client knows
 * all three; requests are its own, and travel on its HTTP client, made to answer to interrupts and
 * deadlines. Immutable; a new one is loaded when the credentials are no longer good.
 */
final class ClusterAccess {
  private static final String[] CREDENTIALS = {"BearerToken"};

  private final ApiClient client;
  private final String source;
  private final OkHttpClient http;
  private final OkHttpClient sockets;

  /**
   * A way in.
   *
   * @param source where it was found, for people
   */
  ClusterAccess(ApiClient client, String source) {
    this.client = client.setUserAgent("pulse-kubernetes");
    this.source = source;
    this.http =
        DirectHttp.straight(
                client.getHttpClient().newBuilder(), EgressPolicy.lenient(), Lookups.system())
            .pingInterval(Duration.ZERO)
            .build();
    this.sockets =
        http.newBuilder()
            // A program is not run again because a connection was stale, and has one of its own.
            .retryOnConnectionFailure(false)
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
            .build();
  }

  /**
   * Prepares a request that ends at a deadline.
   *
   * @param upgrade whether it gets a new connection, which may become something else than HTTP
   */
  Call call(Request request, boolean upgrade, Deadline deadline) {
    var call =
        (upgrade ? sockets : http)
            .newBuilder()
            .dns(host -> resolved(host, deadline))
            .build()
            .newCall(request);
    call.timeout().timeout(deadline.timeoutNanos(), TimeUnit.NANOSECONDS);
    return call;
  }

  /** Where the server is, as far as it may be shown. */
  String base() {
    var url = HttpUrl.parse(client.getBasePath());
    return url == null
        ? "an address that cannot be read"
        : url.newBuilder().username("").password("").query(null).toString().replaceFirst("/$", "");
  }

  /**
   * A request with the credentials.
   *
   * @param path encoded, with a slash in front
   */
  Request request(String path, List<Pair> query) {
    try {
      return client.buildRequest(
          null,
          path,
          "GET",
          query,
          List.of(),
          null,
          new HashMap<>(),
          new HashMap<>(),
          new HashMap<>(),
          CREDENTIALS,
          null);
    } catch (ApiException | RuntimeException e) {
      throw unusable(e);
    }
  }

  /** What to throw when the way in, or a connection, could not be had. */
  static KubernetesException unusable(Exception failure) {
    Throwable fault = failure;
    while (fault instanceof RuntimeException && fault.getCause() != null) {
      // Only a wrapping: what happened is inside.
      fault = fault.getCause();
    }
    return KubernetesException.of(
        Kind.CONNECTION, OneLine.of(Faults.describe(fault), OneLine.SHORT), failure);
  }

  private static List<InetAddress> resolved(String host, Deadline deadline)
      throws UnknownHostException {
    try {
      return Lookups.system().resolve(host, deadline);
    } catch (IOException e) {
      // The signature allows nothing else.
      var failure = new UnknownHostException(host + ": " + e.getMessage());
      failure.initCause(e);
      throw failure;
    }
  }

  /** Where it leads, and where that was found. */
  @Override
  public String toString() {
    return base() + " (" + source + ")";
  }
}
