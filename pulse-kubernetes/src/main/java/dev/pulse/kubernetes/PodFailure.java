package dev.pulse.kubernetes;

import static java.util.Objects.requireNonNull;

/**
 * Why a pod has no answer.
 *
 * @param kind what went wrong
 * @param message the same for people, in one line and without anything secret
 */
public record PodFailure(KubernetesException.Kind kind, String message) {
  /** A failure; both parts are needed. */
  public PodFailure {
    requireNonNull(kind, "kind");
    requireNonNull(message, "message");
  }
}
