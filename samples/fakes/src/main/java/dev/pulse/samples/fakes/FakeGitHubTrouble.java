package dev.pulse.samples.fakes;

import static dev.pulse.samples.fakes.FakeGitHubDocuments.refuse;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What a {@link FakeGitHub} answers in place of what it would. Thread-safe. */
final class FakeGitHubTrouble {
  private static final String SLOWER =
      "You have exceeded a secondary rate limit. Please wait before you try again.";

  private final InstantSource clock;
  private final ScriptedAnswers scripted = new ScriptedAnswers();
  private final Queue<HttpAnswer> secondary = new ArrayDeque<>();
  private final Map<String, String> exhausting = new LinkedHashMap<>();
  private Instant secondaryUntil = Instant.MIN;
  private @Nullable HttpAnswer last;
  private int untilLast;

  FakeGitHubTrouble(InstantSource clock) {
    this.clock = clock;
  }

  ScriptedAnswers scripted() {
    return scripted;
  }

  synchronized void after(int requests, HttpAnswer answer) {
    untilLast = requests;
    last = answer;
  }

  /** The next requests meet the secondary limit. */
  synchronized void secondary(int requests, Optional<Duration> retryAfter) {
    var answer = retryAfter.map(FakeGitHubTrouble::slower).orElseGet(() -> refuse(429, SLOWER));
    for (int i = 0; i < requests; i++) {
      secondary.add(answer);
    }
  }

  /** All requests meet the secondary limit until that time. */
  synchronized void secondaryUntil(Instant end) {
    secondaryUntil = end;
  }

  private static HttpAnswer slower(Duration retryAfter) {
    return refuse(403, SLOWER).header("Retry-After", String.valueOf(retryAfter.toSeconds()));
  }

  /** The first request whose path begins so uses up a resource. */
  synchronized void exhaustAt(String path, String resource) {
    exhausting.put(path, resource);
  }

  synchronized void end() {
    scripted.forget();
    secondary.clear();
    exhausting.clear();
    secondaryUntil = Instant.MIN;
    last = null;
  }

  /** The resources that a request uses up. */
  synchronized List<String> exhausts(String path) {
    var met = exhausting.keySet().stream().filter(path::startsWith).toList();
    return met.stream().map(exhausting::remove).toList();
  }

  /** For a request that came; to be called once for each. */
  synchronized Optional<HttpAnswer> next(String path) {
    return last != null && untilLast-- <= 0 ? Optional.of(last) : scripted.take(path);
  }

  /** Whether this request meets the secondary limit. */
  synchronized Optional<HttpAnswer> slower() {
    var now = clock.instant();
    return now.isBefore(secondaryUntil)
        ? Optional.of(slower(Duration.between(now, secondaryUntil).plusMillis(999)))
        : Optional.ofNullable(secondary.poll());
  }
}
