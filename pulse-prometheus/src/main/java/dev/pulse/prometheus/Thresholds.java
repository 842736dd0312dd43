package dev.pulse.prometheus;

import dev.pulse.api.config.Problem;
import dev.pulse.api.model.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How large and how small a value may be. Immutable. */
record Thresholds(
    @Nullable Double warnAbove,
    @Nullable Double failAbove,
    @Nullable Double warnBelow,
    @Nullable Double failBelow) {
  static final Thresholds NONE = new Thresholds(null, null, null, null);

  /** What a value is, and the words that follow it. */
  record Judgement(Status status, String words) {}

  Thresholds warnAbove(double limit) {
    return new Thresholds(limit, failAbove, warnBelow, failBelow);
  }

  Thresholds failAbove(double limit) {
    return new Thresholds(warnAbove, limit, warnBelow, failBelow);
  }

  Thresholds warnBelow(double limit) {
    return new Thresholds(warnAbove, failAbove, limit, failBelow);
  }

  Thresholds failBelow(double limit) {
    return new Thresholds(warnAbove, failAbove, warnBelow, limit);
  }

  /** Judges a number; what is not one is {@link Status#UNKNOWN}. */
  Judgement judge(double value) {
    if (Double.isNaN(value)) {
      return new Judgement(Status.UNKNOWN, "");
    }
    if (failAbove != null && value > failAbove) {
      return new Judgement(Status.FAIL, ", above " + PromQlText.number(failAbove));
    }
    if (failBelow != null && value < failBelow) {
      return new Judgement(Status.FAIL, ", below " + PromQlText.number(failBelow));
    }
    if (warnAbove != null && value > warnAbove) {
      return new Judgement(Status.WARN, ", above " + PromQlText.number(warnAbove));
    }
    if (warnBelow != null && value < warnBelow) {
      return new Judgement(Status.WARN, ", below " + PromQlText.number(warnBelow));
    }
    return new Judgement(Status.PASS, "");
  }

  List<Problem> problems() {
    var problems = new ArrayList<Problem>();
    if (equals(NONE)) {
      problems.add(
          new Problem(
              "",
              "fail-above",
              "is missing, or another of warn-above, warn-below and fail-below: without one"
                  + " every value passes"));
    }
    if (Stream.of(warnAbove, failAbove, warnBelow, failBelow)
        .filter(Objects::nonNull)
        .anyMatch(limit -> !Double.isFinite(limit))) {
      problems.add(new Problem("", "fail-above", "must be finite, like every threshold"));
    }
    order("warn-above", warnAbove, "fail-above", failAbove, problems);
    order("fail-below", failBelow, "warn-below", warnBelow, problems);
    order("warn-below", warnBelow, "warn-above", warnAbove, problems);
    order("fail-below", failBelow, "fail-above", failAbove, problems);
    return problems;
  }

  private static void order(
      String low,
      @Nullable Double lower,
      String high,
      @Nullable Double higher,
      List<Problem> problems) {
    if (lower != null && higher != null && lower > higher) {
      problems.add(new Problem("", low, "must not be greater than " + high));
    }
  }
}
