package dev.pulse.github;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.squareup.moshi.JsonReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import okhttp3.HttpUrl;
import okio.Buffer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a service said, used again without asking while it is young: the newest in memory as it was
 * understood, all in what the system has for them as it was said. How old something is counts from
 * when the service said it, whoever asked. Thread-safe.
 *
 * @param <K> what is asked about
 * @param <V> what was understood
 */
final class YoungAnswers<K, V> {
  private static final Logger LOG = LoggerFactory.getLogger(YoungAnswers.class);

  private final Cache<K, Aged<V>> near;
  private final HttpCache far;
  private final Duration keep;
  private final InstantSource clock;
  private final FactJson.Value<V> reading;

  private record Aged<V>(V value, Instant at) {}

  /**
   * Keeps nothing yet.
   *
   * @param most how much is kept in memory, as {@code weight} weighs it
   * @param reading how an answer is understood
   */
  YoungAnswers(
      LookUpClientBuilder<?> builder,
      InstantSource clock,
      long most,
      ToIntFunction<V> weight,
      FactJson.Value<V> reading) {
    this.near =
        Caffeine.newBuilder()
            // Without a thread of its own, so that nothing outlives a test.
            .executor(Runnable::run)
            .maximumWeight(most)
            .weigher((K key, Aged<V> aged) -> weight.applyAsInt(aged.value()))
            .build();
    this.far = new ForgivingCache(builder.cache);
    this.keep = builder.keep;
    this.clock = clock;
    this.reading = reading;
  }

  /**
   * What was said about something, while it is young.
   *
   * @param url at which it was asked for, perhaps for another key
   * @param about whether what was said there is about the key
   */
  Optional<V> find(K key, HttpUrl url, Predicate<V> about) {
    if (keep.isZero()) {
      return Optional.empty();
    }
    @Nullable Aged<V> aged = near.getIfPresent(key);
    if (aged != null && isYoung(aged.at())) {
      return Optional.of(aged.value());
    }
    var stored = far.find(key(url)).filter(answer -> isYoung(answer.at()));
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    var value = understood(stored.get()).filter(about);
    value.ifPresent(known -> near.put(key, new Aged<>(known, stored.get().at())));
    return value;
  }

  private boolean isYoung(Instant at) {
    var now = clock.instant();
    return !at.isAfter(now) && Duration.between(at, now).compareTo(keep) < 0;
  }

  private Optional<V> understood(KeptAnswer answer) {
    try {
      var reader = JsonReader.of(new Buffer().write(answer.bytes()));
      return Optional.of(FactJson.read(reader, reading));
    } catch (FactJson.MalformedException e) {
      LOG.warn("a kept answer cannot be understood, so it is asked for again", e);
      return Optional.empty();
    }
  }

  /** Keeps an answer with status 200. */
  void keep(K key, HttpUrl url, V value, ByteString body) {
    if (keep.isZero()) {
      return;
    }
    var now = clock.instant();
    near.put(key, new Aged<>(value, now));
    far.keep(key(url), KeptAnswer.of("", body, null, now));
  }

  /** The services are asked without a token, so an answer is everybody's. */
  private static String key(HttpUrl url) {
    return KeptAnswers.key("GET", url, "");
  }
}
