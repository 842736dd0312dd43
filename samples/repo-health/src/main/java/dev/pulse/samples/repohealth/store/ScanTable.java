package dev.pulse.samples.repohealth.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The scans of the organisation. Thread-safe. */
public final class ScanTable {
  private static final String CUT = "the scan was cut";

  private static final String READ_SOMETHING =
      "EXISTS (SELECT 1 FROM rh_scores s WHERE s.org = rh_scans.org AND s.scan_id = rh_scans.id)";

  private final Database database;
  private final RepositoryTable repositories;
  private final String org;

  ScanTable(Database database, RepositoryTable repositories, String org) {
    this.database = database;
    this.repositories = repositories;
    this.org = org;
  }

  /**
   * Begins a scan that nobody goes on with when it is cut.
   *
   * @param scope the name of the only repository that is wanted; null for all
   */
  public ScanRow begin(@Nullable String scope, Instant now) {
    return database.write(handle -> begin(handle, scope, false, now));
  }

  /**
   * Begins a scan of all that the next one goes on with when it is cut. For whoever has the
   * {@linkplain HealthTables#lease lease}.
   */
  public ScanRow beginAlone(Instant now) {
    return database.write(handle -> begin(handle, null, true, now));
  }

  private ScanRow begin(Handle handle, @Nullable String scope, boolean resumable, Instant now) {
    return handle
        .createQuery(
            "INSERT INTO rh_scans (org, scope, started_at, progress_at, resumable, requests)"
                + " VALUES (:org, :scope, :now, :now, :resumable, 0) RETURNING *")
        .bind("org", org)
        .bind("scope", scope)
        .bind("now", now.toEpochMilli())
        .bind("resumable", Columns.number(resumable))
        .map((row, context) -> row(row))
        .one();
  }

  /**
   * Goes on with a scan of all that was cut: by a limit, or by the end of its process. To be called
   * by whoever has the {@linkplain HealthTables#lease lease}, because the one who began it is gone
   * then.
   *
   * @param within how long ago it may have got on at most; older ones are over
   * @return empty when there is none
   */
  public Optional<ScanRow> resume(Instant now, Duration within) {
    return database.write(
        handle -> {
          var newest = resumable(handle);
          newest.filter(scan -> !isFresh(scan, now, within)).ifPresent(scan -> close(handle, scan));
          return newest.filter(scan -> isFresh(scan, now, within));
        });
  }

  private static boolean isFresh(ScanRow scan, Instant now, Duration within) {
    return scan.progressAt().plus(within).isAfter(now);
  }

  /**
   * The scan of all that has a rest, whether or not somebody is at it; empty when there is none.
   */
  public Optional<ScanRow> resumable() {
    return database.read(this::resumable);
  }

  private Optional<ScanRow> resumable(Handle handle) {
    return handle
        .createQuery(
            "SELECT * FROM rh_scans WHERE org = :org AND resumable = 1 ORDER BY id DESC LIMIT 1")
        .bind("org", org)
        .map((row, context) -> row(row))
        .findOne();
  }

  /** Nobody will go on with it. */
  private void close(Handle handle, ScanRow scan) {
    handle
        .createUpdate(
            "UPDATE rh_scans SET resumable = 0, status = coalesce(status, :status),"
                + " finished_at = coalesce(finished_at, progress_at),"
                + " error = coalesce(error, :error) WHERE org = :org AND id <= :id"
                + " AND resumable = 1")
        .bind("status", Columns.word(ScanStatus.PARTIAL))
        .bind("error", CUT)
        .bind("org", org)
        .bind("id", scan.id())
        .execute();
  }

  /** The folded names of the repositories that a scan has read. */
  public Set<String> done(long scan) {
    return database.read(handle -> repositories.scanned(handle, scan));
  }

  void progressed(Handle handle, long scan, Instant now) {
    handle
        .createUpdate("UPDATE rh_scans SET progress_at = :now WHERE org = :org AND id = :id")
        .bind("now", now.toEpochMilli())
        .bind("org", org)
        .bind("id", scan)
        .execute();
  }

  /**
   * Ends a scan, or a part of it.
   *
   * @param resumeAt when its rest may be read; null when there is none
   * @param requests how many this part sent
   * @param error why it is not {@link ScanStatus#OK}; null when it is
   */
  public ScanRow end(
      long scan,
      ScanStatus status,
      Instant now,
      @Nullable Instant resumeAt,
      long requests,
      @Nullable String error) {
    return database.write(
        handle ->
            handle
                .createQuery(
                    "UPDATE rh_scans SET status = :status, finished_at = :now,"
                        + " progress_at = :progress, resumable = :resumable,"
                        + " requests = requests + :requests, error = :error"
                        + " WHERE org = :org AND id = :id RETURNING *")
                .bind("status", Columns.word(status))
                .bind("now", now.toEpochMilli())
                .bind("progress", (resumeAt == null ? now : resumeAt).toEpochMilli())
                .bind("resumable", Columns.number(resumeAt != null))
                .bind("requests", requests)
                .bind("error", error)
                .bind("org", org)
                .bind("id", scan)
                .map((row, context) -> row(row))
                .one());
  }

  /** The newest scan of all repositories that has ended and read something. */
  public Optional<ScanRow> last() {
    return database.read(handle -> last(handle, true));
  }

  /**
   * The newest scan that has ended with something to show.
   *
   * @param all whether it must be one of all repositories that has read them, or some of them: when
   *     every one of them failed, or a limit came before the first, what is known is as old as
   *     before
   */
  Optional<ScanRow> last(Handle handle, boolean all) {
    return handle
        .createQuery(
            "SELECT * FROM rh_scans WHERE org = :org AND status IN ('ok', 'partial')"
                + (all ? " AND scope IS NULL AND (status = 'ok' OR " + READ_SOMETHING + ")" : "")
                + " ORDER BY finished_at DESC, id DESC LIMIT 1")
        .bind("org", org)
        .map((row, context) -> row(row))
        .findOne();
  }

  /** A scan by its number. */
  public Optional<ScanRow> find(long id) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT * FROM rh_scans WHERE org = :org AND id = :id")
                .bind("org", org)
                .bind("id", id)
                .map((row, context) -> row(row))
                .findOne());
  }

  void prune(Handle handle, Instant before) {
    handle
        .createUpdate("DELETE FROM rh_scans WHERE org = :org AND progress_at < :before")
        .bind("org", org)
        .bind("before", before.toEpochMilli())
        .execute();
  }

  private static ScanRow row(ResultSet row) throws SQLException {
    var status = row.getString("status");
    return new ScanRow(
        row.getLong("id"),
        row.getString("scope"),
        Columns.instant(row, "started_at"),
        Columns.instant(row, "progress_at"),
        Columns.instantOrNull(row, "finished_at"),
        Columns.truth(row, "resumable"),
        status == null ? null : Columns.constant(ScanStatus.class, status),
        row.getLong("requests"),
        row.getString("error"));
  }
}
