package dev.pulse.samples.repohealth.store;

import dev.pulse.github.Build;
import dev.pulse.github.BuildState;
import dev.pulse.github.BuildStatus;
import dev.pulse.github.Builds;
import dev.pulse.github.HealthFactor;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The builds of the repositories, polled and reported. Thread-safe. */
public final class BuildTable {
  /** So many are polled at a time, and so many reports stand beside them. */
  private static final int WINDOW = 50;

  private static final int MOST_SHOWN = 50;

  /** Of a run only the last attempt counts. */
  private static final String LAST_ATTEMPT =
      " AND NOT EXISTS (SELECT 1 FROM rh_builds later WHERE later.org = b.org"
          + " AND later.repo = b.repo AND later.run_id = b.run_id AND later.attempt > b.attempt)";

  private final Database database;
  private final RepositoryTable repositories;
  private final String org;

  BuildTable(Database database, RepositoryTable repositories, String org) {
    this.database = database;
    this.repositories = repositories;
    this.org = org;
  }

  /**
   * Builds that have succeeded or failed, and that no rule has seen. That they have not is a matter
   * of the table: it does not matter who stored them.
   *
   * @param current those that say how their branches are doing, the oldest first
   * @param late those that tell of a time before the last build of their branch that was judged
   */
  public record Unjudged(List<BuildRow> current, List<BuildRow> late) {
    /** Builds. */
    public Unjudged {
      current = List.copyOf(current);
      late = List.copyOf(late);
    }

    /** Whether there are none. */
    public boolean isEmpty() {
      return current.isEmpty() && late.isEmpty();
    }
  }

  /** The last build of a branch that was judged. */
  private record Mark(Instant finishedAt, long run) {
    /** The word about the run itself may be put right with an earlier time. */
    boolean isAfter(Build build) {
      return build.runId() != run
          && (build.updatedAt().isBefore(finishedAt)
              || (build.updatedAt().equals(finishedAt) && build.runId() < run));
    }
  }

  /** What became of a report. */
  public enum Reported {
    /** Nobody knew how the attempt ended. */
    NEW,
    /** The report is in the place of an earlier one of the same attempt. */
    REPLACED,
    /** GitHub has told how the attempt ended, and knows better. */
    POLLED
  }

  /**
   * Stores what somebody reported. What the builds of the default branch say counts at once.
   *
   * @param row its source does not matter: it is a report
   */
  public Reported report(BuildRow row) {
    return database.write(
        handle -> {
          var known = find(handle, row.repository(), row.build().runId(), row.build().attempt());
          var polled = known.filter(before -> before.source() == BuildSource.POLL);
          if (polled.filter(before -> before.build().state().isCompleted()).isPresent()) {
            return Reported.POLLED;
          }
          save(handle, new BuildRow(row.repository(), row.build(), BuildSource.REPORT));
          repositories
              .find(handle, row.repository())
              .ifPresent(repository -> refresh(handle, repository));
          return known.isPresent() && polled.isEmpty() ? Reported.REPLACED : Reported.NEW;
        });
  }

  /** What the builds of its default branch say now. */
  private void refresh(Handle handle, RepositoryRow repository) {
    var result = repository.result();
    // Those that were pending had been read, though there was nothing to count.
    boolean unread =
        result != null
            && result.missing().contains(HealthFactor.BUILD)
            && repository.buildStatus() != BuildStatus.PENDING;
    var builds = said(handle, repository, !unread);
    repositories.saveBuilds(handle, repository.name(), builds.status(), builds.lastRun());
  }

  /**
   * What the builds of its default branch say.
   *
   * @param readable whether GitHub lets them be read now; if not, what it told earlier says nothing
   *     about how they are, and only reports count
   */
  Builds said(Handle handle, RepositoryRow repository, boolean readable) {
    return readable
        ? ofBranch(handle, repository.name(), repository.defaultBranch())
        : Builds.of(reported(handle, repository.name(), repository.defaultBranch()));
  }

  /** The newest builds of a branch, whoever told them. */
  private Builds ofBranch(Handle handle, String repository, String branch) {
    return Builds.of(ofBranch(handle, repository, branch, WINDOW));
  }

  private List<Build> ofBranch(Handle handle, String repository, String branch, int most) {
    return handle
        .createQuery(
            "SELECT * FROM rh_builds b WHERE b.org = :org AND b.repo = :repo"
                + " AND b.branch = :branch"
                + LAST_ATTEMPT
                + " ORDER BY b.updated_at DESC LIMIT :most")
        .bind("org", org)
        .bind("repo", Columns.folded(repository))
        .bind("branch", Columns.foreign(branch))
        .bind("most", most)
        .map((row, context) -> row(row).build())
        .list();
  }

  /** The newest reports about a branch. */
  public List<Build> reported(String repository, String branch) {
    return database.read(handle -> reported(handle, repository, branch));
  }

  private List<Build> reported(Handle handle, String repository, String branch) {
    return handle
        .createQuery(
            "SELECT * FROM rh_builds b WHERE b.org = :org AND b.repo = :repo"
                + " AND b.branch = :branch AND b.source = 'report'"
                + " ORDER BY b.updated_at DESC LIMIT :most")
        .bind("org", org)
        .bind("repo", Columns.folded(repository))
        .bind("branch", Columns.foreign(branch))
        .bind("most", WINDOW)
        .map((row, context) -> row(row).build())
        .list();
  }

  /**
   * The builds that people want to see, each run once: those that have not ended first, then those
   * that ended last.
   */
  public List<BuildRow> newest() {
    return database.read(this::newest);
  }

  List<BuildRow> newest(Handle handle) {
    return handle
        .createQuery(
            "SELECT * FROM rh_builds b WHERE b.org = :org"
                + LAST_ATTEMPT
                + " ORDER BY CASE WHEN b.state = 'pending' THEN 0 ELSE 1 END,"
                + " b.updated_at DESC, b.run_id DESC LIMIT :most")
        .bind("org", org)
        .bind("most", MOST_SHOWN)
        .map((row, context) -> row(row))
        .list();
  }

  /**
   * Which builds somebody wants to see.
   *
   * @param repository of this one only; null for all
   * @param state in this state only; null for all
   * @param limit how many
   * @param offset how many come before
   */
  public record Wanted(
      @Nullable String repository, @Nullable BuildState state, long limit, long offset) {}

  /**
   * Some of the builds, each run once, as {@link #newest()} has them.
   *
   * @param rows a page of them
   * @param total how many there are
   */
  public record Found(List<BuildRow> rows, long total) {
    /** Builds. */
    public Found {
      rows = List.copyOf(rows);
    }
  }

  /** The builds that somebody wants to see. */
  public Found search(Wanted wanted) {
    var where =
        " FROM rh_builds b WHERE b.org = :org"
            + (wanted.repository() == null ? "" : " AND b.repo = :repo")
            + (wanted.state() == null ? "" : " AND b.state = :state")
            + LAST_ATTEMPT;
    return database.read(
        handle ->
            new Found(
                bound(
                        handle.createQuery(
                            "SELECT b.*"
                                + where
                                + " ORDER BY CASE WHEN b.state = 'pending' THEN 0 ELSE 1 END,"
                                + " b.updated_at DESC, b.run_id DESC LIMIT :limit OFFSET :offset"),
                        wanted)
                    .bind("limit", wanted.limit())
                    .bind("offset", wanted.offset())
                    .map((row, context) -> row(row))
                    .list(),
                bound(handle.createQuery("SELECT count(*) AS found" + where), wanted)
                    .map((row, context) -> row.getLong("found"))
                    .one()));
  }

  private Query bound(Query query, Wanted wanted) {
    query.bind("org", org);
    if (wanted.repository() != null) {
      query.bind("repo", Columns.folded(wanted.repository()));
    }
    if (wanted.state() != null) {
      query.bind("state", Columns.word(wanted.state()));
    }
    return query;
  }

  /** The newest runs of the default branches of some repositories, by their names. */
  public Map<String, List<Build>> newest(Collection<RepositoryRow> repositories, int most) {
    return database.read(
        handle -> {
          var builds = new LinkedHashMap<String, List<Build>>();
          for (RepositoryRow one : repositories) {
            builds.put(one.name(), ofBranch(handle, one.name(), one.defaultBranch(), most));
          }
          return builds;
        });
  }

  /** The listed repositories, folded, that have builds which no rule has seen. */
  public List<String> waiting() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT DISTINCT b.repo FROM rh_builds b JOIN rh_repos r ON r.org = b.org"
                        + " AND r.repo = b.repo WHERE b.org = :org AND b.to_judge = 1"
                        + " AND r.listed = 1 ORDER BY b.repo")
                .bind("org", org)
                .mapTo(String.class)
                .list());
  }

  /** The builds of a repository that no rule has seen. */
  public Unjudged unjudged(String repository, String defaultBranch) {
    return database.read(
        handle -> {
          var current = new ArrayList<BuildRow>();
          var late = new ArrayList<BuildRow>();
          for (BuildRow row : toJudge(handle, repository)) {
            var mark = mark(handle, repository, branch(row, defaultBranch));
            (mark.filter(last -> last.isAfter(row.build())).isPresent() ? late : current).add(row);
          }
          return new Unjudged(current, late);
        });
  }

  private List<BuildRow> toJudge(Handle handle, String repository) {
    return handle
        .createQuery(
            "SELECT * FROM rh_builds WHERE org = :org AND repo = :repo AND to_judge = 1"
                + " ORDER BY updated_at, run_id, attempt")
        .bind("org", org)
        .bind("repo", Columns.folded(repository))
        .map((row, context) -> row(row))
        .list();
  }

  private Optional<Mark> mark(Handle handle, String repository, String branch) {
    return handle
        .createQuery(
            "SELECT * FROM rh_judged WHERE org = :org AND repo = :repo AND branch = :branch")
        .bind("org", org)
        .bind("repo", Columns.folded(repository))
        .bind("branch", Columns.key(branch))
        .map((row, context) -> new Mark(Columns.instant(row, "finished_at"), row.getLong("run_id")))
        .findOne();
  }

  /** A report that names no branch is about the default branch. */
  private static String branch(BuildRow row, String defaultBranch) {
    var branch = row.build().branch();
    return branch.isEmpty() ? defaultBranch : branch;
  }

  /**
   * Notes that rules have seen builds; not of one whose state is another one by now.
   *
   * @param now a build that claims to be of the future does not silence those until then
   */
  void judged(Handle handle, Unjudged builds, String defaultBranch, Instant now) {
    for (BuildRow row : builds.current()) {
      mark(handle, row, branch(row, defaultBranch), now);
    }
    // The newest first, as polled ones are stored: in another order both might wait for each other.
    for (int i = builds.current().size() - 1; i >= 0; i--) {
      judged(handle, builds.current().get(i));
    }
    for (int i = builds.late().size() - 1; i >= 0; i--) {
      judged(handle, builds.late().get(i));
    }
  }

  private void judged(Handle handle, BuildRow row) {
    handle
        .createUpdate(
            "UPDATE rh_builds SET to_judge = 0 WHERE org = :org AND repo = :repo"
                + " AND run_id = :run AND attempt = :attempt AND state = :state")
        .bind("org", org)
        .bind("repo", Columns.folded(row.repository()))
        .bind("run", row.build().runId())
        .bind("attempt", row.build().attempt())
        .bind("state", Columns.word(row.build().state()))
        .execute();
  }

  private void mark(Handle handle, BuildRow row, String branch, Instant now) {
    var finishedAt = row.build().updatedAt().isAfter(now) ? now : row.build().updatedAt();
    handle
        .createUpdate(
            "INSERT INTO rh_judged (org, repo, branch, finished_at, run_id) VALUES (:org, :repo,"
                + " :branch, :finishedAt, :run) ON CONFLICT (org, repo, branch) DO UPDATE SET"
                + " finished_at = excluded.finished_at, run_id = excluded.run_id")
        .bind("org", org)
        .bind("repo", Columns.folded(row.repository()))
        .bind("branch", Columns.key(branch))
        .bind("finishedAt", finishedAt.toEpochMilli())
        .bind("run", row.build().runId())
        .execute();
  }

  /**
   * Stores what was polled. Builds that were pending and are not told of any more are forgotten:
   * nobody will learn how they end. Those that have ended before the retention are none of ours:
   * GitHub tells of its last runs, however old, and what was deleted must not be new again.
   *
   * @param since when the retention begins
   * @return those that succeeded or failed and were not known to, the oldest first
   */
  List<BuildRow> save(Handle handle, String repository, Builds polled, Instant since) {
    var known = new HashMap<List<Long>, BuildRow>();
    for (BuildRow row : recent(handle, repository, polled)) {
      known.put(key(row.build()), row);
    }
    var news = new ArrayList<BuildRow>();
    for (Build build : polled.all()) {
      var row = new BuildRow(repository, build, BuildSource.POLL);
      var before = known.remove(key(build));
      if (build.state().isCompleted() && build.updatedAt().isBefore(since)) {
        continue;
      }
      if (before != null && endsEarlier(before, build)) {
        // A run reports how it ends before it is over: until GitHub says so, too, that holds.
        continue;
      }
      if (before == null || !sameRow(before, row)) {
        save(handle, row);
      }
      if (counts(build) && (before == null || before.build().state() != build.state())) {
        news.add(row);
      }
    }
    known.values().stream()
        .filter(row -> row.source() == BuildSource.POLL && !row.build().state().isCompleted())
        .forEach(row -> delete(handle, row));
    news.sort(
        Comparator.comparing((BuildRow row) -> row.build().updatedAt())
            .thenComparing(row -> row.build().runId()));
    return news;
  }

  private static boolean counts(Build build) {
    return build.state() == BuildState.SUCCESS || build.state() == BuildState.FAILURE;
  }

  private static boolean endsEarlier(BuildRow before, Build polled) {
    return before.source() == BuildSource.REPORT
        && before.build().state().isCompleted()
        && !polled.state().isCompleted();
  }

  private static boolean sameRow(BuildRow before, BuildRow row) {
    return before.source() == row.source() && before.build().equals(row.build());
  }

  private static List<Long> key(Build build) {
    return List.of(build.runId(), (long) build.attempt());
  }

  /** What is known of polled runs, and what is pending. */
  private List<BuildRow> recent(Handle handle, String repository, Builds polled) {
    var runs = polled.all().stream().map(Build::runId).toList();
    var query =
        handle
            .createQuery(
                "SELECT * FROM rh_builds WHERE org = :org AND repo = :repo AND (state = 'pending'"
                    + (runs.isEmpty() ? ")" : " OR run_id IN (<runs>))"))
            .bind("org", org)
            .bind("repo", Columns.folded(repository));
    if (!runs.isEmpty()) {
      query.bindList("runs", runs);
    }
    return query.map((row, context) -> row(row)).list();
  }

  private Optional<BuildRow> find(Handle handle, String repository, long run, int attempt) {
    return handle
        .createQuery(
            "SELECT * FROM rh_builds WHERE org = :org AND repo = :repo AND run_id = :run"
                + " AND attempt = :attempt")
        .bind("org", org)
        .bind("repo", Columns.folded(repository))
        .bind("run", run)
        .bind("attempt", attempt)
        .map((row, context) -> row(row))
        .findOne();
  }

  private void save(Handle handle, BuildRow row) {
    var build = row.build();
    handle
        .createUpdate(
            "INSERT INTO rh_builds (org, repo, run_id, attempt, name, state, branch, sha,"
                + " started_at, updated_at, url, workflow, source, to_judge) VALUES (:org, :repo,"
                + " :run, :attempt, :name, :state, :branch, :sha, :startedAt, :updatedAt, :url,"
                + " :workflow, :source, :toJudge)"
                + " ON CONFLICT (org, repo, run_id, attempt) DO UPDATE SET name = excluded.name,"
                + " state = excluded.state, branch = excluded.branch, sha = excluded.sha,"
                + " started_at = excluded.started_at, updated_at = excluded.updated_at,"
                + " url = excluded.url, workflow = excluded.workflow, source = excluded.source,"
                + " to_judge = CASE WHEN rh_builds.state = excluded.state"
                + " THEN rh_builds.to_judge ELSE excluded.to_judge END")
        .bind("org", org)
        .bind("repo", Columns.folded(row.repository()))
        .bind("run", build.runId())
        .bind("attempt", build.attempt())
        .bind("name", row.repository())
        .bind("state", Columns.word(build.state()))
        .bind("branch", Columns.foreign(build.branch()))
        .bind("sha", Columns.foreign(build.sha()))
        .bind("startedAt", Columns.millis(build.startedAt().orElse(null)))
        .bind("updatedAt", build.updatedAt().toEpochMilli())
        .bind("url", build.url().map(URI::toString).map(Columns::foreign).orElse(null))
        .bind("workflow", Columns.foreign(build.workflow()))
        .bind("source", Columns.word(row.source()))
        .bind("toJudge", Columns.number(counts(build)))
        .execute();
  }

  private void delete(Handle handle, BuildRow row) {
    handle
        .createUpdate(
            "DELETE FROM rh_builds WHERE org = :org AND repo = :repo AND run_id = :run"
                + " AND attempt = :attempt")
        .bind("org", org)
        .bind("repo", Columns.folded(row.repository()))
        .bind("run", row.build().runId())
        .bind("attempt", row.build().attempt())
        .execute();
  }

  void prune(Handle handle, Instant before) {
    handle
        .createUpdate("DELETE FROM rh_builds WHERE org = :org AND updated_at < :before")
        .bind("org", org)
        .bind("before", before.toEpochMilli())
        .execute();
  }

  private static BuildRow row(ResultSet row) throws SQLException {
    var build =
        Build.builder(
                row.getLong("run_id"),
                Columns.constant(BuildState.class, row.getString("state")),
                Columns.instant(row, "updated_at"))
            .attempt(row.getInt("attempt"))
            .branch(row.getString("branch"))
            .sha(row.getString("sha"))
            .workflow(row.getString("workflow"));
    var startedAt = Columns.instantOrNull(row, "started_at");
    if (startedAt != null) {
      build.startedAt(startedAt);
    }
    var url = row.getString("url");
    if (url != null) {
      build.url(URI.create(url));
    }
    return new BuildRow(
        row.getString("name"),
        build.build(),
        Columns.constant(BuildSource.class, row.getString("source")));
  }
}
