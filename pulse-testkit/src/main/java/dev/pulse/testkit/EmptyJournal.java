package dev.pulse.testkit;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.model.Signal;
import dev.pulse.api.store.Distribution;
import dev.pulse.api.store.Downtime;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Page;
import dev.pulse.api.store.Slice;
import dev.pulse.api.store.Uptime;
import dev.pulse.api.store.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** A history in which nothing has happened yet. Immutable. */
final class EmptyJournal implements Journal {
  @Override
  public Optional<Outcome> latest(String check) {
    return Optional.empty();
  }

  @Override
  public Page<Outcome> outcomes(OutcomeQuery query) {
    return new Page<>(List.of(), OptionalLong.empty());
  }

  @Override
  public List<Slice> history(String check, Signal signal, Windows windows) {
    var boundaries = windows.boundaries();
    return IntStream.range(0, windows.count())
        .mapToObj(window -> slice(boundaries.get(window), boundaries.get(window + 1), check))
        .toList();
  }

  private Slice slice(Instant from, Instant to, String check) {
    return Slice.of(from, to, Map.of(), Distribution.of(), uptime(check, from, to));
  }

  @Override
  public Uptime uptime(String check, Instant from, Instant to) {
    requireOrder(from, to);
    return Uptime.of(Duration.ZERO, Duration.ZERO, Duration.between(from, to), Duration.ZERO);
  }

  @Override
  public Downtime downtime(String check, Instant from, Instant to) {
    requireOrder(from, to);
    return Downtime.NONE;
  }

  private static void requireOrder(Instant from, Instant to) {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException(
          "a window must not end before it begins, but goes from " + from + " to " + to);
    }
  }

  @Override
  public Distribution distribution(String check, Signal signal, Instant from, Instant to) {
    return Distribution.of();
  }
}
