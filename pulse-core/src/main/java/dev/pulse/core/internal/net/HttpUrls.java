package dev.pulse.core.internal.net;

import dev.pulse.api.config.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Reads the URLs that somebody configures, more strictly than those that a server sends. */
public final class HttpUrls {
  private static final int LONGEST = 8192;
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*");
  private static final Pattern START = Pattern.compile("(?i)https?://[^/\\\\?#].*");

  private HttpUrls() {}

  /** The URL; null when it is none. */
  public static @Nullable HttpUrl parse(String url) {
    // OkHttp forgives blanks, missing slashes and backslashes, as browsers do; a typo is one here.
    boolean strict =
        url.length() <= LONGEST
            && START.matcher(url).matches()
            && url.chars().noneMatch(c -> c <= ' ' || c == 0x7f || c == '\\');
    return strict ? HttpUrl.parse(url) : null;
  }

  /**
   * The host of a URL in which there are no problems. Unlike other readers this one never repeats a
   * URL that it cannot read: the URL of a webhook is its password.
   *
   * @throws IllegalArgumentException when there are
   */
  public static String host(String url) {
    var parsed = parse(url);
    if (parsed == null) {
      throw new IllegalArgumentException("the URL cannot be read");
    }
    return parsed.host();
  }

  /**
   * What is wrong with a URL. No message repeats it.
   *
   * @param key the option it was given with
   * @param credentials where a user and a password belong instead
   */
  public static List<Problem> problems(String key, String url, String credentials) {
    var scheme = SCHEME.matcher(url);
    boolean known =
        scheme.matches()
            && Set.of("http", "https").contains(scheme.group(1).toLowerCase(Locale.ROOT));
    if (scheme.matches() && !known && url.contains("://")) {
      return List.of(
          new Problem(
              "", key, "has the unknown scheme \"" + scheme.group(1) + "\"; allowed: http, https"));
    }
    @Nullable HttpUrl parsed = parse(url);
    if (parsed == null) {
      return List.of(
          new Problem(
              "", key, "is not a valid URL; expected something like https://example.com/health"));
    }
    if (!parsed.encodedUsername().isEmpty() || !parsed.encodedPassword().isEmpty()) {
      return List.of(
          new Problem("", key, "must not contain a user or password: use " + credentials));
    }
    return List.of();
  }
}
