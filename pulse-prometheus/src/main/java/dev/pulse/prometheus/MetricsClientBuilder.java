package dev.pulse.prometheus;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Secret;
import dev.pulse.core.internal.net.HttpUrls;
import dev.pulse.core.internal.net.TlsFiles;
import dev.pulse.core.internal.notify.HttpMessage;
import dev.pulse.core.net.EgressPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link PrometheusClient} and a {@link GrafanaClient} are built from alike. Confine to one
 * thread.
 *
 * @param <B> the builder itself
 */
public abstract sealed class MetricsClientBuilder<B extends MetricsClientBuilder<B>>
    permits PrometheusClient.Builder, GrafanaClient.Builder {
  static final Duration TIMEOUT = Duration.ofSeconds(30);
  static final long MAX_BODY = 10L << 20;
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final long LARGEST = 256L << 20;
  private static final int MOST_RETRIES = 10;

  /** What the client decides itself. */
  private static final Set<String> OURS =
      Set.of("host", "content-length", "content-type", "transfer-encoding", "connection");

  private final String url;
  final TlsFiles files = new TlsFiles();
  final Map<String, String> headers = new LinkedHashMap<>();
  final List<String> secrets = new ArrayList<>();
  final Set<String> credentials = new LinkedHashSet<>();
  private final List<Problem> refused = new ArrayList<>();
  private int authorizations;
  Duration timeout = TIMEOUT;
  long maxBody = MAX_BODY;
  List<Duration> waits = List.of();
  EgressPolicy egress = EgressPolicy.lenient();
  RequestObserver observer = request -> {};
  @Nullable Environment environment;

  MetricsClientBuilder(String url) {
    this.url = requireNonNull(url, "url");
  }

  abstract B self();

  /** What is built. */
  abstract MetricsBackend backend();

  /** Sends a bearer token, with every request and to nobody else. */
  public B bearer(Secret token) {
    return authorization("bearer", "Bearer " + token.reveal(), token.reveal());
  }

  /** Sends a user name and a password with every request, without waiting to be asked. */
  public B basicAuth(String user, Secret password) {
    if (user.indexOf(':') >= 0 || user.chars().anyMatch(Character::isISOControl)) {
      refuse("basic.user", "must not contain a colon or control characters");
    }
    var pair = user + ":" + password.reveal();
    var encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    return authorization("basic", "Basic " + encoded, password.reveal());
  }

  private B authorization(String key, String value, String secret) {
    secrets.add(value);
    secrets.add(secret);
    credentials.add(secret);
    credentials.add(value.substring(value.indexOf(' ') + 1));
    if (!HttpMessage.isHeaderValue(value)) {
      refuse(key, "must be printable ASCII");
    }
    authorizations++;
    headers.put("Authorization", value);
    return self();
  }

  /**
   * Sends a header, such as {@code X-Scope-OrgID} to Mimir. What a server repeats of it is shown.
   */
  public B header(String name, String value) {
    requireNonNull(value, "value");
    if (!HttpMessage.isHeaderName(requireNonNull(name, "name"))) {
      refuse("headers", "must have names of headers, but has \"" + name + "\"");
    } else if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
      refuse("headers." + name, "cannot be set: the client decides about it");
    } else if (!HttpMessage.isHeaderValue(value)) {
      refuse("headers." + name, "must be printable ASCII");
    } else if (name.equalsIgnoreCase("Authorization")) {
      return authorization("headers." + name, value, value);
    } else {
      headers.put(name, value);
    }
    return self();
  }

  /** Sends a header whose value is never shown. */
  public B header(String name, Secret value) {
    secrets.add(value.reveal());
    return header(name, value.reveal());
  }

  /**
   * Shows a certificate when the server asks for one. The files are read by {@code build()}.
   *
   * @param chain a file in PEM with the certificate, then those between it and its authority
   * @param privateKey a file in PEM with the key in PKCS#8, RSA or EC, not encrypted
   */
  public B clientCertificate(Path chain, Path privateKey) {
    files.pem(
        requireNonNull(chain, "chain"), requireNonNull(privateKey, "privateKey"), Optional.empty());
    return self();
  }

  /** The same with a key that is encrypted with a password. */
  public B clientCertificate(Path chain, Path privateKey, Secret password) {
    files.pem(
        requireNonNull(chain, "chain"),
        requireNonNull(privateKey, "privateKey"),
        Optional.of(password));
    return self();
  }

  /** The same with certificates and one key in a PKCS#12 file. */
  public B clientCertificate(Path pkcs12, Secret password) {
    files.pkcs12(requireNonNull(pkcs12, "pkcs12"), requireNonNull(password, "password"));
    return self();
  }

  /**
   * Trusts the authorities in a file in PEM instead of those that the JVM trusts. It is read by
   * {@code build()}. Verification itself cannot be turned off.
   */
  public B trust(Path authorities) {
    files.trust(requireNonNull(authorities, "authorities"));
    return self();
  }

  /**
   * How long one request may take, from the name look-up to the end of the answer; default 30
   * seconds. What a caller allows for all of it applies as well.
   *
   * @param most more than nothing, at most an hour
   */
  public B timeout(Duration most) {
    timeout = requireNonNull(most, "most");
    return self();
  }

  /**
   * How large an answer may be, after decompression; default 10 MiB. A larger one is a failure with
   * the reason {@code too_large}.
   *
   * @param bytes 1 to 256 MiB
   */
  public B maxBody(long bytes) {
    maxBody = bytes;
    return self();
  }

  /**
   * Tries a request again when the answer's status is 429 or 500 and above, and when there was no
   * answer; default: never. A longer {@code Retry-After} is waited for instead, and where the time
   * of the call does not suffice for the wait, the last failure stands.
   *
   * @param waits before the second request, the third, …; at most ten
   */
  public B retryAfter(Duration... waits) {
    return retryAfter(List.of(waits));
  }

  /** The same with a list of waits. */
  public B retryAfter(List<Duration> waits) {
    this.waits = List.copyOf(waits);
    return self();
  }

  /** Which addresses may be connected to; default {@link EgressPolicy#lenient()}. */
  public B egress(EgressPolicy policy) {
    egress = requireNonNull(policy, "policy");
    return self();
  }

  /** Who learns of every request; default: nobody. */
  public B observer(RequestObserver observer) {
    this.observer = requireNonNull(observer, "observer");
    return self();
  }

  /** Replaces what the client has of the world, for tests. */
  B environment(Environment environment) {
    this.environment = environment;
    return self();
  }

  final void refuse(String key, String message) {
    refused.add(new Problem("", key, message));
  }

  /** What is wrong, with the options of the configuration as keys. */
  List<Problem> problems() {
    var problems = new ArrayList<>(HttpUrls.problems("url", url, "basic"));
    var parsed = HttpUrls.parse(url);
    if (problems.isEmpty()
        && parsed != null
        && (parsed.encodedQuery() != null || parsed.encodedFragment() != null)) {
      problems.add(new Problem("", "url", "must not have a query or a fragment"));
    }
    problems.addAll(refused);
    if (authorizations > 1) {
      problems.add(
          new Problem("", "bearer", "excludes basic authentication: there is one Authorization"));
    }
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
      problems.add(
          new Problem("", "request-timeout", "must be longer than nothing, at most an hour"));
    }
    if (maxBody < 1 || maxBody > LARGEST) {
      problems.add(
          new Problem("", "max-body", "must be 1 to " + LARGEST + " bytes, but is " + maxBody));
    }
    if (waits.size() > MOST_RETRIES
        || waits.stream().anyMatch(wait -> wait.isNegative() || wait.compareTo(LONGEST) > 0)) {
      problems.add(
          new Problem(
              "", "retry-after", "must be at most " + MOST_RETRIES + " waits of 0 to 1 hour"));
    }
    problems.addAll(files.problems());
    return problems;
  }

  /** The way to the server, for {@code build()}. */
  final MetricsHttp http(String service) {
    Problems.refuse(problems());
    var parsed = HttpUrls.parse(url);
    if (parsed == null) {
      throw new IllegalStateException("a URL without problems that cannot be read");
    }
    return new MetricsHttp(
        service, parsed, this, environment == null ? Environment.system() : environment);
  }
}
