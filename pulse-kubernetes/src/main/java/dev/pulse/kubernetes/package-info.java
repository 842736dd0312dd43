/**
 * Talks to an API server of Kubernetes: pods, workloads, and programs inside of pods. Enter at
 * {@link dev.pulse.kubernetes.KubernetesConnection}, which finds the cluster; {@link
 * dev.pulse.kubernetes.PodExec} runs a program in a pod, {@link dev.pulse.kubernetes.PodSqlite}
 * asks a SQLite file there, and {@link dev.pulse.kubernetes.PodScanner} asks many pods at once.
 */
@NullMarked
package dev.pulse.kubernetes;

import org.jspecify.annotations.NullMarked;
