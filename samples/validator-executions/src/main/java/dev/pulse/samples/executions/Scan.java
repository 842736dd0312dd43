package dev.pulse.samples.executions;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One look at all pods. Immutable.
 *
 * @param namespace where the pods are
 * @param pods what was learnt of each, in the order of their numbers
 * @param begunAt when it began, which tells the run that made it
 * @param endedAt when the last of them was known
 */
record Scan(String namespace, List<PodResult> pods, Instant begunAt, Instant endedAt) {
  Scan {
    requireNonNull(namespace, "namespace");
    pods = List.copyOf(pods);
    requireNonNull(begunAt, "begunAt");
    requireNonNull(endedAt, "endedAt");
  }

  /** How many pods could be asked. */
  int succeeded() {
    return (int) pods.stream().filter(PodResult::succeeded).count();
  }

  /** How many pods could not be asked. */
  int failed() {
    return pods.size() - succeeded();
  }

  /** What was learnt of one pod; empty when it is none of ours. */
  Optional<PodResult> pod(String name) {
    return pods.stream().filter(each -> each.pod().equals(name)).findFirst();
  }
}
