package dev.pulse.samples.repohealth.web;

import static dev.pulse.samples.repohealth.web.Json.number;
import static dev.pulse.samples.repohealth.web.Json.timeOrNull;

import com.squareup.moshi.JsonWriter;
import dev.pulse.api.score.Factor;
import dev.pulse.github.Build;
import dev.pulse.github.BuildState;
import dev.pulse.github.BuildStatus;
import dev.pulse.github.Builds;
import dev.pulse.github.FollowedVulnerability;
import dev.pulse.github.Vulnerability;
import dev.pulse.github.VulnerabilitySeverity;
import dev.pulse.github.VulnerabilitySource;
import dev.pulse.samples.repohealth.scan.Overview;
import dev.pulse.samples.repohealth.store.BillRow;
import dev.pulse.samples.repohealth.store.BuildRow;
import dev.pulse.samples.repohealth.store.BuildTable;
import dev.pulse.samples.repohealth.store.Change;
import dev.pulse.samples.repohealth.store.PackageNode;
import dev.pulse.samples.repohealth.store.PackageTree;
import dev.pulse.samples.repohealth.store.RepositoryRow;
import dev.pulse.samples.repohealth.store.ResultRow;
import dev.pulse.samples.repohealth.store.Step;
import dev.pulse.samples.repohealth.store.TrendPoint;
import dev.pulse.samples.repohealth.store.VulnerabilityRow;
import dev.pulse.samples.repohealth.store.VulnerabilityTable;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The bodies of the routes of the dashboard's page. What nobody knows is null. */
final class DashboardJson {
  private static final int SHARE_DECIMALS = 4;

  private DashboardJson() {}

  /**
   * The repositories in a few words each.
   *
   * @param page those to show
   * @param scores their scores over time, by folded name
   */
  static String repositories(
      Overview overview, List<RepositoryRow> page, Map<String, List<@Nullable Integer>> scores) {
    var open = open(overview.vulnerabilities());
    return Json.text(
        json -> {
          json.beginObject().name("org").value(overview.organisation());
          json.name("scanned").value(overview.isScanned());
          json.name("last_scan").value(overview.lastScan().map(Json::time).orElse(null));
          json.name("stale").value(overview.isStale());
          json.name("repositories").beginArray();
          for (RepositoryRow repository : page) {
            json.beginObject();
            repository(json, overview, repository, open);
            json.name("scores").beginArray();
            for (@Nullable Integer score :
                scores.getOrDefault(folded(repository.name()), List.<@Nullable Integer>of())) {
              json.value(score);
            }
            json.endArray().endObject();
          }
          json.endArray().name("total").value(overview.repositories().size()).endObject();
        });
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static Map<String, Map<VulnerabilitySeverity, Integer>> open(
      Collection<VulnerabilityRow> vulnerabilities) {
    var open = new HashMap<String, Map<VulnerabilitySeverity, Integer>>();
    for (VulnerabilityRow row : vulnerabilities) {
      open.computeIfAbsent(row.repository(), name -> new EnumMap<>(VulnerabilitySeverity.class))
          .merge(row.followed().vulnerability().severity(), 1, Integer::sum);
    }
    return open;
  }

  private static void repository(
      JsonWriter json,
      Overview overview,
      RepositoryRow repository,
      Map<String, Map<VulnerabilitySeverity, Integer>> open)
      throws IOException {
    var result = repository.result();
    HealthJson.members(json, overview, repository);
    json.name("branch").value(repository.defaultBranch());
    json.name("archived").value(repository.archived());
    json.name("fork").value(repository.fork());
    json.name("private").value(repository.hidden());
    json.name("last_run").value(timeOrNull(repository.lastRun()));
    severities(json.name("open"), openOrNull(repository, open));
    change(json.name("change"), result == null ? null : result.change());
  }

  /** How many are open by severity; null when nobody could tell. */
  private static @Nullable Map<VulnerabilitySeverity, Integer> openOrNull(
      RepositoryRow repository, Map<String, Map<VulnerabilitySeverity, Integer>> open) {
    var counts = open.getOrDefault(repository.name(), Map.of());
    var result = repository.result();
    // What is known to be open is, even when nobody can tell now whether there is more.
    boolean told = !counts.isEmpty() || (result != null && !result.readable().isEmpty());
    return told ? counts : null;
  }

  private static void severities(
      JsonWriter json, @Nullable Map<VulnerabilitySeverity, Integer> counts) throws IOException {
    if (counts == null) {
      json.nullValue();
      return;
    }
    json.beginObject();
    for (VulnerabilitySeverity severity : VulnerabilitySeverity.values()) {
      json.name(severity.word()).value(counts.getOrDefault(severity, 0));
    }
    json.endObject();
  }

  private static void change(JsonWriter json, @Nullable Change change) throws IOException {
    if (change == null) {
      json.nullValue();
      return;
    }
    json.beginObject().name("at").value(Json.time(change.at()));
    json.name("delta").value(change.delta());
    HealthJson.texts(json.name("parts"), change.parts());
    json.endObject();
  }

  /** One repository: where its score comes from, what changed, and what to do. */
  static String repository(Overview overview, RepositoryRow repository, @Nullable BillRow bill) {
    var result = repository.result();
    var own =
        overview.vulnerabilities().stream()
            .filter(row -> row.repository().equals(repository.name()))
            .toList();
    return Json.text(
        json -> {
          json.beginObject().name("org").value(overview.organisation());
          repository(json, overview, repository, open(own));
          HealthJson.texts(json.name("readable"), readable(result));
          json.name("factors").beginArray();
          for (Factor factor : result == null ? List.<Factor>of() : result.score().factors()) {
            json.beginObject().name("name").value(factor.name());
            json.name("weight").value(number(BigDecimal.valueOf(factor.weight())));
            json.name("value").value(HealthJson.points(factor));
            json.name("evidence").value(factor.evidence()).endObject();
          }
          json.endArray().name("advice").beginArray();
          for (Step step : result == null ? List.<Step>of() : result.steps()) {
            var gain = step.gain();
            json.beginObject().name("factor").value(step.factor().word());
            json.name("text").value(step.text());
            json.name("gain").value(gain == null ? null : number(gain)).endObject();
          }
          json.endArray().name("bill_because").value(bill == null ? null : bill.because());
          json.endObject();
        });
  }

  private static List<String> readable(@Nullable ResultRow result) {
    return result == null
        ? List.of()
        : result.readable().stream().map(VulnerabilitySource::word).sorted().toList();
  }

  /** The packages of one repository with their paths. */
  static String dependencies(
      RepositoryRow repository, @Nullable BillRow bill, List<FollowedVulnerability> open) {
    var result = repository.result();
    var tree = bill == null ? null : bill.tree().orElse(null);
    return Json.text(
        json -> {
          json.beginObject().name("name").value(repository.name());
          json.name("read_at").value(bill == null ? null : timeOrNull(bill.readAt()));
          json.name("because").value(because(repository, bill));
          json.name("outdated_because").value(bill == null ? null : bill.outdatedBecause());
          HealthJson.texts(json.name("readable"), readable(result));
          json.name("tells_paths").value(tree != null && tree.tellsPaths());
          json.name("left_out").value(tree == null ? 0 : tree.leftOut());
          json.name("cut").value(tree != null && tree.cut());
          json.name("packages");
          packages(json, tree, open);
          json.endObject();
        });
  }

  private static @Nullable String because(RepositoryRow repository, @Nullable BillRow bill) {
    if (bill != null) {
      return bill.because();
    }
    return repository.error() == null ? "nobody has looked for them yet" : repository.error();
  }

  private static void packages(
      JsonWriter json, @Nullable PackageTree tree, List<FollowedVulnerability> open)
      throws IOException {
    if (tree == null) {
      json.nullValue();
      return;
    }
    var weak =
        new WeakPackages(
            tree.packages(), open.stream().map(FollowedVulnerability::vulnerability).toList());
    json.beginArray();
    for (PackageNode node : tree.packages()) {
      json.beginObject().name("ecosystem").value(node.ecosystem());
      json.name("name").value(node.name()).name("version").value(node.version());
      json.name("newest").value(node.newest()).name("direct").value(node.direct());
      json.name("draws").beginArray();
      for (int place : node.draws()) {
        json.value(place);
      }
      json.endArray().name("vulnerable").beginArray();
      for (Vulnerability one : weak.of(node)) {
        json.beginObject().name("id").value(one.id());
        json.name("severity").value(one.severity().word());
        json.name("fixed_version").value(one.fixedVersion().orElse(null)).endObject();
      }
      json.endArray().endObject();
    }
    json.endArray();
  }

  /**
   * A page of vulnerabilities, and how many there are.
   *
   * @param overview for how many repositories there are, and of how many somebody could tell
   * @param name the repository that was asked for; null for all of them
   */
  static String vulnerabilities(
      VulnerabilityTable.Found found, Overview overview, @Nullable String name) {
    var open = open(overview.vulnerabilities());
    var asked =
        overview.repositories().stream()
            .filter(repository -> name == null || repository.name().equals(name))
            .toList();
    long told = asked.stream().filter(repository -> openOrNull(repository, open) != null).count();
    return Json.text(
        json -> {
          json.beginObject().name("vulnerabilities").beginArray();
          for (VulnerabilityRow row : found.rows()) {
            json.beginObject();
            HealthJson.members(json, row);
            json.name("last_seen").value(Json.time(row.followed().lastSeen()));
            json.name("closed_at").value(timeOrNull(row.closedAt())).endObject();
          }
          json.endArray().name("by_severity").beginObject();
          for (var count : found.bySeverity().entrySet()) {
            json.name(count.getKey().word()).value(count.getValue());
          }
          json.endObject().name("scanned").value(overview.isScanned());
          json.name("repositories").value(asked.size()).name("told").value(told).endObject();
        });
  }

  /** Scores and vulnerabilities over time; a gap is a point of which nothing is known. */
  static String trends(TrendSpan span, List<TrendPoint> points, VulnerabilityTable.Flow flow) {
    var gaps = span.gaps(points);
    return Json.text(
        json -> {
          json.beginObject().name("from").value(span.from().toString());
          json.name("to").value(span.to().toString());
          json.name("points").beginArray();
          int gap = 0;
          // What appeared with the first scan counts.
          var before = span.from().minusMillis(1);
          for (TrendPoint point : points) {
            if (gap < gaps.size() && gaps.get(gap).isBefore(point.at())) {
              gap(json, gaps.get(gap));
              gap++;
            }
            point(json, point, flow, before);
            before = point.at();
          }
          if (gap < gaps.size()) {
            gap(json, gaps.get(gap));
          }
          json.endArray().endObject();
        });
  }

  private static void gap(JsonWriter json, Instant at) throws IOException {
    json.beginObject().name("at").value(at.toString()).name("gap").value(true).endObject();
  }

  private static void point(
      JsonWriter json, TrendPoint point, VulnerabilityTable.Flow flow, Instant before)
      throws IOException {
    json.beginObject().name("at").value(point.at().toString());
    json.name("score").value(point.average().orElse(null));
    json.name("worst").value(point.worst());
    json.name("repositories").value(point.repositories());
    json.name("scored").value(point.scored()).name("told").value(point.told());
    severities(json.name("open"), point.told() == 0 ? null : point.open());
    json.name("appeared").value(count(flow.appeared(), before, point.at()));
    json.name("gone").value(count(flow.gone(), before, point.at()));
    json.name("factors").beginObject();
    for (var factor : point.factors().entrySet()) {
      json.name(factor.getKey()).value(number(factor.getValue()));
    }
    json.endObject().endObject();
  }

  private static long count(List<Instant> moments, Instant after, Instant until) {
    return place(moments, until) - place(moments, after);
  }

  /** How many are not after a moment; they are in order. */
  private static long place(List<Instant> moments, Instant until) {
    int low = 0;
    int high = moments.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (moments.get(middle).isAfter(until)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /**
   * How the builds of the repositories do.
   *
   * @param all for how many are failing
   * @param page those to show
   * @param newest their newest runs, the newest first
   */
  static String builds(
      List<RepositoryRow> all, List<RepositoryRow> page, Map<String, List<Build>> newest) {
    var counts = new EnumMap<BuildStatus, Integer>(BuildStatus.class);
    all.forEach(row -> counts.merge(row.buildStatus(), 1, Integer::sum));
    return Json.text(
        json -> {
          json.beginObject().name("repositories").beginArray();
          for (RepositoryRow row : page) {
            builds(json, row, newest.getOrDefault(row.name(), List.of()));
          }
          json.endArray().name("total").value(all.size());
          json.name("by_status").beginObject();
          for (BuildStatus status : BuildStatus.values()) {
            json.name(status.word()).value(counts.getOrDefault(status, 0));
          }
          json.endObject().endObject();
        });
  }

  private static void builds(JsonWriter json, RepositoryRow row, List<Build> newest)
      throws IOException {
    var known = Builds.of(newest);
    json.beginObject().name("name").value(row.name());
    json.name("branch").value(row.defaultBranch());
    json.name("status").value(row.buildStatus().word());
    json.name("last_run").value(timeOrNull(row.lastRun()));
    json.name("counted").value(known.counted());
    json.name("share").value(share(known));
    var median = median(newest);
    json.name("median_s").value(median.isPresent() ? (Long) median.getAsLong() : null);
    json.name("failing_since")
        .value(row.buildStatus() == BuildStatus.FAILING ? timeOrNull(failingSince(newest)) : null);
    json.name("runs").beginArray();
    for (int i = newest.size() - 1; i >= 0; i--) {
      var build = newest.get(i);
      json.beginObject().name("state").value(build.state().word());
      json.name("at").value(Json.time(build.updatedAt()));
      json.name("duration_s").value(duration(build)).endObject();
    }
    json.endArray().endObject();
  }

  private static @Nullable BigDecimal share(Builds builds) {
    return builds.counted() == 0
        ? null
        : number(
            BigDecimal.valueOf(builds.succeeded())
                .divide(
                    BigDecimal.valueOf(builds.counted()), SHARE_DECIMALS, RoundingMode.HALF_UP));
  }

  private static OptionalLong median(List<Build> builds) {
    var durations =
        builds.stream()
            .filter(
                build -> build.state() == BuildState.SUCCESS || build.state() == BuildState.FAILURE)
            .map(DashboardJson::duration)
            .flatMap(Stream::ofNullable)
            .sorted()
            .toList();
    return durations.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(durations.get(durations.size() / 2));
  }

  /** How long it ran, in seconds; null while it does, and where nobody said when it began. */
  private static @Nullable Long duration(Build build) {
    return build
        .finishedAt()
        .flatMap(end -> build.startedAt().map(start -> Duration.between(start, end)))
        .filter(took -> !took.isNegative())
        .map(Duration::toSeconds)
        .orElse(null);
  }

  /** When the first failure after the last success ended, as far as the runs go back. */
  private static @Nullable Instant failingSince(List<Build> newest) {
    @Nullable Instant since = null;
    for (Build build : newest) {
      if (build.state() == BuildState.SUCCESS) {
        return since;
      }
      if (build.state() == BuildState.FAILURE) {
        since = build.updatedAt();
      }
    }
    return since;
  }

  /** A page of runs. */
  static String runs(BuildTable.Found found) {
    return Json.text(
        json -> {
          json.beginObject().name("runs").beginArray();
          for (BuildRow row : found.rows()) {
            var build = row.build();
            json.beginObject().name("repo").value(row.repository());
            json.name("workflow").value(build.workflow());
            json.name("state").value(build.state().word());
            json.name("branch").value(build.branch()).name("sha").value(build.sha());
            json.name("run_id").value(build.runId()).name("attempt").value(build.attempt());
            json.name("url").value(build.url().map(URI::toString).orElse(null));
            json.name("started_at").value(build.startedAt().map(Json::time).orElse(null));
            json.name("finished_at").value(build.finishedAt().map(Json::time).orElse(null));
            json.name("duration_s").value(duration(build));
            json.name("source").value(row.source().word()).endObject();
          }
          json.endArray().name("total").value(found.total()).endObject();
        });
  }
}
