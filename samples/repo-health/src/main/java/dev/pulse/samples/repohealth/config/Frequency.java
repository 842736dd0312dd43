package dev.pulse.samples.repohealth.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** When people learn of an alert. */
public enum Frequency {
  /** As soon as it opens. */
  IMMEDIATE,
  /** With all others of the day, in one message. */
  DAILY_DIGEST;

  /** As it is written in the file of rules. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Frequency> of(String word) {
    return Arrays.stream(values()).filter(value -> value.word().equals(word)).findFirst();
  }
}
