package dev.pulse.kubernetes;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;

/** Why a check of a cluster is not a plain pass. */
final class ClusterReasons {
  static final Reason NO_CONFIGURATION = Reason.of("no_configuration");
  static final Reason UNAUTHORIZED = Reason.of("unauthorized");
  static final Reason FORBIDDEN = Reason.of("forbidden");

  /** What should be there is not there. */
  static final Reason NOT_FOUND = Reason.of("not_found");

  /** A container ends again and again. */
  static final Reason CRASH_LOOP = Reason.of("crash_loop");

  /** A container cannot start: image, configuration. */
  static final Reason CANNOT_START = Reason.of("cannot_start");

  /** The pod has ended in failure. */
  static final Reason POD_FAILED = Reason.of("pod_failed");

  /** No node takes the pod, or it has not started there. */
  static final Reason PENDING = Reason.of("pending");

  static final Reason NOT_READY = Reason.of("not_ready");

  /** It starts, or ends, and may still take its time. */
  static final Reason CHANGING = Reason.of("changing");

  static final Reason RESTARTS = Reason.of("restarts");
  static final Reason OOM_KILLED = Reason.of("oom_killed");

  /** The cluster itself does not know, or says what nobody here knows. */
  static final Reason STATE_UNKNOWN = Reason.of("state_unknown");

  /** Fewer replicas are ready than should be. */
  static final Reason REPLICAS = Reason.of("replicas");

  static final Reason ROLLOUT_STUCK = Reason.of("rollout_stuck");

  /** The controller cannot make pods: quota, admission. */
  static final Reason REPLICA_FAILURE = Reason.of("replica_failure");

  static final Reason JOB_FAILED = Reason.of("job_failed");

  private ClusterReasons() {}

  /** The result of a check that could not ask. */
  static CheckResult unknown(KubernetesException failure) {
    return CheckResult.unknown(reason(failure), String.valueOf(failure.getMessage()));
  }

  private static Reason reason(KubernetesException failure) {
    return switch (failure.kind()) {
      case NO_CONFIGURATION -> NO_CONFIGURATION;
      case PLUGIN_FAILED, UNAUTHORIZED -> UNAUTHORIZED;
      case FORBIDDEN -> FORBIDDEN;
      case CONNECTION -> Reason.UNREACHABLE;
      case TIMED_OUT -> Reason.TIMEOUT;
      case NOT_FOUND, REFUSED -> Reason.STATUS;
      case UNREADABLE_ANSWER -> Reason.PROTOCOL;
      default -> Reason.ERROR;
    };
  }
}
