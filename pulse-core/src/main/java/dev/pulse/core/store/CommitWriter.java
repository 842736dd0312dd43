package dev.pulse.core.store;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.store.Commit;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes a commit inside a transaction. */
final class CommitWriter {
  private final Session session;
  private final Ids ids;
  private final Tails tails;

  CommitWriter(Session session, Tails tails) {
    this.session = session;
    this.ids = session.ids();
    this.tails = tails;
  }

  /**
   * Writes everything.
   *
   * @return what went into the log; empty when the commit has no results
   */
  Optional<LogChunk> write(Commit commit) throws SQLException {
    new RunIds(session, tails).requireNew(commit.outcomes());
    var chunk = append(commit.outcomes());
    long last = chunk.map(LogChunk::lastRunId).orElse(0L);
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
    for (Commit.DocumentChange change : commit.documents()) {
      write(change);
    }
    session.update("UPDATE high_water SET last_id = ? WHERE last_id < ?", last, last);
    return chunk;
  }

  private void write(Commit.DocumentChange change) throws SQLException {
    if (change.body().isEmpty()) {
      session.update(
          "DELETE FROM document WHERE collection = ? AND id = ?", change.collection(), change.id());
    } else {
      session.update(
          "INSERT INTO document (collection, id, version, body) VALUES (?, ?, 1, ?)"
              + " ON CONFLICT (collection, id)"
              + " DO UPDATE SET version = document.version + 1, body = excluded.body",
          change.collection(),
          change.id(),
          change.body().get());
    }
  }

  private Optional<LogChunk> append(List<Outcome> outcomes) throws SQLException {
    if (outcomes.isEmpty()) {
      return Optional.empty();
    }
    var writer = new LogChunk.Writer();
    var row = new ByteWriter();
    for (Outcome outcome : outcomes) {
      row.clear();
      write(row, outcome);
      writer.add(ids.registration(outcome.check()), outcome.runId(), row);
    }
    var chunk = writer.chunk(tails.lastSeq() + 1);
    session.update(
        "INSERT INTO log (seq, first_run_id, last_run_id, body) VALUES (?, ?, ?, ?)",
        chunk.seq(),
        chunk.firstRunId(),
        chunk.lastRunId(),
        chunk.body().copy());
    return Optional.of(chunk);
  }

  private void write(ByteWriter row, Outcome outcome) throws SQLException {
    var result = outcome.result();
    var samples = result.samples();
    long started = outcome.started().toEpochMilli();
    StoredResult.write(
        row,
        outcome.runId(),
        started,
        StatusNumbers.of(outcome.status()),
        result.latency().isPresent() ? nanos(result.latency().get()) : StoredResult.NO_LATENCY,
        nanos(outcome.took()) / 1_000,
        nanos(outcome.late()) / 1_000,
        outcome.attempt(),
        ids.term(outcome.instance(), started),
        result.reason().isPresent() ? ids.term(result.reason().get().code(), started) : 0,
        result.summary(),
        samples.isEmpty() ? 0 : ids.term(ids.shapes().textOf(outcome.check(), samples), started),
        samples.isEmpty() ? StoredResult.NO_NUMBERS : SampleShape.numbersOf(samples),
        ids.details().textOf(outcome),
        outcome.validFor().toMillis(),
        outcome.maintenance().isPresent() ? ids.term(outcome.maintenance().get(), started) : 0);
  }

  private void insert(Incident incident) throws SQLException {
    long registration = ids.registration(incident.check());
    @Nullable String subject = incident.subject().orElse(null);
    int inserted =
        session.update(
            "INSERT INTO incident (id, registration, rule, subject, open, body)"
                + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            incident.id(),
            registration,
            incident.rule(),
            subject,
            incident.isOpen() ? 1 : 0,
            IncidentBody.textOf(incident));
    if (inserted == 0) {
      long open =
          session
              .first(
                  "SELECT id FROM incident"
                      + " WHERE registration = ? AND rule = ?"
                      + " AND subject IS NOT DISTINCT FROM ? AND open = 1",
                  row -> row.getLong(1),
                  registration,
                  incident.rule(),
                  subject)
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
