package dev.pulse.samples.repohealth.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.Reason;
import dev.pulse.api.score.Factor;
import dev.pulse.api.score.Score;
import dev.pulse.github.BuildStatus;
import dev.pulse.github.HealthFactor;
import dev.pulse.github.Vulnerability;
import dev.pulse.github.VulnerabilitySeverity;
import dev.pulse.github.VulnerabilitySource;
import dev.pulse.samples.repohealth.store.Change;
import dev.pulse.samples.repohealth.store.RepositoryRow;
import dev.pulse.samples.repohealth.store.ResultRow;
import dev.pulse.samples.repohealth.store.Step;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** 4.10.1, and the table of one repository. */
class RepositoryTextTest {
  private static final Instant NOW = Instant.parse("2026-02-18T09:00:00Z");

  private static RepositoryRow row(
      String name, @Nullable ResultRow result, @Nullable String error) {
    return new RepositoryRow(
        name,
        "main",
        false,
        false,
        false,
        true,
        result,
        BuildStatus.PASSING,
        NOW.minusSeconds(60),
        null,
        null,
        error);
  }

  private static ResultRow result(
      Score score, List<HealthFactor> missing, @Nullable Change change) {
    return new ResultRow(
        7,
        NOW,
        score,
        missing,
        new BigDecimal("87.5"),
        45,
        2,
        1,
        Instant.parse("2026-02-18T08:00:00Z"),
        Set.of(VulnerabilitySource.OSV),
        List.of(
            new Step(HealthFactor.BUILD, "mend what made 2 builds fail", new BigDecimal("5")),
            new Step(HealthFactor.SECURITY, "let the token read Dependabot's alerts", null)),
        change);
  }

  private static Score score() {
    return Score.weighted(
        List.of(
            Factor.of("build", 25, 80, "8 of 10 builds of main succeeded"),
            Factor.missing("coverage", 20, "Codecov does not know the repository: HTTP 404"),
            Factor.of("dependencies", 20, 97.777777, "45 packages, 2 outdated; no open one")));
  }

  private static Vulnerability vulnerability(String name, String description) {
    return Vulnerability.builder(
            "npm",
            name,
            "GHSA-jf85-cpcp-j695",
            VulnerabilitySeverity.CRITICAL,
            VulnerabilitySource.OSV)
        .version("4.17.20")
        .description(description)
        .fixedVersion("4.17.21")
        .build();
  }

  @Test
  void aRepositoryIsOneLine() {
    var complete =
        result(Score.weighted(List.of(Factor.of("build", 25, 92, "x"))), List.of(), null);

    assertThat(RepositoryText.line(row("shop", complete, null))).isEqualTo("shop: 92 (healthy)");
    assertThat(
            RepositoryText.line(
                row(
                    "shop",
                    result(score(), List.of(HealthFactor.COVERAGE, HealthFactor.SECURITY), null),
                    null)))
        .isEqualTo("shop: 88 (healthy), missing: coverage, security");
  }

  // row 28, defect 4
  @Test
  void noScoreIsADashAndZeroIsZero() {
    var nothing = Score.inconclusive(Reason.NO_DATA, "nothing");
    var zero = Score.weighted(List.of(Factor.of("build", 25, 0, "x")));

    assertThat(RepositoryText.line(row("shop", null, "it broke"))).isEqualTo("shop: - (unknown)");
    assertThat(
            RepositoryText.line(
                row("shop", result(nothing, List.of(HealthFactor.values()), null), null)))
        .isEqualTo(
            "shop: - (unknown), missing: build, coverage, dependencies, documentation, activity,"
                + " security");
    assertThat(RepositoryText.line(row("shop", result(zero, List.of(), null), null)))
        .isEqualTo("shop: 0 (critical)");
  }

  @Test
  void detailsSayWhereTheScoreComesFrom() {
    var change =
        new Change(
            NOW, -7, List.of("coverage 91 → 84 (−3)", "2 new high vulnerabilities (−4)"), "unused");

    var text =
        RepositoryText.details(
            row("shop", result(score(), List.of(HealthFactor.COVERAGE), change), null),
            List.of(vulnerability("lodash", "Prototype pollution in functions that merge")));

    assertThat(text)
        .isEqualTo(
            """
              Branch         main
              Looked at      2026-02-18 09:00 UTC
              Last commit    2026-02-18 08:00 UTC
              Packages       45, 2 outdated, 1 vulnerable
              Build          passing, last run 2026-02-18 08:59 UTC

              Factor         Weight   Points  Evidence
              build              25       80  8 of 10 builds of main succeeded
              coverage           20        -  missing: Codecov does not know the repository:
                                              HTTP 404
              dependencies       20  97.7778  45 packages, 2 outdated; no open one

            What changed at 2026-02-18 09:00 UTC: 7 points less
              coverage 91 → 84 (−3)
              2 new high vulnerabilities (−4)

            Open vulnerabilities: 1
              critical  lodash 4.17.20 (npm, GHSA-jf85-cpcp-j695): Prototype pollution in
                        functions that merge; fixed in 4.17.21

            What to do, with the points it gives at most
                 +5  mend what made 2 builds fail (build)
                  ?  let the token read Dependabot's alerts (security)
            """);
  }

  @Test
  void aRepositoryThatWasNotReadSaysWhy() {
    assertThat(RepositoryText.details(row("shop", null, "GitHub answered 502"), List.of()))
        .contains("Not read       GitHub answered 502");
  }

  @Test
  void nothingOfOthersMovesTheCursorOrLeavesTheEightyColumns() {
    var hostile = "\u001b[2J\r\nError: x\u202e" + "y".repeat(300) + " ü".repeat(200);
    var row = row(hostile, result(score(), List.of(), null), hostile);

    var text =
        RepositoryText.line(row)
            + "\n"
            + RepositoryText.details(
                row, Collections.nCopies(500, vulnerability("lodash", hostile)));

    assertThat(text).doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\\n]]").contains("and 490 more");
    assertThat(text.lines().skip(1))
        .allSatisfy(line -> assertThat(line.codePointCount(0, line.length())).isLessThan(81));
    assertThat(text.lines()).noneMatch(line -> line.startsWith("Error"));
  }
}
