package dev.pulse.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one pod said to a scan, or why it said nothing: either a value or a failure. Immutable if
 * the value is.
 *
 * @param <T> what the question asks for
 */
public final class PodAnswer<T> {
  private final String pod;
  private final @Nullable T value;
  private final @Nullable PodFailure failure;
  private final Instant at;
  private final @Nullable Duration took;

  private PodAnswer(
      String pod,
      @Nullable T value,
      @Nullable PodFailure failure,
      Instant at,
      @Nullable Duration took) {
    this.pod = pod;
    this.value = value;
    this.failure = failure;
    this.at = at;
    this.took = took;
  }

  static <T> PodAnswer<T> of(String pod, T value, Instant at, Optional<Duration> took) {
    return new PodAnswer<>(pod, value, null, at, took.orElse(null));
  }

  static <T> PodAnswer<T> failed(
      String pod, PodFailure failure, Instant at, Optional<Duration> took) {
    return new PodAnswer<>(pod, null, failure, at, took.orElse(null));
  }

  /** The name of the pod. */
  public String pod() {
    return pod;
  }

  /** The answer; empty when there is a failure. */
  public Optional<T> value() {
    return Optional.ofNullable(value);
  }

  /** Why there is no answer; empty when there is one. */
  public Optional<PodFailure> failure() {
    return Optional.ofNullable(failure);
  }

  /** When this was known. */
  public Instant at() {
    return at;
  }

  /**
   * How long it took from the first attempt to connect, without what the pod had to wait for others
   * to be asked; empty when nobody tried to connect.
   */
  public Optional<Duration> took() {
    return Optional.ofNullable(took);
  }

  /** The pod and how it went; not the value, which may be anything. */
  @Override
  public String toString() {
    return pod + ": " + (failure == null ? "answered" : failure.message());
  }
}
