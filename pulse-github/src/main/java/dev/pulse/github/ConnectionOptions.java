package dev.pulse.github;

import dev.pulse.api.config.Problem;
import dev.pulse.core.internal.net.HttpUrls;
import dev.pulse.core.internal.net.TlsFiles;
import dev.pulse.core.internal.notify.HttpMessage;
import dev.pulse.core.net.EgressPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;

/** What a connection is made from, and whether that can be. Confine to one thread. */
final class ConnectionOptions {
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final long LARGEST = 256L << 20;
  private static final int MOST_RETRIES = 10;
  private static final long LARGEST_BUFFER = 10_000;

  /** What the connection decides itself. */
  private static final Set<String> OURS =
      Set.of(
          "host",
          "content-length",
          "content-type",
          "transfer-encoding",
          "connection",
          "authorization",
          "accept",
          "accept-encoding",
          "if-none-match",
          "cookie");

  private final List<Problem> refused = new ArrayList<>();
  final TlsFiles files = new TlsFiles();
  final Map<String, String> headers = new LinkedHashMap<>();
  String url = "https://api.github.com";
  int identities;
  Duration timeout = Duration.ofSeconds(30);
  long maxBody = 32L << 20;
  long buffer = 100;
  List<Duration> waits =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
  HttpCache cache = HttpCache.none();
  EgressPolicy egress = EgressPolicy.lenient();
  RequestObserver observer = request -> {};

  ConnectionOptions() {
    headers.put("Accept", "application/vnd.github+json");
    headers.put("X-GitHub-Api-Version", "2022-11-28");
    headers.put("User-Agent", "pulse");
  }

  void header(String name, String value) {
    if (!HttpMessage.isHeaderName(name)) {
      refuse("headers", "must have names of headers, but has \"" + name + "\"");
    } else if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
      refuse("headers." + name, "cannot be set: the connection decides about it");
    } else if (!HttpMessage.isHeaderValue(value)) {
      refuse("headers." + name, "must be printable ASCII");
    } else {
      headers.keySet().removeIf(known -> known.equalsIgnoreCase(name));
      headers.put(name, value);
    }
  }

  void refuse(String key, String message) {
    refused.add(new Problem("", key, message));
  }

  /**
   * Where it leads, when nothing is wrong.
   *
   * @throws IllegalArgumentException with everything that is wrong
   */
  HttpUrl checked() {
    var problems = problems();
    var parsed = HttpUrls.parse(url);
    if (!problems.isEmpty() || parsed == null) {
      throw new IllegalArgumentException(
          problems.stream()
              .map(problem -> problem.key() + " " + problem.message())
              .collect(Collectors.joining("; ")));
    }
    return parsed;
  }

  private List<Problem> problems() {
    var problems = new ArrayList<>(HttpUrls.problems("url", url, "a token"));
    var parsed = HttpUrls.parse(url);
    if (problems.isEmpty()
        && parsed != null
        && (parsed.encodedQuery() != null || parsed.encodedFragment() != null)) {
      problems.add(new Problem("", "url", "must not have a query or a fragment"));
    }
    problems.addAll(refused);
    if (identities > 1) {
      problems.add(new Problem("", "token", "can be given once, and not together with an App"));
    }
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
      problems.add(new Problem("", "timeout", "must be longer than nothing, at most 5 minutes"));
    }
    if (maxBody < 1 || maxBody > LARGEST) {
      problems.add(
          new Problem("", "max-body", "must be 1 to " + LARGEST + " bytes, but is " + maxBody));
    }
    if (buffer < 0 || buffer > LARGEST_BUFFER) {
      problems.add(
          new Problem("", "buffer", "must be 0 to " + LARGEST_BUFFER + ", but is " + buffer));
    }
    if (waits.size() > MOST_RETRIES
        || waits.stream().anyMatch(wait -> wait.isNegative() || wait.compareTo(LONGEST) > 0)) {
      problems.add(new Problem("", "retry-after", "must be at most 10 waits of at most 5 minutes"));
    }
    problems.addAll(files.problems());
    return problems;
  }
}
