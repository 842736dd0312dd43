package dev.pulse.kubernetes;

import java.time.Duration;
import java.util.List;

/**
 * A pod to run programs in, one after the other. All of them share one deadline, which begins with
 * the first attempt to connect. Confine to one thread.
 *
 * @see PodExec#in(String, String)
 */
public final class PodVisit {
  private final PodExec exec;
  private final String namespace;
  private final String pod;
  private final TimeBudget budget;

  PodVisit(PodExec exec, String namespace, String pod, TimeBudget budget) {
    this.exec = exec;
    this.namespace = namespace;
    this.pod = pod;
    this.budget = budget;
  }

  /** The namespace of the pod. */
  public String namespace() {
    return namespace;
  }

  /** The name of the pod. */
  public String pod() {
    return pod;
  }

  /** How long everything in this pod may take together. */
  public Duration timeout() {
    return budget.length();
  }

  /**
   * Runs a program; see {@link #run(List)}.
   *
   * @param command the program and its arguments
   */
  public ExecResult run(String... command) throws InterruptedException {
    return run(List.of(command));
  }

  /**
   * Runs a program and waits for its end. An exit code other than 0 is a result like any other.
   *
   * @param command the program and its arguments, which arrive as they are
   * @throws IllegalArgumentException when the command is empty, or has a NUL in it
   * @throws KubernetesException when the program could not be run to its end
   * @throws InterruptedException when the thread was interrupted; the connection is dropped then
   */
  public ExecResult run(List<String> command) throws InterruptedException {
    if (command.isEmpty() || command.stream().anyMatch(part -> part.indexOf('\0') >= 0)) {
      throw new IllegalArgumentException("a command must name a program, and have no NUL in it");
    }
    return exec.run(this, List.copyOf(command));
  }

  TimeBudget budget() {
    return budget;
  }

  @Override
  public String toString() {
    return namespace + "/" + pod;
  }
}
