package dev.pulse.github;

import java.util.Locale;

/** The parts of the health of a repository, in the order in which they are told. */
public enum HealthFactor {
  /** How many of the last builds of the default branch succeeded. */
  BUILD(25),
  /** How much of the code the tests reach. */
  COVERAGE(20),
  /** How many dependencies are behind their newest version, and how vulnerable they are. */
  DEPENDENCIES(20),
  /** Whether there is a README and something more to read. */
  DOCUMENTATION(15),
  /** Whether somebody works on it. */
  ACTIVITY(10),
  /** Whether a critical finding is open. */
  SECURITY(10);

  private final int weight;

  HealthFactor(int weight) {
    this.weight = weight;
  }

  /** Its weight in relation to the others, unless a model says otherwise. */
  public int weight() {
    return weight;
  }

  /** The word for it, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
