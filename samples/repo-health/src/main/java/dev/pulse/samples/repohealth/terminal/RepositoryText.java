package dev.pulse.samples.repohealth.terminal;

import dev.pulse.api.score.Factor;
import dev.pulse.github.HealthFactor;
import dev.pulse.github.HealthStatus;
import dev.pulse.github.Vulnerability;
import dev.pulse.samples.repohealth.store.Change;
import dev.pulse.samples.repohealth.store.RepositoryRow;
import dev.pulse.samples.repohealth.store.ResultRow;
import dev.pulse.samples.repohealth.store.Step;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is known of one repository, for people at a terminal of 80 characters. */
public final class RepositoryText {
  private static final int MOST_VULNERABILITIES = 10;
  private static final int MOST_STEPS = 10;
  private static final int LABEL = 13;
  private static final int WEIGHT = 6;
  private static final int POINTS = 7;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private RepositoryText() {}

  /** One line: {@code shop: 92 (healthy), missing: coverage}. */
  public static String line(RepositoryRow repository) {
    var result = repository.result();
    var score = result == null ? OptionalInt.empty() : result.score().rounded();
    var status = result == null ? HealthStatus.UNKNOWN : result.status();
    return Columns.plain(repository.name())
        + ": "
        + (score.isPresent() ? score.getAsInt() : "-")
        + " ("
        + status.word()
        + ")"
        + (result == null || result.missing().isEmpty() ? "" : ", missing: " + missing(result));
  }

  static String time(Instant at) {
    return TIME.format(at);
  }

  private static String missing(ResultRow result) {
    return result.missing().stream().map(HealthFactor::word).collect(Collectors.joining(", "));
  }

  /**
   * What the line comes from: factors with their weights and evidence, open vulnerabilities, why
   * the score is not what it was, and what to do. Ends with a line break.
   *
   * @param vulnerabilities that are open, the worst first
   */
  public static String details(RepositoryRow repository, List<Vulnerability> vulnerabilities) {
    var text = new StringBuilder();
    var result = repository.result();
    facts(text, repository, result);
    if (result != null) {
      factors(text, result);
      change(text, result.change());
      vulnerabilities(text, result, vulnerabilities);
      steps(text, result.steps());
    }
    return text.toString();
  }

  private static void facts(
      StringBuilder text, RepositoryRow repository, @Nullable ResultRow result) {
    fact(text, "Branch", repository.defaultBranch());
    if (result != null) {
      fact(text, "Looked at", TIME.format(result.at()));
      fact(
          text,
          "Last commit",
          result.lastCommit() == null ? "-" : TIME.format(result.lastCommit()));
      if (result.dependencies() != null) {
        fact(text, "Packages", packages(result));
      }
    }
    Instant lastRun = repository.lastRun();
    fact(
        text,
        "Build",
        repository.buildStatus().word()
            + (lastRun == null ? "" : ", last run " + TIME.format(lastRun)));
    if (repository.error() != null) {
      fact(text, "Not read", repository.error() + "; this is what was known before");
    }
  }

  private static String packages(ResultRow result) {
    return result.dependencies()
        + ", "
        + (result.outdated() == null ? "nobody knows how many" : result.outdated())
        + " outdated, "
        + (result.vulnerable() == null ? "nobody knows how many" : result.vulnerable())
        + " vulnerable";
  }

  private static void fact(StringBuilder text, String label, String value) {
    text.append(Columns.hanging("  " + Columns.left(label, LABEL) + "  ", value));
  }

  private static void factors(StringBuilder text, ResultRow result) {
    text.append('\n').append(row("Factor", "Weight", "Points", "Evidence"));
    for (Factor factor : result.score().factors()) {
      text.append(
          row(
              factor.name(),
              number(factor.weight()),
              factor.points().isPresent() ? number(factor.points().getAsDouble()) : "-",
              factor.isMissing() ? "missing: " + factor.evidence() : factor.evidence()));
    }
  }

  private static String row(String factor, String weight, String points, String evidence) {
    return Columns.hanging(
        "  "
            + Columns.left(factor, LABEL)
            + "  "
            + Columns.right(weight, WEIGHT)
            + "  "
            + Columns.right(points, POINTS)
            + "  ",
        evidence);
  }

  private static String number(double value) {
    var rounded = BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_UP).stripTrailingZeros();
    return rounded.toPlainString();
  }

  private static void change(StringBuilder text, @Nullable Change change) {
    if (change == null) {
      return;
    }
    text.append("\nWhat changed at ")
        .append(time(change.at()))
        .append(": ")
        .append(points(change.delta()))
        .append('\n');
    change.parts().forEach(part -> text.append(Columns.hanging("  ", part)));
  }

  private static String points(int delta) {
    int count = Math.abs(delta);
    return delta == 0
        ? "as many points as before"
        : count + (count == 1 ? " point " : " points ") + (delta > 0 ? "more" : "less");
  }

  private static void vulnerabilities(
      StringBuilder text, ResultRow result, List<Vulnerability> vulnerabilities) {
    if (vulnerabilities.isEmpty()) {
      if (result.readable().isEmpty()) {
        text.append("\nNobody knows whether there are vulnerabilities: no source can be read.\n");
      }
      return;
    }
    text.append("\nOpen vulnerabilities: ").append(vulnerabilities.size()).append('\n');
    vulnerabilities.stream()
        .limit(MOST_VULNERABILITIES)
        .forEach(one -> text.append(vulnerability(one)));
    more(text, vulnerabilities.size() - MOST_VULNERABILITIES);
  }

  private static String vulnerability(Vulnerability one) {
    var margin = "  " + Columns.left(one.severity().word(), 8) + "  ";
    var what =
        one.packageName()
            + one.version().map(version -> " " + version).orElse("")
            + " ("
            + one.ecosystem()
            + ", "
            + one.id()
            + "): "
            + one.description()
            + one.fixedVersion().map(version -> "; fixed in " + version).orElse("");
    return Columns.hanging(margin, what);
  }

  private static void steps(StringBuilder text, List<Step> steps) {
    if (steps.isEmpty()) {
      return;
    }
    text.append("\nWhat to do, with the points it gives at most\n");
    for (Step step : steps.stream().limit(MOST_STEPS).toList()) {
      var gain = step.gain();
      var margin = "  " + Columns.right(gain == null ? "?" : "+" + gain.toPlainString(), 5) + "  ";
      text.append(Columns.hanging(margin, step.text() + " (" + step.factor().word() + ")"));
    }
    more(text, steps.size() - MOST_STEPS);
  }

  private static void more(StringBuilder text, int count) {
    if (count > 0) {
      text.append("  and ").append(count).append(" more\n");
    }
  }
}
