package dev.pulse.samples.executions;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The pods that are asked: one for each number of a range, called {@code <prefix><number>-0} as the
 * first pods of stateful sets are. Immutable.
 *
 * @param prefix what stands before the number
 * @param start the first number
 * @param end the last number, which belongs to the range
 */
record PodRange(String prefix, int start, int end) {
  /** How many pods a range may have. */
  static final int MOST = 10_000;

  private static final int LONGEST_NAME = 253;
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  PodRange {
    requireNonNull(prefix, "prefix");
    if (end < start || end - start >= MOST) {
      throw new IllegalArgumentException("a range has 1 to " + MOST + " pods");
    }
    prefixProblem(prefix, end)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException("prefix " + problem);
            });
  }

  /**
   * What is wrong with a prefix, as it follows its name; empty when nothing is.
   *
   * @param end the largest number that will follow it
   */
  static Optional<String> prefixProblem(String prefix, int end) {
    var longest = name(prefix, end);
    if (longest.length() > LONGEST_NAME) {
      return Optional.of(
          "makes names of more than "
              + LONGEST_NAME
              + " characters, which is more than a pod can have");
    }
    return SUBDOMAIN.matcher(longest).matches()
        ? Optional.empty()
        : Optional.of(
            "must make names of pods: lower-case letters, digits, hyphens and dots, beginning with"
                + " a letter or a digit");
  }

  /** The names of all pods, in the order of their numbers. */
  List<String> names() {
    return IntStream.rangeClosed(start, end).mapToObj(number -> name(prefix, number)).toList();
  }

  /** As it is shown: {@code v-0-77 (pods: v-0-0 to v-77-0)}. */
  @Override
  public String toString() {
    return prefix
        + start
        + "-"
        + end
        + " (pods: "
        + name(prefix, start)
        + " to "
        + name(prefix, end)
        + ")";
  }

  private static String name(String prefix, int number) {
    return prefix + number + "-0";
  }
}
