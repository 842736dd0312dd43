package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A workflow that was started, and how its run is recognised. Its parts can be stored, so that the
 * run is found after a restart. Immutable.
 */
public final class WorkflowDispatch {
  private final String file;
  private final String correlationId;
  private final Instant at;

  private WorkflowDispatch(String file, String correlationId, Instant at) {
    this.file = requireNonNull(file, "file");
    this.correlationId = requireNonNull(correlationId, "correlationId");
    this.at = requireNonNull(at, "at");
  }

  /** One that was started before. */
  public static WorkflowDispatch of(String file, String correlationId, Instant at) {
    if (correlationId.isBlank()) {
      throw new IllegalArgumentException("a blank correlation id would be that of every run");
    }
    return new WorkflowDispatch(file, correlationId, at);
  }

  /** The workflow's file. */
  public String file() {
    return file;
  }

  /** What the name of its run has in it. */
  public String correlationId() {
    return correlationId;
  }

  /** When it was started. */
  public Instant at() {
    return at;
  }

  @Override
  public String toString() {
    return file + " " + correlationId;
  }
}
