package dev.pulse.core.check;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.config.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How slow an answer may be. */
record Bounds(@Nullable Duration warnAbove, @Nullable Duration failAbove) {
  static final Bounds NONE = new Bounds(null, null);

  Bounds warnAbove(Duration limit) {
    return new Bounds(limit, failAbove);
  }

  Bounds failAbove(Duration limit) {
    return new Bounds(warnAbove, limit);
  }

  /** The result of an answer that is otherwise good. */
  CheckResult judge(Duration latency, String summary) {
    if (failAbove != null && latency.compareTo(failAbove) > 0) {
      return CheckResult.fail(
          Reason.LATENCY, summary + ", slower than " + Texts.duration(failAbove));
    }
    if (warnAbove != null && latency.compareTo(warnAbove) > 0) {
      return CheckResult.warn(
          Reason.LATENCY, summary + ", slower than " + Texts.duration(warnAbove));
    }
    return CheckResult.pass(summary);
  }

  List<Problem> problems() {
    var problems = new ArrayList<Problem>();
    requirePositive("warn-above", warnAbove, problems);
    requirePositive("fail-above", failAbove, problems);
    if (warnAbove != null && failAbove != null && warnAbove.compareTo(failAbove) >= 0) {
      problems.add(new Problem("", "warn-above", "must be below fail-above"));
    }
    return problems;
  }

  private static void requirePositive(
      String key, @Nullable Duration limit, List<Problem> problems) {
    if (limit != null && (limit.isZero() || limit.isNegative())) {
      problems.add(new Problem("", key, "must be longer than nothing"));
    }
  }
}
