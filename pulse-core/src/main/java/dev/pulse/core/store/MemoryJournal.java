package dev.pulse.core.store;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.model.Signal;
import dev.pulse.api.store.Distribution;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Page;
import dev.pulse.api.store.Slice;
import dev.pulse.api.store.Uptime;
import java.time.Duration;
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
  public List<Slice> history(String check, Signal signal, Instant from, Instant to, int points) {
    requireNonNull(signal, "signal");
    var window = Window.nonEmpty(from, to);
    var slices = new Slices(window, points);
    return store.read(
        () -> {
          range(check, window.firstMillis(), window.endMillis())
              .forEach(
                  outcome ->
                      slices.add(
                          outcome.started().toEpochMilli(),
                          outcome.status(),
                          outcome.value(signal)));
          return slices.list();
        });
  }

  @Override
  public Uptime uptime(String check, Instant from, Instant to, Duration validity) {
    var window = new Window(from, to);
    var meter = new UptimeMeter(window, validity);
    return store.read(
        () -> {
          range(check, meter.firstMillis(), window.endMillis())
              .sorted(BY_START)
              .forEach(outcome -> meter.add(outcome.started().toEpochMilli(), outcome.status()));
          return meter.result();
        });
  }

  @Override
  public Distribution distribution(String check, Signal signal, Instant from, Instant to) {
    requireNonNull(signal, "signal");
    var window = new Window(from, to);
    return store.read(
        () ->
            Distribution.of(
                range(check, window.firstMillis(), window.endMillis())
                    .flatMapToDouble(outcome -> outcome.value(signal).stream())
                    .toArray()));
  }

  private Stream<Outcome> range(String check, long firstMillis, long endMillis) {
    return store.outcomes(Optional.of(check)).values().stream()
        .filter(outcome -> outcome.started().toEpochMilli() >= firstMillis)
        .filter(outcome -> outcome.started().toEpochMilli() < endMillis);
  }
}
