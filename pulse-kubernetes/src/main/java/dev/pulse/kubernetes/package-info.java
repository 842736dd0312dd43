/** Talks to an API server of Kubernetes: pods, workloads, and programs inside of pods. */
@NullMarked
package dev.pulse.kubernetes;

import org.jspecify.annotations.NullMarked;
