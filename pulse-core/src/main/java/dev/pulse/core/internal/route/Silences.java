package dev.pulse.core.internal.route;

import dev.pulse.api.model.Labels;
import dev.pulse.api.route.Silence;
import dev.pulse.api.schedule.Recurrence;
import dev.pulse.core.schedule.Cron;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All silences: finds one that is at work for an alert. Confine to one thread. */
final class Silences {
  private static final Logger LOG = LoggerFactory.getLogger(Silences.class);

  private final MatchIndex<Watch> index;

  private Silences(MatchIndex<Watch> index) {
    this.index = index;
  }

  /**
   * Makes silences ready.
   *
   * @throws IllegalArgumentException when a regular expression or a cron expression cannot be read
   */
  static Silences of(List<Silence> silences) {
    return new Silences(MatchIndex.of(silences.stream().map(Silences::entry).toList()));
  }

  /** Makes those ready that can be read: one that cannot must not keep the others from it. */
  static Silences readable(List<Silence> silences) {
    var entries = new ArrayList<MatchIndex.Entry<Watch>>(silences.size());
    for (Silence silence : silences) {
      try {
        entries.add(entry(silence));
      } catch (IllegalArgumentException e) {
        LOG.error("Silence {} cannot be put to work; it silences nothing", silence.id(), e);
      }
    }
    return new Silences(MatchIndex.of(entries));
  }

  private static MatchIndex.Entry<Watch> entry(Silence silence) {
    try {
      return new MatchIndex.Entry<>(Matching.of(silence.matchers()), new Watch(silence));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(silence + ": " + e.getMessage(), e);
    }
  }

  Optional<Silence> at(Labels labels, Instant time) {
    var found = new Silence[1];
    index.visit(
        labels,
        watch -> {
          if (watch.isAt(time)) {
            found[0] = watch.silence;
          }
          return found[0] == null;
        });
    return Optional.ofNullable(found[0]);
  }

  /** A silence, and whether it is at work: what recurs is looked up once per occasion. */
  private static final class Watch {
    private final Silence silence;
    private final @Nullable Recurrence recurrence;
    private final @Nullable Cron begins;
    private Instant knownFrom = Instant.MAX;
    private Instant knownUntil = Instant.MIN;
    private boolean known;

    Watch(Silence silence) {
      this.silence = silence;
      this.recurrence = silence.recurrence().orElse(null);
      this.begins = recurrence == null ? null : Cron.of(recurrence.cron(), recurrence.zone());
    }

    boolean isAt(Instant time) {
      if (time.isBefore(silence.startsAt()) || !time.isBefore(silence.endsAt())) {
        return false;
      }
      if (recurrence == null || begins == null) {
        return true;
      }
      if (time.isBefore(knownFrom) || !time.isBefore(knownUntil)) {
        var length = recurrence.length();
        // The schedule tells what begins after a time: the earliest occasion that still lasts.
        var next = begins.next(time.minus(length)).orElse(Instant.MAX);
        known = !next.isAfter(time);
        knownFrom = time;
        knownUntil = known ? next.plus(length) : next;
      }
      return known;
    }
  }
}
