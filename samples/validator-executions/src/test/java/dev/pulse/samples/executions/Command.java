package dev.pulse.samples.executions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Runs a program of others to its end. */
final class Command {
  private Command() {}

  /**
   * What a program says.
   *
   * @param exitCode what it ended with
   * @param output what it wrote, errors included
   */
  record Said(int exitCode, String output) {}

  static Said run(String... command) throws IOException, InterruptedException {
    return run(new ProcessBuilder(command));
  }

  /** The same with a file as its input. */
  static Said run(Path input, String... command) throws IOException, InterruptedException {
    return run(new ProcessBuilder(command).redirectInput(input.toFile()));
  }

  private static Said run(ProcessBuilder builder) throws IOException, InterruptedException {
    var process = builder.redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(builder.command().get(0) + " does not end");
    }
    return new Said(process.exitValue(), output);
  }
}
