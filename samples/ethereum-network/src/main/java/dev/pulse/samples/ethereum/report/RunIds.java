package dev.pulse.samples.ethereum.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Names for runs that sort by time and that nobody guesses. */
public final class RunIds {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private RunIds() {}

  /**
   * The date and time in UTC, and 16 hexadecimal digits: {@code 20261121-070000-9f86d081884c7d65}.
   */
  public static String at(Instant at, RandomGenerator random) {
    return TIME.format(at) + "-" + HexFormat.of().toHexDigits(random.nextLong());
  }
}
