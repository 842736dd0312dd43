package dev.pulse.core.chart;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.model.Signal;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.Windows;
import dev.pulse.core.internal.text.ForeignText;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** The charts that come with Pulse. */
public final class Charts {
  private static final int POINTS = 120;
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(31);

  private Charts() {}

  /**
   * The median latency of the check that a message is about, with the time of the incident shaded;
   * what is not known is a gap. Of several alerts the first counts. There is no picture for
   * digests, summaries and trials, and none where nothing was measured.
   *
   * <pre>{@code
   * SlackNotifier.bot(token, "C0123456789").chart(Charts.latency(store.journal(), Duration.ofHours(6)));
   * }</pre>
   *
   * <p>Drawn with Java2D, which needs no screen. Where the machine has no fonts it has no texts.
   *
   * @param journal the history, which may be that of a store that Pulse is yet to be started with
   * @param back how much of the time before the message to show; 1 minute to 31 days
   * @throws IllegalArgumentException when that is shorter or longer
   */
  public static ChartSource latency(Journal journal, Duration back) {
    requireNonNull(journal, "journal");
    return latency(() -> journal, back);
  }

  /**
   * The same from a history that is asked for with each message; see {@link
   * dev.pulse.api.notify.NotifierContext#journal}.
   */
  public static ChartSource latency(Supplier<Journal> journal, Duration back) {
    requireNonNull(journal, "journal");
    if (back.compareTo(SHORTEST) < 0 || back.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "a chart shows " + SHORTEST + " to " + LONGEST + ", but shall show " + back);
    }
    return notification ->
        shown(notification).flatMap(alert -> draw(journal.get(), back, notification, alert));
  }

  private static Optional<Alert> shown(Notification notification) {
    return switch (notification.kind()) {
      case DIGEST, SUMMARY, TEST -> Optional.empty();
      default -> notification.alerts().stream().findFirst();
    };
  }

  private static Optional<Picture> draw(
      Journal journal, Duration back, Notification notification, Alert alert) {
    var to = notification.at();
    var slices =
        journal.history(alert.check(), Signal.latency(), Windows.equal(to.minus(back), to, POINTS));
    var seconds = new double[slices.size()];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = slices.get(i).values().quantile(0.5).orElse(Double.NaN);
    }
    if (Arrays.stream(seconds).allMatch(Double::isNaN)) {
      return Optional.empty();
    }
    var check = ForeignText.oneLine(alert.check(), 60);
    try {
      var chart =
          new LineChart(
              "Latency of " + check,
              to.minus(back),
              to,
              seconds,
              alert.startsAt(),
              alert.endsAt().orElse(to));
      return Optional.of(
          Picture.of(fileName(alert), chart.png(), description(check, alert, to, back)));
    } catch (LinkageError e) {
      // Java runtimes that were cut down for servers may be without java.desktop or its libraries.
      throw new IllegalStateException("this Java runtime cannot draw", e);
    }
  }

  private static String fileName(Alert alert) {
    var safe = alert.check().replaceAll("[^A-Za-z0-9._-]+", "-");
    return "latency-" + safe.substring(0, Math.min(60, safe.length())) + ".png";
  }

  private static String description(String check, Alert alert, Instant to, Duration back) {
    return String.format(
        Locale.ROOT,
        "Latency of %s from %s to %s; the incident began at %s%s",
        check,
        to.minus(back),
        to,
        alert.startsAt(),
        alert.endsAt().map(end -> " and ended at " + end).orElse(""));
  }
}
