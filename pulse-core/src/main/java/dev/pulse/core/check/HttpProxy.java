package dev.pulse.core.check;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Secret;
import dev.pulse.api.model.Status;
import dev.pulse.core.internal.net.EgressDeniedException;
import dev.pulse.core.net.EgressPolicy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.Credentials;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/**
 * A proxy between a check and its target: https goes through a tunnel (CONNECT), http in the
 * absolute form. What it does wrong is told apart from what the target does. Immutable.
 */
final class HttpProxy {
  /** What to say of a proxy that the policy makes impossible. */
  static final String UNJUDGED =
      "excludes a strict egress policy and denied ranges: the proxy resolves the names, and nobody"
          + " here sees to which address it connects";

  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://.*");
  private static final Pattern TUNNEL =
      Pattern.compile("(?s)Unexpected response code for CONNECT: ([0-9]{3})");
  private static final String AGENT = "Pulse";

  /** With these a proxy says that it is well, but did not get through to the target. */
  private static final Set<Integer> BEHIND = Set.of(502, 503, 504);

  private final Endpoint endpoint;
  private final @Nullable String authorization;

  private HttpProxy(Endpoint endpoint, @Nullable String authorization) {
    this.endpoint = endpoint;
    this.authorization = authorization;
  }

  /**
   * What somebody configured; may be wrong.
   *
   * @param url {@code http://host:port}
   * @param user who asks the proxy; null when it does not want to know
   * @param password what proves it; null without a user
   */
  record Draft(String url, @Nullable String user, @Nullable Secret password) {
    /** What is wrong, with the options of the configuration as keys; never with a value. */
    List<Problem> problems(EgressPolicy egress) {
      var problems = new ArrayList<Problem>();
      var scheme = SCHEME.matcher(url.strip());
      if (scheme.matches() && !scheme.group(1).equalsIgnoreCase("http")) {
        problems.add(
            new Problem(
                "",
                "proxy.url",
                "has the scheme \""
                    + scheme.group(1).toLowerCase(Locale.ROOT)
                    + "\"; only http:// is spoken to a proxy, also for targets with https"));
      } else if (url.indexOf('@') >= 0) {
        problems.add(
            new Problem(
                "", "proxy.url", "must not contain a user or password: they are given beside it"));
      } else {
        problems.addAll(endpoint().problems("proxy.url", "http", "http://proxy.example:3128"));
      }
      if (user != null && user.chars().anyMatch(c -> c == ':' || c < ' ' || c == 0x7f)) {
        problems.add(
            new Problem("", "proxy.user", "must not contain a colon or control characters"));
      }
      if (egress.isRestrictive()) {
        problems.add(new Problem("", "proxy", UNJUDGED));
      }
      return problems;
    }

    /** The proxy; only when there are no problems. */
    HttpProxy proxy() {
      return new HttpProxy(
          endpoint(),
          user == null || password == null
              ? null
              : Credentials.basic(user, password.reveal(), StandardCharsets.UTF_8));
    }

    private Endpoint endpoint() {
      return Endpoint.parse("http", url);
    }

    /** Nothing of the password. */
    @Override
    public String toString() {
      return "Draft[" + endpoint() + "]";
    }
  }

  /** Makes a client send everything through this proxy. */
  void install(OkHttpClient.Builder client, EgressPolicy egress) {
    client
        .proxy(
            new Proxy(
                Proxy.Type.HTTP,
                InetSocketAddress.createUnresolved(endpoint.host(), endpoint.port())))
        .proxyAuthenticator(this::tunnel)
        .addInterceptor(chain -> judged(chain, egress))
        .addNetworkInterceptor(this::forwarded);
  }

  /**
   * The request for a tunnel. OkHttp asks once before it sends it, and again at each 407; the
   * second time there is nothing to add.
   */
  private @Nullable Request tunnel(@Nullable Route route, Response challenge) {
    var request = challenge.request();
    if (AGENT.equals(request.header("User-Agent"))) {
      return null;
    }
    var tunnel = request.newBuilder().header("User-Agent", AGENT);
    if (authorization != null) {
      tunnel.header("Proxy-Authorization", authorization);
    }
    return tunnel.build();
  }

  /** Names are the proxy's affair, but what needs no name server is judged here, on each hop. */
  private static Response judged(Interceptor.Chain chain, EgressPolicy egress) throws IOException {
    var host = chain.request().url().host();
    var rule = egress.checkHost(host);
    if (rule.isPresent()) {
      throw new EgressDeniedException(host, rule.get());
    }
    return chain.proceed(chain.request());
  }

  /** Without a tunnel the proxy reads the request, and answers some of them by itself. */
  private Response forwarded(Interceptor.Chain chain) throws IOException {
    var request = chain.request();
    if (request.isHttps()) {
      return chain.proceed(request);
    }
    if (authorization != null) {
      request = request.newBuilder().header("Proxy-Authorization", authorization).build();
    }
    var response = chain.proceed(request);
    if (response.code() == 407) {
      response.close();
      throw new ProxyAuthenticationException();
    }
    return response;
  }

  /**
   * What a failure means when this proxy is in between.
   *
   * @param plain what it would mean without
   * @param tunnel whether the target was to be reached through a tunnel
   */
  CheckResult judge(CheckResult plain, IOException failure, Situation where, boolean tunnel) {
    if (plain.status() == Status.UNKNOWN) {
      return ofProxy(plain, failure, where);
    }
    if (Failures.find(failure, ProxyAuthenticationException.class).isPresent()
        || String.valueOf(failure.getMessage()).contains("Failed to authenticate with proxy")) {
      return unknown(
          authorization == null
              ? " wants a user and a password"
              : " does not accept the user and the password");
    }
    boolean late = plain.reason().equals(Optional.of(Reason.TIMEOUT));
    return switch (where.phase()) {
      case DNS, CONNECT -> unknown(" cannot be reached: " + plain.summary());
      case PROXY -> late ? through(plain) : refused(plain, failure);
      // What the target does wrong a proxy translates; a bad connection is the proxy's own.
      case FIRST_BYTE -> tunnel || late ? through(plain) : unknown(" failed: " + plain.summary());
      default -> through(plain);
    };
  }

  private CheckResult refused(CheckResult plain, IOException failure) {
    var status = TUNNEL.matcher(String.valueOf(failure.getMessage()));
    if (!status.matches()) {
      return unknown(" failed: " + plain.summary());
    }
    int code = Integer.parseInt(status.group(1));
    return BEHIND.contains(code)
        ? CheckResult.fail(
            Reason.UNREACHABLE, name() + " cannot reach the target: " + Texts.status(code))
        : unknown(" refuses the tunnel: " + Texts.status(code));
  }

  /** A refusal of our own is about the proxy's address when it came while connecting. */
  private CheckResult ofProxy(CheckResult plain, IOException failure, Situation where) {
    boolean denied = Failures.find(failure, EgressDeniedException.class).isPresent();
    return denied && where.phase() == Phase.CONNECT
        ? CheckResult.unknown(Reason.DENIED, name() + ": " + plain.summary())
        : plain;
  }

  private CheckResult unknown(String words) {
    return CheckResult.unknown(Reason.PROXY, name() + words);
  }

  /** A failure of the target, or of somebody on the way to it. */
  CheckResult through(CheckResult result) {
    return result.status() == Status.FAIL
        ? CheckResult.fail(
            result.reason().orElse(Reason.ERROR), result.summary() + ", through " + name())
        : result;
  }

  private String name() {
    return "the proxy " + endpoint;
  }

  /** The address, without user and password. */
  @Override
  public String toString() {
    return endpoint.toString();
  }
}
