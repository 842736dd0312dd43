package dev.pulse.samples.repohealth.alert;

import dev.pulse.github.Build;
import dev.pulse.github.BuildState;
import dev.pulse.github.Vulnerability;
import dev.pulse.samples.repohealth.condition.AlertCondition;
import dev.pulse.samples.repohealth.store.RepositoryTable.Judged;
import java.math.BigDecimal;

/** What people read, word for word. */
final class AlertTexts {
  /** Where nothing in the repository is named. */
  static final String WHOLE = "-";

  private AlertTexts() {}

  static String title(String rule, String repository) {
    return oneLine(rule + ": " + repository);
  }

  static String subject(Vulnerability vulnerability) {
    return oneLine(vulnerability.packageName() + ":" + vulnerability.id());
  }

  static String of(Vulnerability vulnerability) {
    return oneLine(
        vulnerability.packageName()
            + ": "
            + vulnerability.severity().word()
            + " - "
            + vulnerability.description());
  }

  static String of(Build build, String branch) {
    return oneLine(
        (build.state() == BuildState.SUCCESS ? "build succeeded on " : "build failed on ")
            + branch);
  }

  /** Of what concerns the whole repository. */
  static String of(AlertCondition condition, Looked scanned, Judged previous) {
    var result = scanned.now().result();
    var before = previous.coverage();
    if (!condition.names("coverage.delta")
        || result == null
        || result.coverage() == null
        || before == null) {
      return oneLine(condition.toString());
    }
    var delta = AlertFacts.delta(result.coverage(), before);
    return "coverage "
        + (delta.signum() > 0 ? "rose" : "fell")
        + " by "
        + plain(delta.abs())
        + " points to "
        + plain(result.coverage());
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  /** Without line ends and other controls: it becomes a line of a chat, or the header of a mail. */
  static String oneLine(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ").strip();
  }

  /** So many code points at most; what was cut ends with the mark, which counts. */
  static String cut(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
  }
}
