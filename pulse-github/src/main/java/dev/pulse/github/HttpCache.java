package dev.pulse.github;

import java.util.Optional;

/**
 * Where answers are kept beyond the memory of one process, so that a restart asks only for what has
 * changed. An answer of GitHub from here is never used without asking whether it still holds; those
 * about packages and about single vulnerabilities are used while they are young. No answer is kept
 * with what secret scanning has found in it.
 *
 * <p>A system implements it over its store; must be thread-safe. What it throws is logged, and the
 * answer is asked for anew. Tests for those who implement it are in the {@code tests} jar of this
 * artifact: {@code dev.pulse.github.testing.HttpCacheContract}.
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
