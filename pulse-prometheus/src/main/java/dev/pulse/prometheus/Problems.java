package dev.pulse.prometheus;

import dev.pulse.api.config.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** What builders refuse, in one sentence. */
final class Problems {
  private Problems() {}

  /** Throws when there are any. */
  static void refuse(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          problems.stream()
              .map(problem -> problem.key() + " " + problem.message())
              .collect(Collectors.joining("; ")));
    }
  }
}
