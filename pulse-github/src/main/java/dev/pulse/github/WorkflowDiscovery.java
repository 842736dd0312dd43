package dev.pulse.github;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The workflows of a repository that can be started by hand. Immutable. */
public final class WorkflowDiscovery {
  private final List<Workflow> workflows;
  private final Map<String, String> skipped;

  WorkflowDiscovery(List<Workflow> workflows, Map<String, String> skipped) {
    this.workflows = List.copyOf(workflows);
    this.skipped = Collections.unmodifiableMap(new TreeMap<>(skipped));
  }

  /** Those that could be read, by the names of their files. */
  public List<Workflow> workflows() {
    return workflows;
  }

  /** Why a file could not be read, by its name: nothing is known of what is in it. */
  public Map<String, String> skipped() {
    return skipped;
  }

  @Override
  public String toString() {
    return workflows + (skipped.isEmpty() ? "" : ", without " + skipped.keySet());
  }
}
