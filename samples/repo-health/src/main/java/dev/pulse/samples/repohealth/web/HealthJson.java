package dev.pulse.samples.repohealth.web;

import com.squareup.moshi.JsonWriter;
import dev.pulse.api.score.Factor;
import dev.pulse.github.HealthFactor;
import dev.pulse.github.HealthStatus;
import dev.pulse.github.VulnerabilitySeverity;
import dev.pulse.github.VulnerabilitySource;
import dev.pulse.samples.repohealth.scan.Overview;
import dev.pulse.samples.repohealth.store.BuildRow;
import dev.pulse.samples.repohealth.store.RepositoryRow;
import dev.pulse.samples.repohealth.store.ResultRow;
import dev.pulse.samples.repohealth.store.ScorePoint;
import dev.pulse.samples.repohealth.store.Trend;
import dev.pulse.samples.repohealth.store.VulnerabilityRow;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of the routes: the names of the guide, in its order. Also what {@code pulse scan
 * --json} prints.
 */
public final class HealthJson {
  private HealthJson() {}

  /** All repositories in a few numbers. */
  public static String health(Overview overview) {
    return Json.text(
        json -> {
          json.beginObject()
              .name("org")
              .value(overview.organisation())
              .name("status")
              .value(overview.status().word())
              .name("average_score")
              .value(overview.averageScore().map(Json::number).orElse(null));
          repositories(json.name("repos"), overview);
          json.name("vulnerabilities").beginObject();
          for (var count : overview.vulnerabilitiesBySeverity().entrySet()) {
            json.name(count.getKey().word()).value(count.getValue());
          }
          json.endObject().name("builds").beginObject();
          for (var count : overview.repositoriesByBuild().entrySet()) {
            json.name(count.getKey().word()).value(count.getValue());
          }
          json.endObject()
              .name("last_scan")
              .value(overview.lastScan().map(Json::time).orElse(null))
              .name("stale")
              .value(overview.isStale())
              .endObject();
        });
  }

  private static void repositories(JsonWriter json, Overview overview) throws IOException {
    json.beginObject().name("total").value(overview.repositories().size());
    for (var count : overview.repositoriesByStatus().entrySet()) {
      json.name(count.getKey().word()).value(count.getValue());
    }
    json.endObject();
  }

  /**
   * A page of repositories.
   *
   * @param page those to show
   * @param total how many there are
   */
  public static String repositories(Overview overview, List<RepositoryRow> page, int total) {
    return Json.text(
        json -> {
          json.beginObject().name("repos").beginArray();
          for (RepositoryRow repository : page) {
            repository(json, overview, repository);
          }
          json.endArray().name("total").value(total).endObject();
        });
  }

  /** One repository. */
  public static String repository(Overview overview, RepositoryRow repository) {
    return Json.text(json -> repository(json, overview, repository));
  }

  /** One repository with what its score is made of, and where that is going. */
  public static String details(Overview overview, RepositoryRow repository, Trend trend) {
    return Json.text(
        json -> {
          json.beginObject();
          members(json, overview, repository);
          score(json, repository.result());
          trend(json, trend);
          json.endObject();
        });
  }

  private static void repository(JsonWriter json, Overview overview, RepositoryRow repository)
      throws IOException {
    json.beginObject();
    members(json, overview, repository);
    json.endObject();
  }

  static void members(JsonWriter json, Overview overview, RepositoryRow repository)
      throws IOException {
    var result = repository.result();
    json.name("name")
        .value(repository.name())
        .name("health_score")
        .value(score(result))
        .name("metrics")
        .beginObject()
        .name("build_status")
        .value(repository.buildStatus().word())
        .name("coverage")
        .value(result == null ? null : numberOrNull(result.coverage()))
        .name("dependencies")
        .beginObject()
        .name("total")
        .value(result == null ? null : result.dependencies())
        .name("outdated")
        .value(result == null ? null : result.outdated())
        .name("vulnerable")
        .value(result == null ? null : result.vulnerable())
        .endObject()
        .name("last_commit")
        .value(result == null ? null : Json.timeOrNull(result.lastCommit()))
        .endObject()
        .name("status")
        .value(Overview.status(repository).word());
    missing(json, result);
    json.name("stale")
        .value(overview.isStale(repository))
        .name("scanned_at")
        .value(seen(result))
        .name("error")
        .value(repository.error());
  }

  private static @Nullable Integer score(@Nullable ResultRow result) {
    var rounded = result == null ? OptionalInt.empty() : result.score().rounded();
    return rounded.isPresent() ? rounded.getAsInt() : null;
  }

  private static @Nullable BigDecimal numberOrNull(@Nullable BigDecimal number) {
    return number == null ? null : Json.number(number);
  }

  /** Of a repository that nobody could look at, everything is missing. */
  static List<HealthFactor> missing(@Nullable ResultRow result) {
    return result == null ? Arrays.asList(HealthFactor.values()) : result.missing();
  }

  private static void missing(JsonWriter json, @Nullable ResultRow result) throws IOException {
    json.name("missing").beginArray();
    for (HealthFactor factor : missing(result)) {
      json.value(factor.word());
    }
    json.endArray();
  }

  private static @Nullable String seen(@Nullable ResultRow result) {
    return result == null ? null : Json.time(result.at());
  }

  /** What the score of one repository is made of, and where it is going. */
  public static String metrics(Overview overview, RepositoryRow repository, Trend trend) {
    var result = repository.result();
    return Json.text(
        json -> {
          json.beginObject().name("name").value(repository.name());
          score(json, result);
          missing(json, result);
          trend(json, trend);
          json.name("scanned_at")
              .value(seen(result))
              .name("stale")
              .value(overview.isStale(repository))
              .endObject();
        });
  }

  private static void score(JsonWriter json, @Nullable ResultRow result) throws IOException {
    json.name("score").value(score(result)).name("factors").beginObject();
    for (Factor factor : result == null ? List.<Factor>of() : result.score().factors()) {
      factor(json, factor);
    }
    json.endObject();
  }

  private static void factor(JsonWriter json, Factor factor) throws IOException {
    json.name(factor.name())
        .beginObject()
        .name("value")
        .value(points(factor))
        .name("weight")
        .value(Json.number(BigDecimal.valueOf(factor.weight())))
        .name("detail")
        .value(factor.evidence())
        .endObject();
  }

  /** The points of a factor as they are shown; null when it is missing. */
  static @Nullable BigDecimal points(Factor factor) {
    return factor.points().isPresent()
        ? Json.number(BigDecimal.valueOf(factor.points().getAsDouble()))
        : null;
  }

  private static void trend(JsonWriter json, Trend trend) throws IOException {
    json.name("history").beginArray();
    for (ScorePoint point : trend.history()) {
      json.beginObject()
          .name("timestamp")
          .value(Json.time(point.at()))
          .name("score")
          .value(point.score())
          .endObject();
    }
    json.endArray().name("trend").beginObject().name("delta");
    var delta = trend.delta();
    json.value(delta.isPresent() ? (Integer) delta.getAsInt() : null)
        .name("direction")
        .value(trend.direction().word())
        .endObject();
  }

  /** Vulnerabilities that are open. */
  public static String vulnerabilities(List<VulnerabilityRow> vulnerabilities) {
    return Json.text(
        json -> {
          json.beginObject().name("vulnerabilities").beginArray();
          for (VulnerabilityRow row : vulnerabilities) {
            vulnerability(json, row);
          }
          json.endArray().name("total").value(vulnerabilities.size()).endObject();
        });
  }

  private static void vulnerability(JsonWriter json, VulnerabilityRow row) throws IOException {
    json.beginObject();
    members(json, row);
    json.endObject();
  }

  static void members(JsonWriter json, VulnerabilityRow row) throws IOException {
    var vulnerability = row.followed().vulnerability();
    json.name("repo")
        .value(row.repository())
        .name("package")
        .value(vulnerability.packageName())
        .name("ecosystem")
        .value(vulnerability.ecosystem())
        .name("version")
        .value(vulnerability.version().orElse(null))
        .name("severity")
        .value(vulnerability.severity().word())
        .name("id")
        .value(vulnerability.id());
    texts(json.name("aliases"), vulnerability.aliases());
    json.name("description")
        .value(vulnerability.description())
        .name("fixed_version")
        .value(vulnerability.fixedVersion().orElse(null));
    texts(
        json.name("sources"),
        vulnerability.sources().stream().map(VulnerabilitySource::word).toList());
    json.name("detected_at").value(Json.time(row.followed().firstSeen()));
  }

  static void texts(JsonWriter json, List<String> texts) throws IOException {
    json.beginArray();
    for (String text : texts) {
      json.value(text);
    }
    json.endArray();
  }

  /** Builds. */
  public static String builds(List<BuildRow> builds) {
    return Json.text(
        json -> {
          json.beginObject().name("builds").beginArray();
          for (BuildRow row : builds) {
            build(json, row);
          }
          json.endArray().name("total").value(builds.size()).endObject();
        });
  }

  private static void build(JsonWriter json, BuildRow row) throws IOException {
    var build = row.build();
    json.beginObject()
        .name("repo")
        .value(row.repository())
        .name("state")
        .value(build.state().word())
        .name("branch")
        .value(build.branch().isEmpty() ? null : build.branch())
        .name("sha")
        .value(build.sha().isEmpty() ? null : build.sha())
        .name("run_id")
        .value(build.runId())
        .name("url")
        .value(build.url().map(URI::toString).orElse(null))
        .name("started_at")
        .value(build.startedAt().map(Json::time).orElse(null))
        .name("last_run")
        .value(build.finishedAt().map(Json::time).orElse(null))
        .name("source")
        .value(row.source().word())
        .endObject();
  }

  /** The words that the status of a repository can have. */
  static List<String> statuses() {
    return Arrays.stream(HealthStatus.values()).map(HealthStatus::word).toList();
  }

  /** The words that the severity of a vulnerability can have, the worst first. */
  static List<String> severities() {
    return Arrays.stream(VulnerabilitySeverity.values()).map(VulnerabilitySeverity::word).toList();
  }
}
