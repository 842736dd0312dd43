package dev.pulse.core.check;

import dev.pulse.api.check.Check;
import dev.pulse.api.config.Settings;
import dev.pulse.api.schedule.Schedule;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.spi.CheckProvider;
import dev.pulse.core.schedule.Cron;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Makes {@link HeartbeatCheck}s of the type {@code heartbeat}. Options: one of {@code expect-every}
 * (a duration), {@code expect-cron} and {@code expect-daily} (a time of day), both with {@code
 * expect-zone} ({@code UTC} by default); {@code token} (needed); {@code grace} (5m by default),
 * {@code longest} (durations).
 */
public final class HeartbeatCheckProvider implements CheckProvider {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("H:mm", Locale.ROOT);

  /** For {@link java.util.ServiceLoader}. */
  public HeartbeatCheckProvider() {}

  @Override
  public String type() {
    return "heartbeat";
  }

  @Override
  public Check create(Settings settings) {
    var builder = expectation(settings);
    settings
        .duration("grace")
        .between(Duration.ZERO, HeartbeatCheck.LONGEST)
        .describedAs("how much later than expected a success may come; 5m without it")
        .optional()
        .ifPresent(builder::grace);
    settings
        .duration("longest")
        .between(HeartbeatCheck.SHORTEST, HeartbeatCheck.LONGEST)
        .describedAs("how long a run may take whose start was reported")
        .optional()
        .ifPresent(builder::longest);
    builder.token(
        settings
            .secret("token")
            .where(
                token -> token.reveal().length() >= HeartbeatCheck.SHORTEST_TOKEN,
                "must have at least " + HeartbeatCheck.SHORTEST_TOKEN + " characters")
            .describedAs("what the job must send to report")
            .required());
    return builder.build();
  }

  private static HeartbeatCheck.Builder expectation(Settings settings) {
    var every =
        settings
            .duration("expect-every")
            .between(HeartbeatCheck.SHORTEST, HeartbeatCheck.LONGEST)
            .describedAs("the time from one success to the next")
            .optional();
    var zone =
        settings
            .zone("expect-zone")
            .describedAs("whose times expect-cron and expect-daily are")
            .orElse(ZoneId.of("UTC"));
    var never = Schedules.every(HeartbeatCheck.LONGEST);
    var cron =
        settings
            .text("expect-cron")
            .<Schedule>map(expression -> Cron.of(expression, zone), never)
            .describedAs("when the job runs, in the five fields of cron")
            .optional();
    var daily =
        settings
            .text("expect-daily")
            .<Schedule>map(time -> Schedules.daily(time(time), zone), never)
            .describedAs("the time of day at which the job runs")
            .optional();
    complain(settings);
    return cron.or(() -> daily)
        .map(HeartbeatCheck::on)
        .orElseGet(() -> HeartbeatCheck.every(every.orElse(HeartbeatCheck.LONGEST)));
  }

  private static void complain(Settings settings) {
    var given =
        Stream.of("expect-every", "expect-cron", "expect-daily")
            .filter(settings.keys()::contains)
            .toList();
    if (given.isEmpty()) {
      settings.note("", "needs one of expect-every, expect-cron and expect-daily");
    }
    if (given.size() > 1) {
      settings.note(given.get(1), "contradicts " + given.get(0) + "; keep one of them");
    }
    // One that comes from the defaults of the file is for whoever needs it.
    if (settings.keys().contains("expect-zone") && given.contains("expect-every")) {
      settings.note("expect-zone", "belongs to expect-cron or expect-daily");
    }
  }

  private static LocalTime time(String text) {
    try {
      return LocalTime.parse(text.strip(), TIME);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("must be a time of day like 02:00", e);
    }
  }
}
