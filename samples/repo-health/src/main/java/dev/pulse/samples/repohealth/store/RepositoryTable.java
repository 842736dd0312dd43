package dev.pulse.samples.repohealth.store;

import dev.pulse.github.BuildStatus;
import dev.pulse.github.FollowedVulnerability;
import dev.pulse.github.Repository;
import dev.pulse.github.VulnerabilitySeverity;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The repositories as they are known now, and the history of their scores. Names ignore case.
 * Thread-safe.
 */
public final class RepositoryTable {
  private static final Comparator<RepositoryRow> BY_NAME =
      Comparator.comparing(row -> Columns.folded(row.name()));

  private final Database database;
  private final String org;

  RepositoryTable(Database database, String org) {
    this.database = database;
    this.org = org;
  }

  /** One of them, also one that the last scan of all did not find. */
  public Optional<RepositoryRow> find(String name) {
    return database.read(handle -> find(handle, name));
  }

  Optional<RepositoryRow> find(Handle handle, String name) {
    return handle
        .createQuery("SELECT * FROM rh_repos WHERE org = :org AND repo = :repo")
        .bind("org", org)
        .bind("repo", Columns.folded(name))
        .map((row, context) -> row(row))
        .findOne();
  }

  /** All that the last scan of all found, in the order of names. */
  public List<RepositoryRow> listed() {
    return database.read(this::listed);
  }

  List<RepositoryRow> listed(Handle handle) {
    return handle
        .createQuery("SELECT * FROM rh_repos WHERE org = :org AND listed = 1")
        .bind("org", org)
        .map((row, context) -> row(row))
        .stream()
        .sorted(BY_NAME)
        .toList();
  }

  /**
   * The last scores of a repository, the oldest first, at most {@value Trend#MOST}. A scan that
   * could not give one is no point.
   */
  public Trend trend(String name) {
    return database.read(handle -> trend(handle, name));
  }

  /** The trends of all repositories that are listed, by their names and in that order. */
  public Map<String, Trend> trends() {
    return database.read(
        handle -> {
          var trends = new LinkedHashMap<String, Trend>();
          for (RepositoryRow row : listed(handle)) {
            trends.put(row.name(), trend(handle, row.name()));
          }
          return trends;
        });
  }

  Trend trend(Handle handle, String name) {
    var newestFirst =
        handle
            .createQuery(
                "SELECT scanned_at, score FROM rh_scores WHERE org = :org AND repo = :repo"
                    + " AND score IS NOT NULL ORDER BY scanned_at DESC, scan_id DESC LIMIT :most")
            .bind("org", org)
            .bind("repo", Columns.folded(name))
            .bind("most", Trend.MOST)
            .map(
                (row, context) ->
                    new ScorePoint(Columns.instant(row, "scanned_at"), row.getInt("score")))
            .list();
    var history = new ArrayList<ScorePoint>(newestFirst.size());
    for (int i = newestFirst.size() - 1; i >= 0; i--) {
      history.add(newestFirst.get(i));
    }
    return new Trend(history);
  }

  /** The folded names of those whose result belongs to a scan. */
  Set<String> scanned(Handle handle, long scan) {
    return handle
        .createQuery("SELECT repo FROM rh_scores WHERE org = :org AND scan_id = :scan")
        .bind("org", org)
        .bind("scan", scan)
        .mapTo(String.class)
        .stream()
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Notes that a repository is there; what is known of it stays.
   *
   * @param again whether one that is known and was left out counts from now on
   */
  void list(Handle handle, Repository repository, boolean again, Instant now) {
    var name = repository.name().name();
    handle
        .createUpdate(
            "INSERT INTO rh_repos (org, repo, name, default_branch, archived, fork, private,"
                + " listed, listed_at, build_status) VALUES (:org, :repo, :name, :branch,"
                + " :archived, :fork, :private, 1, :now, 'unknown')"
                + " ON CONFLICT (org, repo) DO UPDATE SET name = excluded.name,"
                + " default_branch = excluded.default_branch, archived = excluded.archived,"
                + " fork = excluded.fork, private = excluded.private,"
                + (again ? " listed = 1," : "")
                + " listed_at = excluded.listed_at")
        .bind("org", org)
        .bind("repo", Columns.folded(name))
        .bind("name", name)
        .bind("branch", Columns.foreign(repository.defaultBranch()))
        .bind("archived", Columns.number(repository.archived()))
        .bind("fork", Columns.number(repository.fork()))
        .bind("private", Columns.number(repository.isPrivate()))
        .bind("now", now.toEpochMilli())
        .execute();
  }

  void save(Handle handle, RepositoryRow row, Instant now) {
    var result = row.result();
    handle
        .createUpdate(
            "INSERT INTO rh_repos (org, repo, name, default_branch, archived, fork, private,"
                + " listed, listed_at, result, build_status, last_run, last_score, last_coverage,"
                + " error) VALUES (:org, :repo, :name, :branch, :archived, :fork, :private,"
                + " :listed, :now, :result, :status, :lastRun, :lastScore, :lastCoverage, :error)"
                + " ON CONFLICT (org, repo) DO UPDATE SET name = excluded.name,"
                + " default_branch = excluded.default_branch, archived = excluded.archived,"
                + " fork = excluded.fork, private = excluded.private, listed = excluded.listed,"
                + " listed_at = excluded.listed_at, result = excluded.result,"
                + " build_status = excluded.build_status, last_run = excluded.last_run,"
                + " last_score = excluded.last_score, last_coverage = excluded.last_coverage,"
                + " error = excluded.error")
        .bind("org", org)
        .bind("repo", Columns.folded(row.name()))
        .bind("name", row.name())
        .bind("branch", Columns.foreign(row.defaultBranch()))
        .bind("archived", Columns.number(row.archived()))
        .bind("fork", Columns.number(row.fork()))
        .bind("private", Columns.number(row.hidden()))
        .bind("listed", Columns.number(row.listed()))
        .bind("now", now.toEpochMilli())
        .bind("result", result == null ? null : Columns.foreign(ResultJson.write(result)))
        .bind("status", Columns.word(row.buildStatus()))
        .bind("lastRun", Columns.millis(row.lastRun()))
        .bind("lastScore", row.lastScore())
        .bind("lastCoverage", text(row.lastCoverage()))
        .bind("error", Columns.foreignOrNull(row.error()))
        .execute();
  }

  private static @Nullable String text(@Nullable BigDecimal number) {
    return number == null ? null : number.toPlainString();
  }

  /**
   * Stores what belongs to the history.
   *
   * @param open what was open then; not told where no source was readable
   */
  void saveScore(
      Handle handle, String name, ResultRow result, Collection<FollowedVulnerability> open) {
    var score = result.score().rounded();
    boolean told = !result.readable().isEmpty();
    var update =
        handle.createUpdate(
            "INSERT INTO rh_scores (org, scan_id, repo, scanned_at, score, model, factors,"
                + " missing, open_critical, open_high, open_medium, open_low, open_unknown)"
                + " VALUES (:org, :scan, :repo, :at, :score, :model, :factors, :missing,"
                + " :critical, :high, :medium, :low, :unknown)"
                + " ON CONFLICT (org, scan_id, repo) DO UPDATE SET"
                + " scanned_at = excluded.scanned_at, score = excluded.score,"
                + " model = excluded.model, factors = excluded.factors,"
                + " missing = excluded.missing, open_critical = excluded.open_critical,"
                + " open_high = excluded.open_high, open_medium = excluded.open_medium,"
                + " open_low = excluded.open_low, open_unknown = excluded.open_unknown");
    for (VulnerabilitySeverity severity : VulnerabilitySeverity.values()) {
      long count = open.stream().filter(one -> one.vulnerability().severity() == severity).count();
      update.bind(severity.word(), told ? (Long) count : null);
    }
    update
        .bind("org", org)
        .bind("scan", result.scan())
        .bind("repo", Columns.folded(name))
        .bind("at", result.at().toEpochMilli())
        .bind("score", score.isPresent() ? (Integer) score.getAsInt() : null)
        .bind("model", result.score().model().orElse(""))
        .bind("factors", ResultJson.factors(result.score()))
        .bind("missing", Columns.joined(result.missing()))
        .execute();
  }

  /**
   * The last values that rules have judged, which are the ones before for the next look: others may
   * scan meanwhile, and tell nobody.
   *
   * @param score null when none was judged
   * @param coverage null when none was judged
   */
  public record Judged(@Nullable Integer score, @Nullable BigDecimal coverage) {
    /** None. */
    public static final Judged NOTHING = new Judged(null, null);
  }

  /** What rules have judged of a repository. */
  public Judged judged(String name) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT judged_score, judged_coverage FROM rh_repos"
                        + " WHERE org = :org AND repo = :repo")
                .bind("org", org)
                .bind("repo", Columns.folded(name))
                .map(
                    (row, context) ->
                        new Judged(
                            Columns.intOrNull(row, "judged_score"),
                            number(row.getString("judged_coverage"))))
                .findOne()
                .orElse(Judged.NOTHING));
  }

  /** Notes the values that rules have judged; those that there are none of stay. */
  void judged(Handle handle, String name, ResultRow result) {
    var score = result.score().rounded();
    if (score.isPresent()) {
      handle
          .createUpdate(
              "UPDATE rh_repos SET judged_score = :score WHERE org = :org AND repo = :repo")
          .bind("score", score.getAsInt())
          .bind("org", org)
          .bind("repo", Columns.folded(name))
          .execute();
    }
    if (result.coverage() != null) {
      handle
          .createUpdate(
              "UPDATE rh_repos SET judged_coverage = :coverage WHERE org = :org AND repo = :repo")
          .bind("coverage", text(result.coverage()))
          .bind("org", org)
          .bind("repo", Columns.folded(name))
          .execute();
    }
  }

  private static @Nullable BigDecimal number(@Nullable String text) {
    return text == null ? null : new BigDecimal(text);
  }

  /** Puts another word for the builds of a repository in the place of the one before. */
  void saveBuilds(Handle handle, String name, BuildStatus status, Optional<Instant> lastRun) {
    handle
        .createUpdate(
            "UPDATE rh_repos SET build_status = :status, last_run = :lastRun"
                + " WHERE org = :org AND repo = :repo")
        .bind("status", Columns.word(status))
        .bind("lastRun", Columns.millis(lastRun.orElse(null)))
        .bind("org", org)
        .bind("repo", Columns.folded(name))
        .execute();
  }

  /** Notes which are there; tells those that were and are no more, in the order of names. */
  List<String> unlist(Handle handle, Set<String> foldedNames) {
    var left =
        listed(handle).stream()
            .map(RepositoryRow::name)
            .filter(name -> !foldedNames.contains(Columns.folded(name)))
            .toList();
    for (String name : left) {
      handle
          .createUpdate("UPDATE rh_repos SET listed = 0 WHERE org = :org AND repo = :repo")
          .bind("org", org)
          .bind("repo", Columns.folded(name))
          .execute();
    }
    return left;
  }

  void prune(Handle handle, Instant before) {
    handle
        .createUpdate(
            "DELETE FROM rh_scores WHERE org = :org AND scan_id IN"
                + " (SELECT id FROM rh_scans WHERE org = :org AND progress_at < :before)")
        .bind("org", org)
        .bind("before", before.toEpochMilli())
        .execute();
    handle
        .createUpdate(
            "DELETE FROM rh_repos WHERE org = :org AND listed = 0 AND listed_at < :before")
        .bind("org", org)
        .bind("before", before.toEpochMilli())
        .execute();
  }

  private static RepositoryRow row(ResultSet row) throws SQLException {
    var result = row.getString("result");
    return new RepositoryRow(
        row.getString("name"),
        row.getString("default_branch"),
        Columns.truth(row, "archived"),
        Columns.truth(row, "fork"),
        Columns.truth(row, "private"),
        Columns.truth(row, "listed"),
        result == null ? null : ResultJson.read(result),
        Columns.constant(BuildStatus.class, row.getString("build_status")),
        Columns.instantOrNull(row, "last_run"),
        Columns.intOrNull(row, "last_score"),
        number(row.getString("last_coverage")),
        row.getString("error"));
  }
}
