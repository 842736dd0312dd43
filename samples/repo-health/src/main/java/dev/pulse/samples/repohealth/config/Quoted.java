package dev.pulse.samples.repohealth.config;

import java.util.Collection;
import java.util.stream.Collectors;

/** Texts of the file in messages: in one line, and not all of them when they are long. */
final class Quoted {
  private static final int LONGEST = 60;
  private static final int LONGEST_LINE = 300;

  private Quoted() {}

  static String one(String text) {
    return '"' + bare(text) + '"';
  }

  static String bare(String text) {
    return cut(text, LONGEST);
  }

  /** A whole message. */
  static String line(String message) {
    return cut(message, LONGEST_LINE);
  }

  private static String cut(String text, int most) {
    var line = text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ");
    return line.codePointCount(0, line.length()) > most
        ? line.substring(0, line.offsetByCodePoints(0, most - 1)) + "…"
        : line;
  }

  static String all(Collection<String> texts) {
    return texts.stream().limit(10).map(Quoted::one).collect(Collectors.joining(", "));
  }
}
