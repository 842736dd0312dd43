package dev.pulse.core.store;

import static java.util.Objects.requireNonNull;

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
import dev.pulse.core.store.UptimeMeter.Speaks;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads history from a {@link MemoryStore}. Thread-safe. */
final class MemoryJournal implements Journal {
  private static final Comparator<Outcome> BY_START =
      Comparator.comparing(Outcome::started).thenComparing(Outcome::runId);

  private final MemoryStore store;

  MemoryJournal(MemoryStore store) {
    this.store = store;
  }

  @Override
  public Optional<Outcome> latest(String check) {
    var name = Optional.of(check);
    return store.read(
        () -> Optional.ofNullable(store.outcomes(name).lastEntry()).map(entry -> entry.getValue()));
  }

  @Override
  public Page<Outcome> outcomes(OutcomeQuery query) {
    Predicate<Outcome> wanted =
        outcome ->
            outcome.check().startsWith(query.prefix())
                && query.statuses().contains(outcome.status())
                && query.from().map(from -> !outcome.started().isBefore(from)).orElse(true)
                && query.to().map(outcome.started()::isBefore).orElse(true);
    return store.read(
        () ->
            MemoryStore.page(
                store.outcomes(query.check()),
                query.before(),
                query.limit(),
                wanted,
                Outcome::runId));
  }

  @Override
  public List<Slice> history(String check, Signal signal, Windows windows) {
    requireNonNull(signal, "signal");
    var boundaries = Boundaries.of(windows);
    var slices = new Slices(boundaries, signal);
    return store.read(
        () -> {
          inside(check, boundaries)
              .forEach(
                  outcome ->
                      slices.add(
                          outcome.started().toEpochMilli(),
                          StatusNumbers.of(outcome.status()),
                          outcome.value(signal).orElse(Double.NaN)));
          return slices.list(uptimes(check, boundaries));
        });
  }

  @Override
  public Uptime uptime(String check, Instant from, Instant to) {
    var boundaries = Boundaries.of(from, to);
    return store.read(() -> uptimes(check, boundaries).get(0));
  }

  private List<Uptime> uptimes(String check, Boundaries boundaries) {
    var meter = new UptimeMeter(boundaries);
    give(check, boundaries, meter::add);
    return meter.result();
  }

  @Override
  public Downtime downtime(String check, Instant from, Instant to) {
    var boundaries = Boundaries.of(from, to);
    return store.read(
        () -> {
          var meter = new DowntimeMeter(boundaries);
          give(check, boundaries, meter::add);
          return meter.result();
        });
  }

  private void give(String check, Boundaries boundaries, Timeline.Taker taker) {
    outcomes(check)
        .filter(outcome -> outcome.started().toEpochMilli() < boundaries.end())
        .sorted(BY_START)
        .forEach(
            outcome ->
                taker.take(
                    outcome.started().toEpochMilli(),
                    Speaks.of(outcome.status(), outcome.maintenance().isPresent()),
                    outcome.validFor().toMillis()));
  }

  @Override
  public Distribution distribution(String check, Signal signal, Instant from, Instant to) {
    requireNonNull(signal, "signal");
    var boundaries = Boundaries.of(from, to);
    return store.read(
        () ->
            Distribution.of(
                inside(check, boundaries)
                    .flatMapToDouble(outcome -> outcome.value(signal).stream())
                    .toArray()));
  }

  private Stream<Outcome> inside(String check, Boundaries boundaries) {
    return outcomes(check).filter(outcome -> boundaries.include(outcome.started().toEpochMilli()));
  }

  private Stream<Outcome> outcomes(String check) {
    return store.outcomes(Optional.of(check)).values().stream();
  }
}
