package dev.pulse.kubernetes;

import java.time.Instant;
import java.util.List;

/**
 * How a scan went: one answer of each pod, in the order in which the pods were named. Immutable if
 * the values are.
 *
 * @param <T> what the question asks for
 * @see PodScanner#scan()
 */
public final class PodScan<T> {
  private final String namespace;
  private final List<PodAnswer<T>> answers;
  private final Instant started;
  private final Instant finished;
  private final int succeeded;

  PodScan(String namespace, List<PodAnswer<T>> answers, Instant started, Instant finished) {
    this.namespace = namespace;
    this.answers = List.copyOf(answers);
    this.started = started;
    this.finished = finished;
    this.succeeded =
        (int) this.answers.stream().filter(answer -> answer.failure().isEmpty()).count();
  }

  /** Where the pods are. */
  public String namespace() {
    return namespace;
  }

  /** One answer or failure of each pod; unmodifiable. */
  public List<PodAnswer<T>> answers() {
    return answers;
  }

  /** When it began. */
  public Instant started() {
    return started;
  }

  /** When the last pod was done with. */
  public Instant finished() {
    return finished;
  }

  /** How many pods have an answer. */
  public int succeeded() {
    return succeeded;
  }

  /** How many pods have none. */
  public int failed() {
    return answers.size() - succeeded;
  }

  @Override
  public String toString() {
    return succeeded + " of " + answers.size() + " pods answered";
  }
}
