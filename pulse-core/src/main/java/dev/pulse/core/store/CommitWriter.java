package dev.pulse.core.store;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.store.Commit;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.Map;

/** Writes a commit inside a transaction. */
final class CommitWriter {
  private static final String INSERT_RESULT =
      "INSERT INTO result (run_id, registration, started, status, latency, took, late, attempt,"
          + " instance, reason, summary, shape, numbers, extra)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";

  private final Session session;
  private final Ids ids;

  CommitWriter(Session session) {
    this.session = session;
    this.ids = session.ids();
  }

  void write(Commit commit) throws SQLException {
    long last = 0;
    for (Outcome outcome : commit.outcomes()) {
      insert(outcome);
      last = Math.max(last, outcome.runId());
    }
    // All of them go before any comes back: what counts is how the incidents are after the commit,
    // not the order in which it names them.
    for (Incident incident : commit.incidents()) {
      session.update("DELETE FROM incident WHERE id = ?", incident.id());
    }
    for (Incident incident : commit.incidents()) {
      insert(incident);
      last = Math.max(last, incident.id());
    }
    for (Map.Entry<String, byte[]> state : commit.ruleStates().entrySet()) {
      session.update(
          "INSERT INTO rule_state (registration, state) VALUES (?, ?)"
              + " ON CONFLICT (registration) DO UPDATE SET state = excluded.state",
          ids.registration(state.getKey()),
          state.getValue());
    }
    session.update("UPDATE high_water SET last_id = ?1 WHERE last_id < ?1", last);
  }

  private void insert(Outcome outcome) throws SQLException {
    var result = outcome.result();
    var samples = result.samples();
    long started = outcome.started().toEpochMilli();
    long registration = ids.registration(outcome.check());
    long instance = ids.term(outcome.instance(), started);

    var row = session.statement(INSERT_RESULT);
    row.setLong(1, outcome.runId());
    row.setLong(2, registration);
    row.setLong(3, started);
    row.setInt(4, StatusNumbers.of(outcome.status()));
    if (result.latency().isPresent()) {
      row.setLong(5, nanos(result.latency().get()));
    } else {
      row.setNull(5, Types.INTEGER);
    }
    row.setLong(6, nanos(outcome.took()) / 1_000);
    row.setLong(7, nanos(outcome.late()) / 1_000);
    row.setInt(8, outcome.attempt());
    row.setLong(9, instance);
    if (result.reason().isPresent()) {
      row.setLong(10, ids.term(result.reason().map(Reason::code).get(), started));
    } else {
      row.setNull(10, Types.INTEGER);
    }
    row.setString(11, result.summary());
    if (samples.isEmpty()) {
      row.setNull(12, Types.INTEGER);
      row.setNull(13, Types.BLOB);
    } else {
      row.setLong(12, ids.term(SampleShape.textOf(samples), started));
      row.setBytes(13, SampleShape.numbersOf(samples));
    }
    row.setString(14, OutcomeExtra.textOf(outcome));
    if (row.executeUpdate() == 0) {
      throw Conflicts.run(outcome.runId());
    }
  }

  private void insert(Incident incident) throws SQLException {
    long registration = ids.registration(incident.check());
    int inserted =
        session.update(
            "INSERT INTO incident (id, registration, rule, open, body) VALUES (?, ?, ?, ?, ?)"
                + " ON CONFLICT DO NOTHING",
            incident.id(),
            registration,
            incident.rule(),
            incident.isOpen() ? 1 : 0,
            IncidentBody.textOf(incident));
    if (inserted == 0) {
      long open =
          session
              .first(
                  "SELECT id FROM incident WHERE registration = ? AND rule = ? AND open = 1",
                  row -> row.getLong(1),
                  registration,
                  incident.rule())
              .orElseThrow();
      throw Conflicts.incident(incident, open);
    }
  }

  /** In nanoseconds; 292 years at most, because one absurd number must not stop all commits. */
  private static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }
}
