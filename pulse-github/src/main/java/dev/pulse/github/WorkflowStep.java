package dev.pulse.github;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A step of a job, as its file has it. Immutable. */
public final class WorkflowStep {
  private final String name;
  private final @Nullable String uses;
  private final Map<String, String> with;

  private WorkflowStep(String name, @Nullable String uses, Map<String, String> with) {
    this.name = name;
    this.uses = uses;
    this.with = Collections.unmodifiableMap(with);
  }

  static WorkflowStep read(Yaml step) {
    var with = new LinkedHashMap<String, String>();
    step.at("with")
        .members()
        .forEach((key, value) -> value.text().ifPresent(text -> with.put(key, text)));
    return new WorkflowStep(step.text("name").orElse(""), step.text("uses").orElse(null), with);
  }

  /** What its author calls it; empty when nothing. */
  public String name() {
    return name;
  }

  /** The action that it uses, such as {@code ./.github/actions/manifest}. */
  public Optional<String> uses() {
    return Optional.ofNullable(uses);
  }

  /** What the action is told, in the order of the file; expressions are not evaluated. */
  public Map<String, String> with() {
    return with;
  }

  @Override
  public String toString() {
    return name.isEmpty() ? String.valueOf(uses) : name;
  }
}
