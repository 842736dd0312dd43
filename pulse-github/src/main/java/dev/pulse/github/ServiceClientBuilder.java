package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.config.Problem;
import dev.pulse.core.internal.net.HttpUrls;
import dev.pulse.core.net.EgressPolicy;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the clients of the services beside GitHub are built from alike. Confine to one thread.
 *
 * @param <B> the builder itself
 */
public abstract sealed class ServiceClientBuilder<B extends ServiceClientBuilder<B>>
    permits CodecovClient.Builder, LookUpClientBuilder {
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final long LARGEST = 256L << 20;
  private static final int MOST_RETRIES = 10;

  private final String service;
  private String url;
  private final List<Problem> refused = new ArrayList<>();
  final Map<String, String> headers = new LinkedHashMap<>();
  Duration timeout = Duration.ofSeconds(30);
  long maxBody = 32L << 20;
  List<Duration> waits =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
  EgressPolicy egress = EgressPolicy.lenient();
  RequestObserver observer = request -> {};
  private @Nullable Environment environment;
  private @Nullable InstantSource clock;

  ServiceClientBuilder(String service, String url) {
    this.service = service;
    this.url = url;
    headers.put("Accept", "application/json");
    headers.put("User-Agent", "pulse");
  }

  abstract B self();

  /** Where the service is, when it is not at its usual place. */
  public B baseUrl(URI url) {
    this.url = url.toString();
    return self();
  }

  /**
   * How long one request may take, from the name look-up to the end of the answer; default 30
   * seconds.
   *
   * @param most more than nothing, at most five minutes
   */
  public B timeout(Duration most) {
    timeout = requireNonNull(most, "most");
    return self();
  }

  /**
   * How large an answer may be, after decompression; default 32 MiB.
   *
   * @param bytes 1 to 256 MiB
   */
  public B maxBody(long bytes) {
    maxBody = bytes;
    return self();
  }

  /**
   * Tries again when there was no answer, or one with the status 429, 500 and above; default after
   * 1, 2 and 4 seconds.
   *
   * @param waits before the second request, the third, …; at most ten of at most five minutes
   */
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

  /** What time it is, for the age of answers; default: the system's clock. */
  public B clock(InstantSource clock) {
    this.clock = requireNonNull(clock, "clock");
    return self();
  }

  /** Replaces what the client has of the world, for tests. */
  B environment(Environment environment) {
    this.environment = environment;
    return self();
  }

  /** Notes something that is wrong; told by {@link #http()}. */
  final void refuse(String key, String message) {
    refused.add(new Problem("", key, message));
  }

  /**
   * The way to the service.
   *
   * @throws IllegalArgumentException with everything that is wrong
   */
  final ServiceHttp http() {
    var problems = new ArrayList<>(HttpUrls.problems("url", url, "a token"));
    problems.addAll(refused);
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
      problems.add(new Problem("", "timeout", "must be longer than nothing, at most 5 minutes"));
    }
    if (maxBody < 1 || maxBody > LARGEST) {
      problems.add(
          new Problem("", "max-body", "must be 1 to " + LARGEST + " bytes, but is " + maxBody));
    }
    if (waits.size() > MOST_RETRIES
        || waits.stream().anyMatch(wait -> wait.isNegative() || wait.compareTo(LONGEST) > 0)) {
      problems.add(new Problem("", "retry-after", "must be at most 10 waits of at most 5 minutes"));
    }
    var parsed = HttpUrls.parse(url);
    if (!problems.isEmpty() || parsed == null) {
      throw new IllegalArgumentException(
          problems.stream()
              .map(problem -> service + ": " + problem.key() + " " + problem.message())
              .collect(Collectors.joining("; ")));
    }
    return new ServiceHttp(
        service,
        parsed,
        this,
        (environment == null ? Environment.system() : environment).by(clock));
  }
}
