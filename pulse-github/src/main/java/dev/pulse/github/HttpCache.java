package dev.pulse.github;

import java.util.Optional;

/**
 * Where answers of GitHub are kept beyond the memory of one process, so that a restart asks only
 * for what has changed. An answer from here is never used without asking GitHub whether it still
 * holds. A system implements it over its store; must be thread-safe. What it throws is logged, and
 * the answer is asked for anew.
 */
public interface HttpCache {
  /**
   * The answer that was kept last.
   *
   * @param key {@code pulse:} and 64 hexadecimal digits, from which neither URL nor token can be
   *     read
   */
  Optional<KeptAnswer> find(String key);

  /** Keeps an answer in the place of the one before. */
  void keep(String key, KeptAnswer answer);

  /** Keeps nothing. */
  static HttpCache none() {
    return new HttpCache() {
      @Override
      public Optional<KeptAnswer> find(String key) {
        return Optional.empty();
      }

      @Override
      public void keep(String key, KeptAnswer answer) {
        // That is what none means.
      }
    };
  }
}
