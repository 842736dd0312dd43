package dev.pulse.kubernetes;

/**
 * What a {@link PodScanner} asks each pod, such as a {@link PodSqlite}. It may run several programs
 * in the pod, one after the other; they share one deadline. Must be thread-safe: pods are asked at
 * the same time.
 *
 * <pre>{@code
 * PodQuestion<String> release = visit -> visit.run("cat", "/etc/release").stdout().strip();
 * }</pre>
 *
 * @param <T> what comes out of it
 */
@FunctionalInterface
public interface PodQuestion<T> {
  /**
   * Asks one pod.
   *
   * @throws KubernetesException when there is no answer; any other unchecked exception is taken for
   *     the same, of the kind {@link KubernetesException.Kind#OTHER}
   * @throws InterruptedException when the thread was interrupted
   */
  T ask(PodVisit visit) throws InterruptedException;
}
