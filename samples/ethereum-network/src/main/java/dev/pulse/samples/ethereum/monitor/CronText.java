package dev.pulse.samples.ethereum.monitor;

import dev.pulse.core.schedule.Cron;
import java.time.ZoneOffset;

/** Schedules as people write them: five fields of cron, in UTC. */
final class CronText {
  /** Every morning at seven. */
  static final String DEFAULT = "0 7 * * *";

  private static final int LONGEST = 100;

  private CronText() {}

  /**
   * The schedule of a text.
   *
   * @throws Refusal that says what is wrong
   */
  static Cron parse(String text) {
    if (text.isBlank() || text.length() > LONGEST) {
      throw new Refusal("Invalid schedule: must be five fields, such as " + DEFAULT);
    }
    if (text.strip().startsWith("@") || text.strip().split("\\s+").length != 5) {
      throw new Refusal(
          "Invalid schedule: must be five fields (minute, hour, day, month, weekday), such as "
              + DEFAULT);
    }
    try {
      return Cron.of(text.strip(), ZoneOffset.UTC);
    } catch (IllegalArgumentException e) {
      throw new Refusal("Invalid schedule: " + Refusal.echo(String.valueOf(e.getMessage())));
    }
  }
}
