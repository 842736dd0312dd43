package dev.pulse.core.check;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.config.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long before a certificate ends somebody should know. */
record CertificateBounds(@Nullable Duration warnBefore, @Nullable Duration failBefore) {
  static final CertificateBounds NONE = new CertificateBounds(null, null);
  static final CertificateBounds USUAL =
      new CertificateBounds(Duration.ofDays(21), Duration.ofDays(7));

  CertificateBounds warnBefore(Duration left) {
    return new CertificateBounds(left, failBefore);
  }

  CertificateBounds failBefore(Duration left) {
    return new CertificateBounds(warnBefore, left);
  }

  /** The complaint about a certificate that ends soon; empty when there is none. */
  Optional<CheckResult> judge(Instant end, Instant now) {
    var left = Duration.between(now, end);
    if (failBefore != null && left.compareTo(failBefore) < 0) {
      return Optional.of(CheckResult.fail(Reason.TLS, words(left, failBefore)));
    }
    if (warnBefore != null && left.compareTo(warnBefore) < 0) {
      return Optional.of(CheckResult.warn(Reason.TLS, words(left, warnBefore)));
    }
    return Optional.empty();
  }

  private static String words(Duration left, Duration bound) {
    return left.isNegative()
        ? "the certificate has expired"
        : "the certificate expires in " + Texts.days(left) + ", less than " + Texts.days(bound);
  }

  /** Whether anything is to be judged. */
  boolean isSet() {
    return warnBefore != null || failBefore != null;
  }

  List<Problem> problems() {
    var problems = new ArrayList<Problem>();
    requireTime("certificate-warn-before", warnBefore, problems);
    requireTime("certificate-fail-before", failBefore, problems);
    if (warnBefore != null && failBefore != null && warnBefore.compareTo(failBefore) <= 0) {
      problems.add(
          new Problem(
              "",
              "certificate-warn-before",
              "must be longer than certificate-fail-before, but "
                  + Texts.days(warnBefore)
                  + " is not longer than "
                  + Texts.days(failBefore)));
    }
    return problems;
  }

  private static void requireTime(String key, @Nullable Duration time, List<Problem> problems) {
    if (time != null && time.isNegative()) {
      problems.add(new Problem("", key, "must not be negative"));
    }
  }
}
