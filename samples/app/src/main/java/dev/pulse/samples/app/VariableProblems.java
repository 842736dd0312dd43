package dev.pulse.samples.app;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import java.io.PrintStream;

/** Reports problems in the form that users of the systems know, which are run by variables. */
final class VariableProblems {
  private VariableProblems() {}

  /** One line per problem: {@code Configuration error: PORT: …}. */
  static int report(ConfigurationException refused, PrintStream err) {
    for (Problem problem : refused.problems()) {
      err.println("Configuration error: " + CommandLineInterface.oneLine(problem.toString()));
    }
    return ExitCode.USAGE;
  }
}
