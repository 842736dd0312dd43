package dev.pulse.kubernetes;

import java.util.OptionalLong;

/**
 * How a workload is, as far as anybody here asks. Counts that the cluster leaves out are zero, as
 * its own programs take them. Immutable.
 *
 * @param desired how many replicas there should be; empty when the cluster does not say
 * @param generation the version of what is wanted
 * @param observed the version that the counts are about; empty when the controller has not looked
 * @param told whether there is a status at all
 */
record WorkloadState(
    OptionalLong desired,
    long current,
    long ready,
    long available,
    long updated,
    OptionalLong generation,
    OptionalLong observed,
    boolean told,
    boolean paused,
    Condition progressing,
    Condition replicaFailure) {

  static WorkloadState of(WorkloadCheck.Kind kind, Json object) {
    boolean daemons = kind == WorkloadCheck.Kind.DAEMONSET;
    var status = object.at("status");
    return new WorkloadState(
        daemons ? status.number("desiredNumberScheduled") : replicas(object),
        count(status, daemons ? "currentNumberScheduled" : "replicas"),
        count(status, daemons ? "numberReady" : "readyReplicas"),
        count(status, daemons ? "numberAvailable" : "availableReplicas"),
        count(status, daemons ? "updatedNumberScheduled" : "updatedReplicas"),
        object.number("metadata", "generation"),
        status.number("observedGeneration"),
        status.isPresent(),
        object.isTrue("spec", "paused"),
        Condition.of(object, "Progressing"),
        Condition.of(object, "ReplicaFailure"));
  }

  /** The API says that one is wanted when nobody has said how many. */
  private static OptionalLong replicas(Json object) {
    var replicas = object.number("spec", "replicas");
    return replicas.isEmpty()
            && object.at("spec").isPresent()
            && !object.at("spec", "replicas").isPresent()
        ? OptionalLong.of(1)
        : replicas;
  }

  private static long count(Json status, String name) {
    return Math.max(0, status.number(name).orElse(0));
  }

  /** Whether the counts are about what is wanted now. */
  boolean isCurrent() {
    return told
        && observed.isPresent()
        && (generation.isEmpty() || observed.getAsLong() >= generation.getAsLong());
  }
}
