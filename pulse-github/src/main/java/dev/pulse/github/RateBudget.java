package dev.pulse.github;

import dev.pulse.core.internal.net.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.Headers;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * What may still be asked. It refuses before GitHub does: whoever goes on after a refusal is locked
 * out for longer, and a rest is left for other programs with the same token. Thread-safe.
 */
final class RateBudget {
  static final String CORE = "core";

  /** What GitHub's documentation asks for where its answer says nothing. */
  private static final Duration UNTOLD = Duration.ofSeconds(60);

  /** Twice its span: a wrong clock or a wrong answer must not stop us for good. */
  private static final Duration LONGEST = Duration.ofHours(2);

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,12}");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");
  private static final int MOST_RESOURCES = 50;
  private static final int MOST_OPERATIONS = 500;

  private final InstantSource clock;
  private final long buffer;
  private final Object lock = new Object();

  // All guarded by lock.
  private final Map<String, RateLimit> limits = new HashMap<>();
  private final Map<String, Instant> closed = new HashMap<>();

  /** Against what a route counts is only told by its answers. */
  private final Map<String, String> resources = new HashMap<>();

  /** How many requests have no answer yet. */
  private final Map<String, Integer> underWay = new HashMap<>();

  private Instant silent = Instant.MIN;

  RateBudget(InstantSource clock, long buffer) {
    this.clock = clock;
    this.buffer = buffer;
  }

  /** What is known, by resource. */
  Map<String, RateLimit> limits() {
    synchronized (lock) {
      return Map.copyOf(limits);
    }
  }

  /**
   * Tells whether a request could pass now.
   *
   * @throws GitHubException when it must wait
   */
  void check(String operation) {
    enter(operation).run();
  }

  /**
   * Lets a request pass. Never are more under way than GitHub would still answer: it is not known
   * which of them are free, because nothing has changed.
   *
   * @return what is run when its answer is there, or is not to come
   * @throws GitHubException when it must wait
   */
  Runnable enter(String operation) {
    var now = clock.instant();
    synchronized (lock) {
      if (now.isBefore(silent)) {
        throw GitHubException.secondaryLimited(silent);
      }
      var resource = resources.getOrDefault(operation, CORE);
      var until = closed.get(resource);
      if (until != null && now.isBefore(until)) {
        throw GitHubException.rateLimited(resource, until);
      }
      closed.remove(resource);
      var limit = limits.get(resource);
      int others = underWay.getOrDefault(resource, 0);
      if (limit != null && now.isBefore(after(limit)) && isUsedUp(limit, others)) {
        throw GitHubException.rateLimited(resource, after(limit));
      }
      underWay.merge(resource, 1, Integer::sum);
      return () -> leave(resource);
    }
  }

  private void leave(String resource) {
    synchronized (lock) {
      underWay.merge(resource, -1, Integer::sum);
    }
  }

  private boolean isUsedUp(RateLimit limit, int underWay) {
    return limit.remaining() <= Math.max(floor(limit), underWay);
  }

  private long floor(RateLimit limit) {
    return Math.min(buffer, limit.limit() / 10);
  }

  private static Instant after(RateLimit limit) {
    return limit.reset().plusSeconds(1);
  }

  /** Learns from an answer; null when it says nothing. */
  @Nullable RateLimit note(String operation, Headers headers) {
    var said = said(headers);
    if (said == null) {
      return null;
    }
    synchronized (lock) {
      var known = limits.get(said.resource());
      if (known == null && limits.size() >= MOST_RESOURCES) {
        return said;
      }
      if (resources.size() < MOST_OPERATIONS) {
        resources.put(operation, said.resource());
      }
      limits.put(said.resource(), known == null ? said : newer(known, said));
      return said;
    }
  }

  /** Answers overtake one another: of one span the one with the least left is the latest. */
  private RateLimit newer(RateLimit known, RateLimit said) {
    boolean over = !clock.instant().isBefore(known.reset());
    boolean same = said.reset().equals(known.reset()) && said.limit() == known.limit();
    if (over || !same) {
      return over || said.reset().isAfter(known.reset()) || said.limit() != known.limit()
          ? said
          : known;
    }
    return said.remaining() < known.remaining() ? said : known;
  }

  private @Nullable RateLimit said(Headers headers) {
    var limit = number(headers, "x-ratelimit-limit");
    var remaining = number(headers, "x-ratelimit-remaining");
    var reset = number(headers, "x-ratelimit-reset");
    if (limit == null || remaining == null || reset == null) {
      return null;
    }
    return new RateLimit(resource(headers), limit, remaining, soon(Instant.ofEpochSecond(reset)));
  }

  private static String resource(Headers headers) {
    var name = headers.get("x-ratelimit-resource");
    return name != null && NAME.matcher(name).matches() ? name : CORE;
  }

  private static @Nullable Long number(Headers headers, String name) {
    var text = headers.get(name);
    return text != null && NUMBER.matcher(text).matches() ? Long.valueOf(text) : null;
  }

  private Instant soon(Instant when) {
    var latest = clock.instant().plus(LONGEST);
    return when.isAfter(latest) ? latest : when;
  }

  /**
   * Judges an answer with status 403 or 429.
   *
   * @param message GitHub's own words
   * @return why nothing may be asked; empty when it is about what was asked
   */
  Optional<GitHubException> refusal(Response response, String message) {
    var now = clock.instant();
    if ("0".equals(response.header("x-ratelimit-remaining"))) {
      var resource = resource(response.headers());
      var reset = number(response.headers(), "x-ratelimit-reset");
      var told = reset == null ? now : soon(Instant.ofEpochSecond(reset)).plusSeconds(1);
      var until = told.isAfter(now) ? told : now.plus(UNTOLD);
      synchronized (lock) {
        if (closed.size() < MOST_RESOURCES) {
          closed.put(resource, until);
        }
      }
      return Optional.of(GitHubException.rateLimited(resource, until));
    }
    var wait = RetryAfter.of(response, clock);
    if (wait.isEmpty() && response.code() != 429 && !message.contains("secondary rate limit")) {
      return Optional.empty();
    }
    var until = soon(now.plus(wait.filter(time -> !time.isNegative()).orElse(UNTOLD)));
    synchronized (lock) {
      silent = until.isAfter(silent) ? until : silent;
      return Optional.of(GitHubException.secondaryLimited(silent));
    }
  }
}
