package dev.pulse.samples.server.status;

import dev.pulse.samples.server.web.HttpError;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The stretches of time that badges are about, all of them up to now. */
enum Span {
  DAY("24h", "24 h", 1),
  WEEK("7d", "7 d", 7),
  MONTH("30d", "30 d", 30),
  QUARTER("90d", "90 d", 90);

  private final String word;
  private final String text;
  private final int days;

  Span(String word, String text, int days) {
    this.word = word;
    this.text = text;
    this.days = days;
  }

  /** Those that are no longer than the history of a page. */
  static List<Span> of(StatusPage page) {
    return Arrays.stream(values()).filter(span -> span.days <= page.days()).toList();
  }

  /**
   * What a caller asks for.
   *
   * @throws HttpError 400 when a page does not have it
   */
  static Span parse(Optional<String> word, Span otherwise, StatusPage page) {
    var allowed = of(page);
    var wanted = word.orElse(otherwise.word);
    for (Span span : allowed) {
      if (span.word.equals(wanted)) {
        return span;
      }
    }
    if (word.isEmpty()) {
      return allowed.get(allowed.size() - 1);
    }
    throw HttpError.invalid(
        "window",
        "one of " + allowed.stream().map(Span::word).collect(Collectors.joining(", ")),
        wanted);
  }

  Duration length() {
    return Duration.ofDays(days);
  }

  /** In addresses. */
  String word() {
    return word;
  }

  /** For people. */
  String text() {
    return text;
  }
}
