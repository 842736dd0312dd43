package dev.pulse.core.internal.notify;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import okhttp3.HttpUrl;

/**
 * What must not be repeated of a request, because servers like to: many answer a wrong address with
 * the address. Immutable.
 */
public final class Unspeakable {
  private static final String HIDDEN = "***";

  /** Shorter parts of a URL are words of every API, not secrets. */
  private static final int SHORTEST_PART = 4;

  private final List<String> words;

  private Unspeakable(List<String> words) {
    this.words = words;
  }

  /** The secrets themselves, and every part of the URL that may be one. */
  static Unspeakable of(HttpUrl url, Collection<String> secrets) {
    var parts =
        Stream.of(
                url.encodedPathSegments().stream(),
                url.pathSegments().stream(),
                url.queryParameterNames().stream()
                    .flatMap(name -> url.queryParameterValues(name).stream())
                    .map(value -> value == null ? "" : value))
            .flatMap(all -> all)
            .filter(part -> part.length() >= SHORTEST_PART);
    return ofWords(Stream.concat(parts, secrets.stream().flatMap(Unspeakable::withCredentials)));
  }

  /** The secrets themselves, for requests whose URL is none. */
  public static Unspeakable of(Collection<String> secrets) {
    return ofWords(secrets.stream().flatMap(Unspeakable::withCredentials));
  }

  /** Nothing but these words, each as a whole. */
  public static Unspeakable ofWhole(Collection<String> words) {
    return ofWords(words.stream());
  }

  private static Unspeakable ofWords(Stream<String> all) {
    var words =
        all.filter(word -> !word.isBlank())
            .flatMap(Unspeakable::forms)
            .distinct()
            // The longest first: one may be part of another.
            .sorted(Comparator.comparing(String::length).reversed())
            .toList();
    return new Unspeakable(words);
  }

  /** How servers write a word that they repeat: as it is, in a URL, in JSON, in HTML. */
  private static Stream<String> forms(String word) {
    return Stream.of(
        word,
        URLEncoder.encode(word, StandardCharsets.UTF_8),
        word.replace("/", "\\/"),
        escaped(word, "&<>"),
        escaped(word, "&<>=+'"),
        word.replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;")
            .replace("'", "&#39;"));
  }

  private static String escaped(String word, String characters) {
    String escaped = word;
    for (int i = 0; i < characters.length(); i++) {
      var written = String.format(Locale.ROOT, "\\u%04x", (int) characters.charAt(i));
      escaped = escaped.replace(characters.substring(i, i + 1), written);
    }
    return escaped;
  }

  /** A header such as {@code Bearer …} is a secret, and so is what comes behind its scheme. */
  private static Stream<String> withCredentials(String secret) {
    return Stream.of(secret, secret.substring(secret.indexOf(' ') + 1));
  }

  /** The text without any of it. */
  public String removedFrom(String text) {
    String left = text;
    for (String word : words) {
      left = left.replace(word, HIDDEN);
    }
    return left;
  }

  @Override
  public String toString() {
    return HIDDEN;
  }
}
