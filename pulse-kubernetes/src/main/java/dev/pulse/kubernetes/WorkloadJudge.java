package dev.pulse.kubernetes;

import dev.pulse.api.check.CheckResult;

/**
 * Says how a workload is. Immutable.
 *
 * @param leastReady the part of the wanted replicas below which it fails
 * @param leastDesired how many must be wanted
 */
record WorkloadJudge(double leastReady, long leastDesired) {
  /** The result for anything that has replicas. */
  CheckResult judge(WorkloadState state) {
    if (state.desired().isEmpty() || !state.told()) {
      return CheckResult.unknown(
          ClusterReasons.STATE_UNKNOWN, "the cluster does not tell how many replicas there are");
    }
    if (!state.isCurrent()) {
      return CheckResult.unknown(
          ClusterReasons.STATE_UNKNOWN,
          "the controller has not looked at version %s yet, so nobody knows about its replicas"
              .formatted(state.generation().isPresent() ? state.generation().getAsLong() : "?"));
    }
    long desired = state.desired().getAsLong();
    if (state.replicaFailure().isTrue()) {
      return CheckResult.fail(
          ClusterReasons.REPLICA_FAILURE,
          counts(state, desired) + ", no more can be made: " + state.replicaFailure().because());
    }
    if (state.progressing().isFalse()) {
      return CheckResult.fail(
          ClusterReasons.ROLLOUT_STUCK,
          counts(state, desired) + ", the roll-out is stuck: " + state.progressing().because());
    }
    if (desired < leastDesired) {
      return CheckResult.fail(
          ClusterReasons.REPLICAS,
          "%s wanted, at least %d should be"
              .formatted(Words.count(desired, "replica is", "replicas are"), leastDesired));
    }
    return ofReplicas(state, desired);
  }

  private CheckResult ofReplicas(WorkloadState state, long desired) {
    if (desired == 0) {
      return CheckResult.pass("scaled to zero, as wanted");
    }
    var counts = counts(state, desired);
    if (state.ready() >= desired) {
      return CheckResult.pass(counts + rollout(state, desired));
    }
    boolean enough = state.ready() > 0 && state.ready() >= Math.ceil(leastReady * desired - 1e-9);
    return enough
        ? CheckResult.warn(ClusterReasons.REPLICAS, counts + rollout(state, desired))
        : CheckResult.fail(ClusterReasons.REPLICAS, counts + rollout(state, desired));
  }

  private static String counts(WorkloadState state, long desired) {
    return state.ready() + " of " + Words.count(desired, "replica is", "replicas are") + " ready";
  }

  private static String rollout(WorkloadState state, long desired) {
    return state.paused()
        ? ", its roll-out is paused"
        : state.updated() < desired && state.updated() > 0
            ? ", " + state.updated() + " of the newest version"
            : "";
  }

  /** The result for a job. */
  CheckResult judge(JobState job) {
    if (!job.told()) {
      return CheckResult.unknown(
          ClusterReasons.STATE_UNKNOWN, "the cluster does not tell how the job is");
    }
    if (job.failure().isTrue()) {
      return CheckResult.fail(
          ClusterReasons.JOB_FAILED,
          "the job has failed"
              + (job.failure().because().isEmpty() ? "" : ": " + job.failure().because()));
    }
    if (job.complete().isTrue()) {
      return CheckResult.pass(
          "the job is done, "
              + Words.count(job.succeeded(), "pod has", "pods have")
              + " succeeded");
    }
    if (job.suspended().isTrue()) {
      return CheckResult.warn(ClusterReasons.CHANGING, "the job is suspended");
    }
    if (!job.started()) {
      return CheckResult.warn(ClusterReasons.CHANGING, "the job has not started yet");
    }
    var text =
        "the job runs: %d active, %d%s succeeded, %d failed"
            .formatted(
                job.active(),
                job.succeeded(),
                job.wanted().isPresent() ? " of " + job.wanted().getAsLong() : "",
                job.failed());
    return job.failed() > 0
        ? CheckResult.warn(ClusterReasons.REPLICAS, text)
        : CheckResult.pass(text);
  }
}
