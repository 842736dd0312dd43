package dev.pulse.samples.repohealth.alert;

import dev.pulse.core.condition.RuleCondition.Truth;
import dev.pulse.samples.repohealth.store.AlertRow;
import dev.pulse.samples.repohealth.store.AlertTable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One look at a repository, and what it makes of its alerts. An alert opens when its condition
 * holds, ends when it does not, and stays as it is when nobody can tell. Confine to one thread.
 */
final class Look {
  private final String repository;
  private final Instant now;
  private final Map<Key, AlertRow> rows = new LinkedHashMap<>();
  private final Map<Key, AlertRow> changed = new LinkedHashMap<>();

  private record Key(String rule, String subject) {}

  /**
   * What a condition says of a subject.
   *
   * @param text one line for people, for when it holds
   */
  record Opinion(Truth truth, Level level, String text) {
    /** Of several about one subject: whoever says that it holds is right. */
    Opinion or(Opinion other) {
      return truth == Truth.HOLDS || other.truth() == Truth.DOES_NOT_HOLD ? this : other;
    }
  }

  Look(AlertTable alerts, String repository, Instant now) {
    this.repository = repository;
    this.now = now;
    alerts.of(repository).forEach(row -> rows.put(new Key(row.rule(), row.subject()), row));
  }

  /** Takes in what a rule says of a subject. */
  void hear(String rule, String subject, Opinion opinion) {
    var key = new Key(rule, subject);
    var row = rows.get(key);
    boolean open = row != null && row.isOpen();
    if (opinion.truth() == Truth.HOLDS && !open) {
      put(
          key,
          new AlertRow(
              rule, repository, subject, opinion.level().word(), opinion.text(), now, null));
    } else if (opinion.truth() == Truth.DOES_NOT_HOLD && open) {
      end(key);
    }
  }

  /** Ends what a rule has open about other subjects than these: they are there no more. */
  void endOthers(String rule, Set<String> subjects) {
    open().stream()
        .filter(row -> row.rule().equals(rule) && !subjects.contains(row.subject()))
        .forEach(row -> end(new Key(row.rule(), row.subject())));
  }

  /** Ends everything. */
  void endAll() {
    open().forEach(row -> end(new Key(row.rule(), row.subject())));
  }

  private void end(Key key) {
    var row = rows.get(key);
    if (row != null) {
      put(key, row.ended(now));
    }
  }

  private void put(Key key, AlertRow row) {
    rows.put(key, row);
    changed.put(key, row);
  }

  /** The alerts that are open now. */
  List<AlertRow> open() {
    return rows.values().stream().filter(AlertRow::isOpen).toList();
  }

  /** The alerts that have opened or ended, to be stored. */
  List<AlertRow> changed() {
    return List.copyOf(changed.values());
  }
}
