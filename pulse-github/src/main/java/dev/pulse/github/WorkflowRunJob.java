package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A job of a run. Immutable. */
public final class WorkflowRunJob {
  private final long id;
  private final String name;
  private final String status;
  private final @Nullable String conclusion;

  private WorkflowRunJob(long id, String name, String status, @Nullable String conclusion) {
    this.id = id;
    this.name = requireNonNull(name, "name");
    this.status = requireNonNull(status, "status");
    this.conclusion = conclusion;
  }

  static WorkflowRunJob read(Json job) {
    return new WorkflowRunJob(
        job.number("id").orElse(0),
        job.text("name").orElse(""),
        job.text("status").orElse("unknown"),
        job.text("conclusion").orElse(null));
  }

  /** GitHub's number of it. */
  public long id() {
    return id;
  }

  /** Its name, with the values of its matrix. */
  public String name() {
    return name;
  }

  /** {@code completed}, or where it stands before. */
  public String status() {
    return status;
  }

  /** How it ended. */
  public Optional<String> conclusion() {
    return Optional.ofNullable(conclusion);
  }

  @Override
  public String toString() {
    return name + " " + status + (conclusion == null ? "" : ", " + conclusion);
  }
}
