package dev.pulse.samples.app;

import java.io.PrintStream;
import java.util.Map;

/**
 * What a command gets from outside instead of taking it from the JVM.
 *
 * @param environment the environment variables
 * @param keyboard what people type
 * @param out where results go
 * @param err where problems go; logs go to the JVM's own
 * @param stop tells a command that serves when it is over
 */
record Surroundings(
    Map<String, String> environment,
    Keyboard keyboard,
    PrintStream out,
    PrintStream err,
    StopSignal stop) {
  Surroundings {
    environment = Map.copyOf(environment);
  }
}
