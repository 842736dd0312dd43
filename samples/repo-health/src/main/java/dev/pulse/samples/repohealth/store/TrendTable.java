package dev.pulse.samples.repohealth.store;

import com.squareup.moshi.JsonReader;
import dev.pulse.api.store.StoreException;
import dev.pulse.github.VulnerabilitySeverity;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okio.Buffer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What scans knew, over time. Of many scans some are taken, one for each span of time, so that a
 * year of 500 repositories is read as fast as a day. Thread-safe.
 */
public final class TrendTable {
  private static final int DECIMALS = 4;

  private static final String OPEN =
      "sum(s.open_critical) AS open_critical, sum(s.open_high) AS open_high,"
          + " sum(s.open_medium) AS open_medium, sum(s.open_low) AS open_low,"
          + " sum(s.open_unknown) AS open_unknown";

  private final Database database;
  private final String org;

  TrendTable(Database database, String org) {
    this.database = database;
    this.org = org;
  }

  /** When the first scan began that is remembered; empty before it. */
  public Optional<Instant> begin() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT min(started_at) AS started_at FROM rh_scans WHERE org = :org")
                .bind("org", org)
                .map((row, context) -> Columns.instantOrNull(row, "started_at"))
                .findOne());
  }

  /**
   * What scans of all repositories knew, the oldest first.
   *
   * @param span of several scans within one span the last whole one is taken, else the last
   */
  public List<TrendPoint> all(Instant from, Duration span) {
    return database.read(
        handle -> {
          var scans = scans(handle, from, span);
          return scans.isEmpty()
              ? List.<TrendPoint>of()
              : handle
                  .createQuery(
                      "SELECT max(s.scanned_at) AS at, count(*) AS repositories,"
                          + " count(s.score) AS scored, sum(s.score) AS total,"
                          + " min(s.score) AS worst, count(s.open_critical) AS told, "
                          + OPEN
                          + " FROM rh_scores s WHERE s.org = :org AND s.scan_id IN (<scans>)"
                          + " GROUP BY s.scan_id ORDER BY at")
                  .bind("org", org)
                  .bindList("scans", scans)
                  .map((row, context) -> point(row, Map.of()))
                  .list();
        });
  }

  private List<Long> scans(Handle handle, Instant from, Duration span) {
    return handle
        .createQuery(
            "SELECT coalesce(max(CASE WHEN status = 'ok' THEN id END), max(id)) AS id"
                + " FROM rh_scans WHERE org = :org AND scope IS NULL"
                + " AND status IN ('ok', 'partial') AND started_at >= :from"
                + " GROUP BY started_at / :span ORDER BY id")
        .bind("org", org)
        .bind("from", from.toEpochMilli())
        .bind("span", Math.max(1, span.toMillis()))
        .mapTo(Long.class)
        .list();
  }

  /** What scans knew of one repository, the oldest first; one for each span of time. */
  public List<TrendPoint> of(String repository, Instant from, Duration span) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT s.scanned_at AS at, 1 AS repositories,"
                        + " CASE WHEN s.score IS NULL THEN 0 ELSE 1 END AS scored,"
                        + " s.score AS total, s.score AS worst,"
                        + " CASE WHEN s.open_critical IS NULL THEN 0 ELSE 1 END AS told,"
                        + " s.open_critical, s.open_high, s.open_medium, s.open_low,"
                        + " s.open_unknown, s.factors FROM rh_scores s"
                        + " WHERE s.org = :org AND s.repo = :repo AND s.scan_id IN"
                        + " (SELECT max(l.scan_id) FROM rh_scores l WHERE l.org = :org"
                        + " AND l.repo = :repo AND l.scanned_at >= :from"
                        + " GROUP BY l.scanned_at / :span) ORDER BY at")
                .bind("org", org)
                .bind("repo", Columns.folded(repository))
                .bind("from", from.toEpochMilli())
                .bind("span", Math.max(1, span.toMillis()))
                .map((row, context) -> point(row, factors(row.getString("factors"))))
                .list());
  }

  /**
   * The scores of all repositories over time, by folded name: for each repository as many as there
   * are spans with a scan, and as many more as there are scans missing between them or after the
   * last one; null where a scan is missing, or gave it none.
   *
   * @param to when it is now
   */
  public Map<String, List<@Nullable Integer>> scores(Instant from, Instant to, Duration span) {
    return database.read(
        handle -> {
          var scans = scans(handle, from, span);
          var scores = new HashMap<String, List<@Nullable Integer>>();
          if (!scans.isEmpty()) {
            var places = places(handle, scans, to, span);
            handle
                .createQuery(
                    "SELECT repo, scan_id, score FROM rh_scores WHERE org = :org"
                        + " AND scan_id IN (<scans>)")
                .bind("org", org)
                .bindList("scans", scans)
                .map(
                    (row, context) -> {
                      var all =
                          scores.computeIfAbsent(
                              row.getString("repo"), repo -> nulls(places.count()));
                      @Nullable Integer place = places.scans().get(row.getLong("scan_id"));
                      // One that somebody has pruned in between has none.
                      if (place != null) {
                        all.set(place, Columns.intOrNull(row, "score"));
                      }
                      return all;
                    })
                .list();
          }
          return scores;
        });
  }

  /** Where the scores of which scan stand, and how many places there are with those between. */
  private record Places(Map<Long, Integer> scans, int count) {}

  private Places places(Handle handle, List<Long> scans, Instant to, Duration span) {
    var starts =
        handle
            .createQuery(
                "SELECT id, started_at FROM rh_scans WHERE org = :org AND id IN (<scans>)"
                    + " ORDER BY id")
            .bind("org", org)
            .bindList("scans", scans)
            .map((row, context) -> Map.entry(row.getLong("id"), Columns.instant(row, "started_at")))
            .list();
    var rhythm = Rhythm.of(starts.stream().map(Map.Entry::getValue).toList(), span);
    var places = new HashMap<Long, Integer>();
    int next = 0;
    for (int i = 0; i < starts.size(); i++) {
      places.put(starts.get(i).getKey(), next);
      var until = i + 1 < starts.size() ? starts.get(i + 1).getValue() : to;
      next += 1 + rhythm.missing(starts.get(i).getValue(), until);
    }
    return new Places(places, next);
  }

  private static List<@Nullable Integer> nulls(int count) {
    return new ArrayList<>(Collections.<@Nullable Integer>nCopies(count, null));
  }

  private static TrendPoint point(ResultSet row, Map<String, BigDecimal> factors)
      throws SQLException {
    var open = new EnumMap<VulnerabilitySeverity, Integer>(VulnerabilitySeverity.class);
    for (VulnerabilitySeverity severity : VulnerabilitySeverity.values()) {
      open.put(severity, row.getInt("open_" + severity.word()));
    }
    return new TrendPoint(
        Columns.instant(row, "at"),
        row.getInt("repositories"),
        row.getInt("scored"),
        row.getLong("total"),
        Columns.intOrNull(row, "worst"),
        row.getInt("told"),
        open,
        factors);
  }

  private static Map<String, BigDecimal> factors(String json) {
    var factors = new HashMap<String, BigDecimal>();
    try (var reader = JsonReader.of(new Buffer().writeUtf8(json))) {
      reader.beginObject();
      while (reader.hasNext()) {
        var name = reader.nextName();
        factors.put(
            name, BigDecimal.valueOf(reader.nextDouble()).setScale(DECIMALS, RoundingMode.HALF_UP));
      }
      reader.endObject();
      return factors;
    } catch (IOException e) {
      throw new StoreException("the stored factors of a repository cannot be read", e);
    }
  }
}
