package dev.pulse.samples.ethereum.history;

import dev.pulse.api.model.Status;

/** States as letters: one for each pair, or for each stretch of time. */
public final class Code {
  /** Nothing is known. */
  static final char GAP = '-';

  /** From the least to the most that people must know of. */
  private static final String BY_WEIGHT = "-PWUF";

  private Code() {}

  /** The letter of a state: {@code P}, {@code W}, {@code U} or {@code F}. */
  static char of(Status status) {
    return status.name().charAt(0);
  }

  /** The letter of a state that is written in small letters. */
  static char of(String status) {
    return status.isEmpty() ? GAP : Character.toUpperCase(status.charAt(0));
  }

  /** The one of which people must know. */
  static char worse(char first, char second) {
    return BY_WEIGHT.indexOf(first) >= BY_WEIGHT.indexOf(second) ? first : second;
  }
}
