package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** A job of a workflow, as its file has it. Immutable. */
public final class WorkflowJob {
  private final String id;
  private final String name;
  private final List<WorkflowStep> steps;

  private WorkflowJob(String id, String name, List<WorkflowStep> steps) {
    this.id = requireNonNull(id, "id");
    this.name = name;
    this.steps = List.copyOf(steps);
  }

  static WorkflowJob read(String id, Yaml job) {
    return new WorkflowJob(
        id,
        job.text("name").orElse(id),
        job.at("steps").items().stream().map(WorkflowStep::read).toList());
  }

  /** Its key in the file. */
  public String id() {
    return id;
  }

  /** What its runs are called; expressions are not evaluated. */
  public String name() {
    return name;
  }

  /** Its steps; none when it calls another workflow. */
  public List<WorkflowStep> steps() {
    return steps;
  }

  @Override
  public String toString() {
    return id;
  }
}
