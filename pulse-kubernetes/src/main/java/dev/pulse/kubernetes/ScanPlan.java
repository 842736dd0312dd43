package dev.pulse.kubernetes;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What a scan does; valid when it exists. Immutable.
 *
 * @param namespace where the pods are; empty for the connection's, whatever that is at the time
 * @param pods whom to ask, in this order
 * @param roster tells who is there; empty when nobody wants to know beforehand
 */
record ScanPlan<T>(
    PodExec exec,
    PodQuestion<T> question,
    Optional<String> namespace,
    List<String> pods,
    int concurrency,
    Optional<PodRoster> roster,
    InstantSource clock) {}
