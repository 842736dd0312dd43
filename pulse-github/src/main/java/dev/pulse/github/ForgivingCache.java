package dev.pulse.github;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A cache whose failures cost a warning and a question, never an answer. Thread-safe. */
final class ForgivingCache implements HttpCache {
  private static final Logger LOG = LoggerFactory.getLogger(ForgivingCache.class);

  private final HttpCache cache;

  ForgivingCache(HttpCache cache) {
    this.cache = cache;
  }

  @Override
  public Optional<KeptAnswer> find(String key) {
    try {
      return cache.find(key);
    } catch (RuntimeException e) {
      LOG.warn("a kept answer cannot be read, so all of it is asked for", e);
      return Optional.empty();
    }
  }

  @Override
  public void keep(String key, KeptAnswer answer) {
    try {
      cache.keep(key, answer);
    } catch (RuntimeException e) {
      LOG.warn("an answer cannot be kept, so all of it will be asked for again", e);
    }
  }
}
