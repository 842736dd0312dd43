package dev.pulse.samples.repohealth.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.statement.Query;

/** The alerts of the organisation, one for each rule, repository and subject. Thread-safe. */
public final class AlertTable {
  private static final String ROWS = "SELECT * FROM rh_alerts WHERE org = :org";
  private static final String NEWEST_FIRST = " ORDER BY opened_at DESC, rule, repo, subject";

  private final Database database;
  private final String org;

  AlertTable(Database database, String org) {
    this.database = database;
    this.org = org;
  }

  /** One of them, open or ended. */
  public Optional<AlertRow> find(String rule, String repository, String subject) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM rh_alerts WHERE org = :org AND rule = :rule AND repo = :repo"
                        + " AND subject = :subject")
                .bind("org", org)
                .bind("rule", rule)
                .bind("repo", Columns.folded(repository))
                .bind("subject", subject)
                .map((row, context) -> row(row))
                .findOne());
  }

  /** Those that are open, the newest first. */
  public List<AlertRow> open() {
    return database.read(
        handle -> rows(handle.createQuery(ROWS + " AND ended_at IS NULL" + NEWEST_FIRST)));
  }

  /** Those of a repository, open and ended, the newest first. */
  public List<AlertRow> of(String repository) {
    return database.read(
        handle ->
            rows(
                handle
                    .createQuery(ROWS + " AND repo = :repo" + NEWEST_FIRST)
                    .bind("repo", Columns.folded(repository))));
  }

  /**
   * Those that opened between two digests, also when they ended since; the newest first. Openings
   * are counted as they are stored: times are taken before, and one might fall between two digests.
   *
   * @param after the last opening of the digest before; 0 when there was none
   * @param until the last opening of this one
   */
  public List<AlertRow> openedBetween(long after, long until) {
    return database.read(
        handle ->
            rows(
                handle
                    .createQuery(
                        ROWS + " AND opening > :after AND opening <= :until" + NEWEST_FIRST)
                    .bind("after", after)
                    .bind("until", until)));
  }

  private List<AlertRow> rows(Query query) {
    return query.bind("org", org).map((row, context) -> row(row)).list();
  }

  /** Stores one in the place of the one before. */
  public void put(AlertRow row) {
    putAll(List.of(row));
  }

  /** Stores all of them in one go. */
  public void putAll(List<AlertRow> rows) {
    write(
        handle -> {
          putAll(handle, rows);
          return rows.size();
        });
  }

  void putAll(Handle handle, List<AlertRow> rows) {
    rows.forEach(row -> put(handle, row));
  }

  /** Writes, and nobody else writes alerts or takes a digest meanwhile. */
  <T> T write(HandleCallback<T, RuntimeException> work) {
    return database.writeAlone("alerts of " + org, work);
  }

  /**
   * The number of the last opening; also those that a digest has told and that are deleted count.
   */
  long lastOpening(Handle handle) {
    return handle
        .createQuery(
            "SELECT max(number) AS last FROM (SELECT 0 AS number"
                + " UNION ALL SELECT max(opening) FROM rh_alerts WHERE org = :org"
                + " UNION ALL SELECT max(until_opening) FROM rh_digests WHERE org = :org)"
                + " AS numbers")
        .bind("org", org)
        .map((row, context) -> row.getLong("last"))
        .one();
  }

  private void put(Handle handle, AlertRow row) {
    handle
        .createUpdate(
            "INSERT INTO rh_alerts (org, rule, repo, subject, name, severity, text, opened_at,"
                + " opening, ended_at) VALUES (:org, :rule, :repo, :subject, :name, :severity,"
                + " :text, :openedAt, :opening, :endedAt) ON CONFLICT (org, rule, repo, subject) DO UPDATE SET"
                + " name = excluded.name, severity = excluded.severity, text = excluded.text,"
                + " opening = CASE WHEN rh_alerts.opened_at = excluded.opened_at"
                + " THEN rh_alerts.opening ELSE excluded.opening END,"
                + " opened_at = excluded.opened_at, ended_at = excluded.ended_at")
        .bind("org", org)
        .bind("rule", row.rule())
        .bind("repo", Columns.folded(row.repository()))
        .bind("subject", row.subject())
        .bind("name", row.repository())
        .bind("severity", row.severity())
        .bind("text", Columns.foreign(row.text()))
        .bind("openedAt", row.openedAt().toEpochMilli())
        .bind("opening", lastOpening(handle) + 1)
        .bind("endedAt", Columns.millis(row.endedAt()))
        .execute();
  }

  /** Those that are open are kept, however old. */
  void prune(Handle handle, Instant before) {
    handle
        .createUpdate("DELETE FROM rh_alerts WHERE org = :org AND ended_at < :before")
        .bind("org", org)
        .bind("before", before.toEpochMilli())
        .execute();
  }

  private static AlertRow row(ResultSet row) throws SQLException {
    return new AlertRow(
        row.getString("rule"),
        row.getString("name"),
        row.getString("subject"),
        row.getString("severity"),
        row.getString("text"),
        Columns.instant(row, "opened_at"),
        Columns.instantOrNull(row, "ended_at"));
  }
}
