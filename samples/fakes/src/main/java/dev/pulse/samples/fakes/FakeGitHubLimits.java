package dev.pulse.samples.fakes;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** How much each caller may still ask, by resource, as GitHub counts it. Thread-safe. */
final class FakeGitHubLimits {
  static final String ANONYMOUS = "";

  private final InstantSource clock;
  private final Map<String, Integer> limits = new LinkedHashMap<>();
  private final Map<String, Integer> first = new HashMap<>();
  private final Map<Key, Bucket> buckets = new HashMap<>();
  private int anonymous = 60;

  private record Key(String caller, String resource) {}

  /**
   * How a bucket stands.
   *
   * @param reset when it is full again
   */
  record Bucket(String resource, int limit, int used, Instant reset) {
    int remaining() {
      return Math.max(0, limit - used);
    }

    FakeGitHubJson.Fields json() {
      return FakeGitHubJson.fields()
          .with("limit", limit)
          .with("used", used)
          .with("remaining", remaining())
          .with("reset", reset.getEpochSecond());
    }
  }

  FakeGitHubLimits(InstantSource clock) {
    this.clock = clock;
    limits.put("core", 5_000);
    limits.put("search", 30);
    limits.put("graphql", 5_000);
    limits.put("dependency_sbom", 100);
  }

  synchronized void limit(String resource, int limit) {
    limits.put(resource, limit);
    buckets.keySet().removeIf(key -> key.resource().equals(resource) && !isAnonymous(key));
  }

  synchronized void anonymous(int limit) {
    anonymous = limit;
    buckets.keySet().removeIf(FakeGitHubLimits::isAnonymous);
  }

  /** So much is left to everybody in the present window. */
  synchronized void remaining(String resource, int left) {
    first.put(resource, left);
    buckets.keySet().removeIf(key -> key.resource().equals(resource));
  }

  synchronized void recover() {
    first.clear();
    buckets.clear();
  }

  synchronized Bucket look(String caller, String resource) {
    var key = new Key(caller, resource);
    var bucket = buckets.get(key);
    if (bucket == null) {
      bucket = fresh(key);
      bucket =
          new Bucket(
              resource,
              bucket.limit(),
              bucket.limit()
                  - Math.min(first.getOrDefault(resource, bucket.limit()), bucket.limit()),
              bucket.reset());
    } else if (!clock.instant().isBefore(bucket.reset())) {
      first.remove(resource);
      bucket = fresh(key);
    }
    buckets.put(key, bucket);
    return bucket;
  }

  /** Counts a request; more are used than there are when it is to be refused. */
  synchronized Bucket take(String caller, String resource) {
    var bucket = look(caller, resource);
    var counted = new Bucket(resource, bucket.limit(), bucket.used() + 1, bucket.reset());
    if (counted.used() <= counted.limit()) {
      buckets.put(new Key(caller, resource), counted);
    }
    return counted;
  }

  /** Takes back what {@link #take} counted. */
  synchronized Bucket giveBack(String caller, String resource) {
    var bucket = look(caller, resource);
    int used = Math.max(0, bucket.used() - 1);
    bucket = new Bucket(resource, bucket.limit(), used, bucket.reset());
    buckets.put(new Key(caller, resource), bucket);
    return bucket;
  }

  synchronized FakeGitHubJson.Fields all(String caller) {
    var all = FakeGitHubJson.fields();
    limits.keySet().forEach(resource -> all.with(resource, look(caller, resource).json()));
    return all;
  }

  private Bucket fresh(Key key) {
    var window =
        key.resource().equals("core") || key.resource().equals("graphql")
            ? Duration.ofHours(1)
            : Duration.ofMinutes(1);
    int limit = limits.getOrDefault(key.resource(), 5_000);
    return new Bucket(
        key.resource(),
        isAnonymous(key) ? Math.min(anonymous, limit) : limit,
        0,
        Instant.ofEpochSecond(clock.instant().plus(window).getEpochSecond()));
  }

  private static boolean isAnonymous(Key key) {
    return key.caller().equals(ANONYMOUS);
  }
}
