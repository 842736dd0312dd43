package dev.pulse.core.report;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.model.Signal;
import dev.pulse.api.store.Distribution;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Page;
import dev.pulse.api.store.Slice;
import dev.pulse.api.store.Uptime;
import dev.pulse.api.store.Windows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A journal whose single results have been removed. */
final class OnlySummaries implements Journal {
  private final Journal journal;

  OnlySummaries(Journal journal) {
    this.journal = journal;
  }

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
    return journal.history(check, signal, windows);
  }

  @Override
  public Uptime uptime(String check, Instant from, Instant to) {
    return journal.uptime(check, from, to);
  }

  @Override
  public Distribution distribution(String check, Signal signal, Instant from, Instant to) {
    return journal.distribution(check, signal, from, to);
  }
}
