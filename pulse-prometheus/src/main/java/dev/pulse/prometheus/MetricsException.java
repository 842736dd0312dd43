package dev.pulse.prometheus;

import dev.pulse.api.PulseException;

/** There is no answer: thrown where there is no other way to say so than by an exception. */
public final class MetricsException extends PulseException {
  private static final long serialVersionUID = 1L;

  private final transient QueryFailure failure;

  /** The exception of a failure. */
  public MetricsException(QueryFailure failure) {
    super(failure.message());
    this.failure = failure;
  }

  /** Why there is no answer. */
  public QueryFailure failure() {
    return failure;
  }
}
