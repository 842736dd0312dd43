package dev.pulse.api.config;

import dev.pulse.api.PulseException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A configuration that cannot be used. Carries every problem that was found, not only the first, so
 * that a person can mend them in one go. Nothing of the configuration was applied.
 */
public final class ConfigurationException extends PulseException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * An exception for problems.
   *
   * @throws IllegalArgumentException when there are none
   */
  public ConfigurationException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("a configuration exception needs a problem");
    }
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, in the order of the configuration; at least one. */
  public List<Problem> problems() {
    return problems;
  }
}
