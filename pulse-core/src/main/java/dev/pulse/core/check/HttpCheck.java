package dev.pulse.core.check;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Secret;
import dev.pulse.api.model.Sample;
import dev.pulse.core.internal.net.Deadline;
import dev.pulse.core.internal.net.TlsFiles;
import dev.pulse.core.net.EgressPolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Sends one HTTP request and judges the answer by its status and its latency. Take {@link TcpCheck}
 * where it is enough that something listens.
 *
 * <pre>{@code
 * Check health =
 *     HttpCheck.get("https://shop.example/health")
 *         .bearer(Secret.of(System.getenv("SHOP_TOKEN")))
 *         .warnAbove(Duration.ofMillis(500))
 *         .build();
 * }</pre>
 *
 * <p>It passes when the final status is accepted. Otherwise the {@link dev.pulse.api.check.Reason
 * Reason} tells what went wrong: {@code dns}, {@code refused}, {@code unreachable}, {@code reset},
 * {@code timeout}, {@code tls}, {@code protocol}, {@code status}, {@code redirect}, {@code
 * too_large} or {@code latency}. An address that the {@link EgressPolicy} does not allow ends as
 * {@link dev.pulse.api.model.Status#UNKNOWN} with {@code denied}: nobody asked the target. The same
 * holds for {@code oauth2}, when no token was to be had, and for {@code proxy}.
 *
 * <p>The latency runs on the monotonic clock from the beginning of the run, name resolution
 * included, to the response headers of the last hop, or to the failure; fetching a token does not
 * count. The time-out of the registration covers the whole run: resolution, all redirects, the
 * body.
 *
 * <p>Defaults: up to 10 redirects, also between http and https; statuses 200 to 399 accepted; a
 * body of up to 1 MiB read and counted, then forgotten, unless conditions are judged on it (on up
 * to 4 MiB); a fresh connection and a full TLS handshake in each run, because that is what a new
 * visitor sees; HTTP/1.1; no cookies; no proxy, whatever the environment says; no client
 * certificate; what the JVM trusts; {@link EgressPolicy#lenient()}. Certificates and host names are
 * verified, and nothing turns that off.
 *
 * <p>Samples: {@code http_status_code}, {@code http_redirects}, {@code http_body_bytes} (when the
 * body was read, after decompression), {@code tls_certificate_not_after_seconds} (Unix time at
 * which the first certificate of the last hop ends, when it was https), and {@code phase_seconds}
 * with the label {@code phase}: {@code token}, {@code dns}, {@code connect}, {@code proxy} (until
 * the tunnel stands), {@code tls}, {@code first_byte} (each summed over the hops, and left out
 * where it did not take place) and {@code total}. Details: {@code status_code} when there was an
 * answer.
 *
 * <p>TLS is spoken by Conscrypt where that is on the class path, and by the JDK otherwise or when
 * the system property {@code dev.pulse.tls} is {@code jdk}; certificates are judged by the JDK
 * either way.
 *
 * <p>Immutable and thread-safe.
 */
public final class HttpCheck implements Check {
  private final HttpPlan plan;
  private final HttpClients.Environment environment;
  private final OkHttpClient client;
  private final @Nullable AccessTokens tokens;

  private HttpCheck(HttpPlan plan, HttpClients.Environment environment) {
    this.plan = plan;
    this.environment = environment;
    this.client = HttpClients.client(plan, environment);
    this.tokens =
        plan.oauth2 == null ? null : new AccessTokens(plan.oauth2, environment.nanoTime());
  }

  /**
   * A GET request.
   *
   * @param url an absolute URL that begins with {@code http://} or {@code https://}; judged by
   *     {@link Builder#build()}
   */
  public static Builder get(String url) {
    return request("GET", url);
  }

  /** A GET request. */
  public static Builder get(URI url) {
    return request("GET", url.toString());
  }

  /**
   * A request with any method.
   *
   * @param method such as {@code HEAD} or {@code POST}; case matters, as in HTTP itself
   * @param url an absolute URL that begins with {@code http://} or {@code https://}; judged by
   *     {@link Builder#build()}
   */
  public static Builder request(String method, String url) {
    return new Builder(method, url);
  }

  /** A request with any method. */
  public static Builder request(String method, URI url) {
    return request(method, url.toString());
  }

  @Override
  public CheckResult run(CheckContext context) throws InterruptedException {
    var deadline = Deadline.in(context.remaining());
    if (deadline.passed()) {
      return CheckResult.unknown(Reason.TIMEOUT, "no time was left to ask");
    }
    var run = new HttpRun(plan, client, environment, tokens, deadline, context.bodyWanted());
    try {
      var answer = run.answer();
      var end = TlsJudge.earliestEnd(run.timeline().chain());
      var judged = run.judged(judge(answer, end, context.clock().instant()));
      return certified(measured(judged, answer), end).withSamples(run.samples());
    } catch (IOException e) {
      return run.failed(e, context).withSamples(run.samples());
    }
  }

  private CheckResult judge(HttpExchange.Answer answer, Optional<Instant> end, Instant now) {
    var result = judge(answer);
    if (end.isEmpty() && result.status().isUp() && plan.certificate.isSet()) {
      return CheckResult.unknown(
          Reason.NO_DATA,
          "there is no certificate to judge: the last answer came without TLS, "
              + result.summary());
    }
    return end.flatMap(instant -> plan.certificate.judge(instant, now))
        .filter(complaint -> complaint.status().compareTo(result.status()) > 0)
        .orElse(result);
  }

  private CheckResult judge(HttpExchange.Answer answer) {
    var took = " in " + Texts.duration(answer.latency());
    if (answer.detour() != HttpExchange.Detour.NONE) {
      var last = Texts.status(answer.status()) + took;
      return CheckResult.fail(
          Reason.REDIRECT,
          answer.detour() == HttpExchange.Detour.NOWHERE
              ? "a redirect that leads to no HTTP address, " + last
              : "more than " + plan.redirects + " redirects, last " + last);
    }
    if (!plan.accepted.contains(answer.status())) {
      return CheckResult.fail(Reason.STATUS, Texts.status(answer.status()) + took);
    }
    if (answer.tooLarge()) {
      return CheckResult.fail(
          Reason.TOO_LARGE,
          answer.status() + took + ", but the body is larger than " + plan.maxBody + " bytes");
    }
    return plan.bounds.judge(answer.latency(), answer.status() + took);
  }

  private static CheckResult certified(CheckResult result, Optional<Instant> end) {
    return end.map(
            instant ->
                result.withSample(
                    Sample.gauge(
                        "tls_certificate_not_after_seconds", (double) instant.getEpochSecond())))
        .orElse(result);
  }

  private static CheckResult measured(CheckResult result, HttpExchange.Answer answer) {
    var samples = new ArrayList<Sample>();
    samples.add(Sample.gauge("http_status_code", answer.status()));
    samples.add(Sample.gauge("http_redirects", answer.redirects()));
    answer
        .bodyBytes()
        .ifPresent(bytes -> samples.add(Sample.gauge("http_body_bytes", (double) bytes)));
    var measured =
        result
            .withLatency(answer.latency())
            .withDetail("status_code", String.valueOf(answer.status()))
            .withSamples(samples);
    return answer.body().map(measured::withBody).orElse(measured);
  }

  /** Whether the body is left unread; see {@link Builder#ignoreBody()}. */
  public boolean ignoresBody() {
    return plan.ignoreBody;
  }

  /** The method and the URL, without its query. */
  @Override
  public String toString() {
    return plan.toString();
  }

  /** Builds an {@link HttpCheck}. Confine to one thread. */
  public static final class Builder {
    private final HttpPlan.Draft draft;
    private HttpClients.@Nullable Environment environment;

    private Builder(String method, String url) {
      this.draft = new HttpPlan.Draft(requireNonNull(method, "method"), requireNonNull(url, "url"));
    }

    /**
     * Sends a header; a second call with the same name sends both. All headers but {@code Accept…},
     * {@code Cache-Control} and {@code User-Agent} stay behind when a redirect leads to another
     * scheme, host or port, because any of them may be a credential.
     */
    public Builder header(String name, String value) {
      draft.header(requireNonNull(name, "name"), requireNonNull(value, "value"));
      return this;
    }

    /** Sends a header whose value is a secret, such as {@code X-Api-Key}. */
    public Builder header(String name, Secret value) {
      return header(name, value.reveal());
    }

    /**
     * Sends a body.
     *
     * @param contentType such as {@code application/json}; the text is sent in UTF-8
     * @param text the body; sent again when a redirect with 307 or 308 asks for it, also to another
     *     host
     */
    public Builder body(String contentType, String text) {
      draft.body(requireNonNull(contentType, "contentType"), requireNonNull(text, "text"));
      return this;
    }

    /** Sends a user name and a password with the first request, without waiting to be asked. */
    public Builder basicAuth(String user, Secret password) {
      draft.basic(requireNonNull(user, "user"), requireNonNull(password, "password"));
      return this;
    }

    /** Sends a bearer token. */
    public Builder bearer(Secret token) {
      draft.bearer(requireNonNull(token, "token"));
      return this;
    }

    /**
     * Fetches a token and sends it as a bearer token. It is kept for later runs until shortly
     * before it ends (for five minutes when its end is not told), and replaced once when the target
     * answers 401 to a kept one. The token endpoint is asked under the same egress policy, through
     * the same proxy and with the same trust as the target. When it gives no token, the result is
     * unknown with the reason {@code oauth2}.
     */
    public Builder oauth2(OAuth2 how) {
      draft.oauth2 = requireNonNull(how, "how");
      return this;
    }

    /**
     * Shows a certificate to the target, and to the token endpoint, when they ask for one; never to
     * whom a redirect leads. The files are read by {@link #build()}; for newer ones build a new
     * check.
     *
     * @param chain a file in PEM with the certificate, then those between it and its authority
     * @param privateKey a file in PEM with the key in PKCS#8, RSA or EC, not encrypted
     */
    public Builder clientCertificate(Path chain, Path privateKey) {
      draft.files.pem(
          requireNonNull(chain, "chain"),
          requireNonNull(privateKey, "privateKey"),
          Optional.empty());
      return this;
    }

    /** The same with a key that is encrypted with a password. */
    public Builder clientCertificate(Path chain, Path privateKey, Secret password) {
      draft.files.pem(
          requireNonNull(chain, "chain"),
          requireNonNull(privateKey, "privateKey"),
          Optional.of(password));
      return this;
    }

    /** The same with certificates and one key in a PKCS#12 file. */
    public Builder clientCertificate(Path pkcs12, Secret password) {
      draft.files.pkcs12(requireNonNull(pkcs12, "pkcs12"), requireNonNull(password, "password"));
      return this;
    }

    /**
     * Trusts the authorities in a file instead of those that the JVM trusts. It is read by {@link
     * #build()}. Verification itself cannot be turned off.
     *
     * @param authorities a file with certificates in PEM
     */
    public Builder trust(Path authorities) {
      draft.files.trust(requireNonNull(authorities, "authorities"));
      return this;
    }

    /**
     * Goes through a proxy: with a tunnel ({@code CONNECT}) to https, with the absolute form to
     * http. The proxy resolves the names, so that Pulse does not see which address is connected to:
     * the egress policy judges the proxy's own address and hosts that are addresses, and a strict
     * policy or one with denied ranges is refused. {@code HTTP_PROXY} and the JVM's properties are
     * never followed.
     *
     * @param url such as {@code http://proxy.example:3128}; SOCKS and proxies behind TLS are not
     *     supported
     */
    public Builder proxy(String url) {
      draft.proxy = new HttpProxy.Draft(requireNonNull(url, "url"), null, null);
      return this;
    }

    /**
     * The same with a proxy that wants a user and a password; they are sent without being asked.
     */
    public Builder proxy(String url, String user, Secret password) {
      draft.proxy =
          new HttpProxy.Draft(
              requireNonNull(url, "url"),
              requireNonNull(user, "user"),
              requireNonNull(password, "password"));
      return this;
    }

    /**
     * How many redirects are followed; default 10. One more is a failure with the reason {@code
     * redirect}. With 0 no redirect is followed, and its status is judged like any other. A
     * redirect without a {@code Location} is a final answer; one that leads to something else than
     * HTTP is a failure with the reason {@code redirect}.
     *
     * @param most 0 to 20
     */
    public Builder redirects(int most) {
      draft.redirects = most;
      return this;
    }

    /**
     * Accepts these final statuses, 100 to 599, and those of other calls, but no longer the default
     * of 200 to 399.
     */
    public Builder acceptStatus(int... codes) {
      for (int code : codes) {
        draft.accept(code, code);
      }
      return this;
    }

    /**
     * Accepts a range of final statuses, and those of other calls, but no longer the default of 200
     * to 399.
     *
     * @param first at least 100
     * @param last at most 599; included
     */
    public Builder acceptStatusRange(int first, int last) {
      draft.accept(first, last);
      return this;
    }

    /** Warns when the latency is longer than this; default: never. */
    public Builder warnAbove(Duration latency) {
      draft.bounds = draft.bounds.warnAbove(requireNonNull(latency, "latency"));
      return this;
    }

    /** Fails when the latency is longer than this; default: never. */
    public Builder failAbove(Duration latency) {
      draft.bounds = draft.bounds.failAbove(requireNonNull(latency, "latency"));
      return this;
    }

    /**
     * Warns when less than this is left of a certificate; default: never. It counts the first to
     * end of those that the server sends with its last answer, by the clock of the run. When that
     * answer comes without TLS the result is UNKNOWN with {@code no_data}.
     */
    public Builder certificateWarnBefore(Duration left) {
      draft.certificate = draft.certificate.warnBefore(requireNonNull(left, "left"));
      return this;
    }

    /** Fails when less than this is left of a certificate; default: never. */
    public Builder certificateFailBefore(Duration left) {
      draft.certificate = draft.certificate.failBefore(requireNonNull(left, "left"));
      return this;
    }

    /**
     * How large the body may be, after decompression; default 1 MiB. A larger one is a failure with
     * the reason {@code too_large}.
     *
     * @param bytes 0 to 1 GiB
     */
    public Builder maxBody(long bytes) {
      draft.maxBody = bytes;
      return this;
    }

    /**
     * Waits for the response headers only and drops the connection then: an endless body costs
     * nothing. Excludes {@link #keepAlive()}.
     */
    public Builder ignoreBody() {
      draft.ignoreBody = true;
      return this;
    }

    /**
     * Keeps the connection open for the next run, for up to five minutes. The latency is then that
     * of a visitor who is already there: mostly without name resolution, connect and TLS. A kept
     * connection that turns out to be broken is replaced without notice. Only the one to the
     * scheme, host and port of the check's own URL is kept: where redirects lead elsewhere, each
     * run connects anew.
     */
    public Builder keepAlive() {
      draft.keepAlive = true;
      return this;
    }

    /** Which addresses may be connected to, on each hop; default {@link EgressPolicy#lenient()}. */
    public Builder egress(EgressPolicy policy) {
      draft.egress = requireNonNull(policy, "policy");
      return this;
    }

    /** Replaces the resolver and the trusted certificates, for tests. */
    Builder environment(HttpClients.Environment environment) {
      this.environment = environment;
      return this;
    }

    /** Takes the certificates that a configuration names. */
    TlsFiles certificates() {
      return draft.files;
    }

    /** What is wrong, with the options of the configuration as keys. */
    List<Problem> problems() {
      return draft.problems();
    }

    /**
     * The check.
     *
     * @throws IllegalArgumentException that lists everything that is not allowed, without any value
     *     that might be a secret
     */
    public HttpCheck build() {
      var problems = problems();
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(Texts.problems(problems));
      }
      return new HttpCheck(
          draft.plan(), environment == null ? HttpClients.Environment.system() : environment);
    }
  }
}
