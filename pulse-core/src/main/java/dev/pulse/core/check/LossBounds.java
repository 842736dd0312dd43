package dev.pulse.core.check;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.config.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which part of the packets may get lost; unless told, any loss warns. */
record LossBounds(@Nullable Double warnAbove, @Nullable Double failAbove) {
  static final LossBounds USUAL = new LossBounds(null, null);

  LossBounds warnAbove(double limit) {
    return new LossBounds(limit, failAbove);
  }

  LossBounds failAbove(double limit) {
    return new LossBounds(warnAbove, limit);
  }

  /** What is to be said about a loss; empty when it is within the bounds. */
  Optional<CheckResult> judge(double loss, String summary) {
    var text = summary + ", " + percent(loss) + " lost";
    if (failAbove != null && loss > failAbove) {
      return Optional.of(CheckResult.fail(Reason.LOSS, text + ", more than " + percent(failAbove)));
    }
    double warn = warnAbove == null ? 0 : warnAbove;
    return loss > warn
        ? Optional.of(
            CheckResult.warn(Reason.LOSS, warn == 0 ? text : text + ", more than " + percent(warn)))
        : Optional.empty();
  }

  private static String percent(double ratio) {
    return String.format(Locale.ROOT, "%.0f%%", ratio * 100);
  }

  List<Problem> problems() {
    var problems = new ArrayList<Problem>();
    judge("loss-warn-above", warnAbove, problems);
    judge("loss-fail-above", failAbove, problems);
    if (warnAbove != null && failAbove != null && warnAbove >= failAbove) {
      problems.add(new Problem("", "loss-warn-above", "must be below loss-fail-above"));
    }
    return problems;
  }

  private static void judge(String key, @Nullable Double limit, List<Problem> problems) {
    if (limit != null && !(limit >= 0 && limit <= 1)) {
      problems.add(new Problem("", key, "must be a part of the packets, 0 to 1, but is " + limit));
    }
  }
}
