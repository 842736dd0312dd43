package dev.pulse.samples.uptimeguard;

import java.util.Locale;
import java.util.Optional;

/** What can be watched. */
enum TargetType {
  /** A URL, with or without TLS. */
  HTTP,
  /** A URL with TLS. */
  HTTPS,
  /** A host and a port. */
  TCP;

  /** The type of a word in whatever case. */
  static Optional<TargetType> of(String word) {
    for (var type : values()) {
      if (type.word().equals(word.toLowerCase(Locale.ROOT))) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** The word that the API and the documents use. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
