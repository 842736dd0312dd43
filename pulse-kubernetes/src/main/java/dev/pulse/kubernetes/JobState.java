package dev.pulse.kubernetes;

import java.util.OptionalLong;

/**
 * How a job is, as far as anybody here asks. Counts that the cluster leaves out are zero, as its
 * own programs take them. Immutable.
 *
 * @param wanted how many pods must succeed; empty when any success will do
 */
record JobState(
    OptionalLong wanted,
    long active,
    long succeeded,
    long failed,
    boolean started,
    boolean told,
    Condition complete,
    Condition failure,
    Condition suspended) {

  static JobState of(Json object) {
    var status = object.at("status");
    return new JobState(
        object.number("spec", "completions"),
        count(status, "active"),
        count(status, "succeeded"),
        count(status, "failed"),
        status.text("startTime").isPresent(),
        status.isPresent(),
        Condition.of(object, "Complete"),
        Condition.of(object, "Failed"),
        Condition.of(object, "Suspended"));
  }

  private static long count(Json status, String name) {
    return Math.max(0, status.number(name).orElse(0));
  }
}
