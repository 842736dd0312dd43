package dev.pulse.github;

import dev.pulse.core.internal.text.ForeignText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What facts are worth: 0 to 100 points for each factor. Pure. */
final class FactorRules {
  private static final BigDecimal FULL = BigDecimal.valueOf(100);
  private static final BigDecimal HALF = BigDecimal.valueOf(50);
  private static final BigDecimal TWO = BigDecimal.valueOf(2);
  private static final int DECIMALS = 12;

  private static final Duration FRESH = Duration.ofDays(30);
  private static final Duration RECENT = Duration.ofDays(90);
  private static final Duration ALIVE = Duration.ofDays(365);
  private static final BigDecimal RECENT_POINTS = BigDecimal.valueOf(75);

  /** So many issues within {@link #ISSUES_WITHIN} are as good as more. */
  static final int ENOUGH_ISSUES = 12;

  /** How old the last change of an issue may be. */
  static final Duration ISSUES_WITHIN = RECENT;

  private final RepositoryFacts facts;

  FactorRules(RepositoryFacts facts) {
    this.facts = facts;
  }

  /** All factors, in their order. */
  List<FactorGrade> grades() {
    return List.of(build(), coverage(), dependencies(), documentation(), activity(), security());
  }

  FactorGrade build() {
    var builds = facts.builds().value();
    if (builds.isEmpty()) {
      return missing(HealthFactor.BUILD, facts.builds())
          .with("let the token read the actions of the repository");
    }
    var successes = builds.get().successes();
    if (successes.isEmpty()) {
      return FactorGrade.missing(
              HealthFactor.BUILD, "no build of " + branch() + " has succeeded or failed")
          .with("build " + branch() + " with GitHub Actions");
    }
    int failed = builds.get().counted() - builds.get().succeeded();
    return FactorGrade.of(
            HealthFactor.BUILD,
            successes.get(),
            builds.get().succeeded()
                + " of "
                + counted(builds.get().counted(), "build")
                + " of "
                + branch()
                + " succeeded")
        .with("mend what made " + counted(failed, "build") + " fail", lacking(successes.get()));
  }

  private String branch() {
    return ForeignText.oneLine(facts.defaultBranch(), 60);
  }

  FactorGrade coverage() {
    var coverage = facts.coverage().value();
    return coverage.isEmpty()
        ? missing(HealthFactor.COVERAGE, facts.coverage()).with("send coverage to Codecov")
        : FactorGrade.of(
                HealthFactor.COVERAGE,
                coverage.get(),
                shown(coverage.get()) + " % of " + branch() + " is covered by tests")
            .with("test what no test reaches", lacking(coverage.get()));
  }

  FactorGrade dependencies() {
    boolean newness = facts.dependencies().isKnown() && facts.outdated().isKnown();
    boolean safety = !facts.readableSources().isEmpty();
    if (!newness && !safety) {
      return FactorGrade.missing(
              HealthFactor.DEPENDENCIES,
              because(facts.dependencies().isKnown() ? facts.outdated() : facts.dependencies())
                  + "; "
                  + sources())
          .with("switch the dependency graph and Dependabot alerts on");
    }
    var points = BigDecimal.ZERO;
    var evidence = new ArrayList<String>();
    if (newness) {
      points = points.add(newest());
      evidence.add(
          counted(total(), "package")
              + (outdated() == 0 ? ", none outdated" : ", " + outdated() + " outdated"));
    }
    if (safety) {
      points = points.add(safe());
      evidence.add(vulnerabilities());
    }
    boolean half = newness != safety;
    var grade =
        FactorGrade.of(
            HealthFactor.DEPENDENCIES,
            half ? points.multiply(TWO) : points,
            String.join("; ", evidence)
                + (half
                    ? "; this half counts alone: "
                        + (newness
                            ? sources()
                            : because(
                                facts.dependencies().isKnown()
                                    ? facts.outdated()
                                    : facts.dependencies()))
                    : ""));
    var factor = half ? TWO : BigDecimal.ONE;
    if (safety) {
      grade =
          grade.with(
              "update " + counted(facts.vulnerablePackages().orElse(0), "vulnerable package"),
              HALF.subtract(safe()).multiply(factor));
    }
    return newness
        ? grade.with(
            "update " + counted(outdated(), "outdated package"),
            HALF.subtract(newest()).multiply(factor))
        : grade;
  }

  private int total() {
    return facts.dependencies().value().map(List::size).orElse(0);
  }

  private int outdated() {
    return facts.outdated().value().map(List::size).orElse(0);
  }

  /** 0 to 50 for how new the packages are. */
  private BigDecimal newest() {
    return total() == 0
        ? HALF
        : HALF.multiply(BigDecimal.valueOf((long) total() - outdated()))
            .divide(BigDecimal.valueOf(total()), DECIMALS, RoundingMode.HALF_UP);
  }

  /** 0 to 50 for how safe they are. */
  private BigDecimal safe() {
    long penalty =
        facts.vulnerabilities().stream().mapToLong(one -> one.severity().penalty()).sum();
    return HALF.multiply(BigDecimal.valueOf(100 - Math.min(100, penalty))).divide(FULL);
  }

  private String vulnerabilities() {
    var bySeverity =
        facts.vulnerabilities().stream()
            .collect(Collectors.groupingBy(Vulnerability::severity, Collectors.counting()));
    var parts = new ArrayList<String>();
    for (VulnerabilitySeverity severity : VulnerabilitySeverity.values()) {
      if (bySeverity.containsKey(severity)) {
        parts.add(bySeverity.get(severity) + " " + severity.word());
      }
    }
    return parts.isEmpty()
        ? "no open vulnerability"
        : "open vulnerabilities: " + String.join(", ", parts);
  }

  private String sources() {
    var unreadable = new ArrayList<String>();
    for (VulnerabilitySource source : VulnerabilitySource.values()) {
      var fact = facts.reports(source);
      if (!fact.isKnown()) {
        unreadable.add(source.word() + ": " + because(fact));
      }
    }
    return String.join("; ", unreadable);
  }

  FactorGrade documentation() {
    var readme = facts.readme().value();
    var docs = facts.docs().value();
    if (readme.isEmpty() || docs.isEmpty()) {
      return missing(HealthFactor.DOCUMENTATION, readme.isEmpty() ? facts.readme() : facts.docs());
    }
    var points = (readme.get() ? HALF : BigDecimal.ZERO).add(docs.get() ? HALF : BigDecimal.ZERO);
    var grade =
        FactorGrade.of(
            HealthFactor.DOCUMENTATION,
            points,
            (readme.get() ? "there is a README" : "there is no README")
                + (docs.get()
                    ? " and more documentation"
                    : ", and neither a directory docs nor Pages"));
    if (!readme.get()) {
      grade = grade.with("write a README", HALF);
    }
    return docs.get() ? grade : grade.with("add a directory docs, or switch Pages on", HALF);
  }

  FactorGrade activity() {
    var commit = facts.newestCommit().value();
    if (commit.isEmpty()) {
      return missing(HealthFactor.ACTIVITY, facts.newestCommit());
    }
    var recency = commit.get().time().map(this::recency).orElse(BigDecimal.ZERO);
    var words = commit.get().time().map(this::age).orElse("the repository is empty");
    var issues = facts.issues().value();
    if (issues.isEmpty()) {
      return FactorGrade.of(
              HealthFactor.ACTIVITY,
              recency,
              words + "; that counts alone: " + because(facts.issues()))
          .with("commit something", lacking(recency));
    }
    int counted = Math.min(ENOUGH_ISSUES, issues.get());
    var share =
        FULL.multiply(BigDecimal.valueOf(counted))
            .divide(BigDecimal.valueOf(ENOUGH_ISSUES), DECIMALS, RoundingMode.HALF_UP);
    return FactorGrade.of(
            HealthFactor.ACTIVITY,
            recency.add(share).divide(TWO),
            words
                + "; "
                + counted(counted, "issue")
                + (counted == ENOUGH_ISSUES ? " or more" : "")
                + " changed in 90 days")
        .with("commit something", lacking(recency).divide(TWO))
        .with("answer and sort issues", lacking(share).divide(TWO));
  }

  private BigDecimal recency(Instant commit) {
    var age = Duration.between(commit, facts.at());
    if (age.compareTo(FRESH) <= 0) {
      return FULL;
    }
    if (age.compareTo(RECENT) <= 0) {
      return RECENT_POINTS;
    }
    return age.compareTo(ALIVE) <= 0 ? HALF : BigDecimal.ZERO;
  }

  private String age(Instant commit) {
    long days = Math.max(0, Duration.between(commit, facts.at()).toDays());
    return "the newest commit is " + counted(days, "day") + " old";
  }

  FactorGrade security() {
    var critical = new ArrayList<String>();
    var unreadable = new ArrayList<String>();
    boolean readable = false;
    for (VulnerabilitySource source : VulnerabilitySource.values()) {
      var fact = facts.reports(source);
      readable |= fact.isKnown();
      if (!fact.isKnown()) {
        unreadable.add(source.word() + " (" + because(fact) + ")");
      }
    }
    long vulnerabilities =
        facts.vulnerabilities().stream()
            .filter(one -> one.severity() == VulnerabilitySeverity.CRITICAL)
            .count();
    if (vulnerabilities > 0) {
      critical.add(
          vulnerabilities + (vulnerabilities == 1 ? " vulnerability" : " vulnerabilities"));
    }
    readable |= look(facts.codeScanning(), "code scanning", critical, unreadable);
    readable |= look(facts.secretScanning(), "secret scanning", critical, unreadable);
    var rest = unreadable.isEmpty() ? "" : "; unavailable: " + String.join(", ", unreadable);
    if (!readable) {
      return FactorGrade.missing(HealthFactor.SECURITY, "nothing is readable" + rest)
          .with("switch Dependabot alerts on, and let the token read them");
    }
    return critical.isEmpty()
        ? FactorGrade.of(HealthFactor.SECURITY, FULL, "no open critical finding" + rest)
        : FactorGrade.of(
                HealthFactor.SECURITY,
                BigDecimal.ZERO,
                "critical: " + String.join(", ", critical) + rest)
            .with("close every critical finding", FULL);
  }

  /** Whether it is readable; what it has goes where it belongs. */
  private static boolean look(
      Fact<Integer> fact, String name, List<String> critical, List<String> unreadable) {
    int open = fact.value().orElse(0);
    if (open > 0) {
      critical.add(open + " of " + name);
    }
    if (!fact.isKnown()) {
      unreadable.add(name + " (" + because(fact) + ")");
    }
    return fact.isKnown();
  }

  private static FactorGrade missing(HealthFactor factor, Fact<?> fact) {
    return FactorGrade.missing(factor, because(fact));
  }

  private static String because(Fact<?> fact) {
    return fact.because().orElse("");
  }

  private static BigDecimal lacking(BigDecimal points) {
    return FULL.subtract(points);
  }

  private static String counted(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static String shown(BigDecimal number) {
    return number.setScale(2, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString();
  }
}
