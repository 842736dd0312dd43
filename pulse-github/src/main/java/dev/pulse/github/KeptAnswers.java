package dev.pulse.github;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * The answers that may be asked for again: the newest in memory, all in what the system has for
 * them. Thread-safe.
 */
final class KeptAnswers {
  private static final long MOST_BYTES = 64L << 20;
  private static final int MOST_ENTRIES = 10_000;

  /** As the standard has it; whatever else is in one would be refused when it is sent back. */
  private static final Pattern ETAG = Pattern.compile("(W/)?\"[\\x21\\x23-\\x7e]{0,200}\"");

  private final Cache<String, KeptAnswer> near =
      Caffeine.newBuilder()
          .executor(Runnable::run)
          .maximumWeight(MOST_BYTES)
          // No entry weighs so little that there could be more than that many.
          .weigher(
              (String key, KeptAnswer answer) ->
                  (int) Math.max(MOST_BYTES / MOST_ENTRIES, answer.bytes().size()))
          .build();

  private final HttpCache far;

  KeptAnswers(HttpCache far) {
    this.far = new ForgivingCache(far);
  }

  /**
   * Under which name an answer is kept.
   *
   * @param method what is asked, and how much of the answer is kept
   * @param token whose answer it is; empty for nobody's
   */
  static String key(String method, HttpUrl url, String token) {
    var whose = token.isEmpty() ? "" : sha256(token);
    return "pulse:" + sha256(method + " " + url + "\n" + whose);
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }

  Optional<KeptAnswer> find(String key) {
    var answer = near.getIfPresent(key);
    if (answer != null) {
      return Optional.of(answer);
    }
    var stored = far.find(key).filter(kept -> isEtag(kept.etag()));
    stored.ifPresent(kept -> near.put(key, kept));
    return stored;
  }

  void keep(String key, KeptAnswer answer) {
    if (!isEtag(answer.etag())) {
      return;
    }
    near.put(key, answer);
    far.keep(key, answer);
  }

  static boolean isEtag(String text) {
    return ETAG.matcher(text).matches();
  }
}
