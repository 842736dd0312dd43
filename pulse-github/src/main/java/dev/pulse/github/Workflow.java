package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A workflow that can be started by hand, as its file has it. Immutable. */
public final class Workflow {
  private static final String TRIGGER = "workflow_dispatch";
  private static final int MOST_INPUTS = 100;
  private static final int MOST_JOBS = 500;
  private static final int MOST_COPIED = 5_000;

  private final String file;
  private final String name;
  private final Map<String, WorkflowInput> inputs;
  private final List<WorkflowJob> jobs;

  private Workflow(
      String file, String name, Map<String, WorkflowInput> inputs, List<WorkflowJob> jobs) {
    this.file = requireNonNull(file, "file");
    this.name = name;
    this.inputs = Collections.unmodifiableMap(inputs);
    this.jobs = List.copyOf(jobs);
  }

  /**
   * Reads a file; empty when it cannot be started by hand.
   *
   * @throws IOException when it cannot be read
   */
  static Optional<Workflow> read(String file, String text) throws IOException {
    var yaml = Yaml.read(text);
    var on = yaml.at("on");
    boolean dispatchable =
        on.has(TRIGGER)
            || on.text().filter(TRIGGER::equals).isPresent()
            || on.items().stream()
                .anyMatch(item -> item.text().filter(TRIGGER::equals).isPresent());
    if (!dispatchable) {
      return Optional.empty();
    }
    var declared = on.at(TRIGGER, "inputs").members();
    var described = yaml.at("jobs").members();
    if (declared.size() > MOST_INPUTS || described.size() > MOST_JOBS) {
      throw new IOException(
          "it has more than " + MOST_INPUTS + " inputs or more than " + MOST_JOBS + " jobs");
    }
    checkSteps(described.values());
    var inputs = new LinkedHashMap<String, WorkflowInput>();
    declared.forEach((key, input) -> inputs.put(key, WorkflowInput.read(key, input)));
    var jobs = new ArrayList<WorkflowJob>();
    described.forEach((id, job) -> jobs.add(WorkflowJob.read(id, job)));
    return Optional.of(new Workflow(file, yaml.text("name").orElse(file), inputs, jobs));
  }

  /**
   * Counts what is about to be copied: behind an alias, a few lines of a file are as many steps,
   * and as many values of each, as somebody likes.
   */
  private static void checkSteps(Collection<Yaml> jobs) throws IOException {
    int copied = 0;
    for (Yaml job : jobs) {
      for (Yaml step : job.at("steps").items()) {
        copied += 1 + step.at("with").members().size();
        if (copied > MOST_COPIED) {
          throw new IOException(
              "its steps and what they are told are more than " + MOST_COPIED + " together");
        }
      }
    }
  }

  /** The name of its file, such as {@code build.yml}. */
  public String file() {
    return file;
  }

  /** What its author calls it; the file's name when nothing. */
  public String name() {
    return name;
  }

  /** What it wants to be told, by name, in the order of the file. */
  public Map<String, WorkflowInput> inputs() {
    return inputs;
  }

  /** Its jobs, in the order of the file. */
  public List<WorkflowJob> jobs() {
    return jobs;
  }

  /**
   * What is wrong with the values for a start: unknown inputs, missing ones, and values that cannot
   * be; one line each, none when all is well.
   */
  public List<String> problems(Map<String, String> values) {
    var problems = new ArrayList<String>();
    values.keySet().stream()
        .filter(key -> !inputs.containsKey(key))
        .sorted()
        .forEach(
            key ->
                problems.add(key + " is not an input of " + file + "; it has " + inputs.keySet()));
    inputs.forEach(
        (key, input) -> {
          var value = values.get(key);
          if (value != null) {
            input.problem(value).ifPresent(problem -> problems.add(key + " " + problem));
          } else if (input.required() && input.defaultValue().isEmpty()) {
            problems.add(key + " is required");
          }
        });
    return problems;
  }

  @Override
  public String toString() {
    return file;
  }
}
