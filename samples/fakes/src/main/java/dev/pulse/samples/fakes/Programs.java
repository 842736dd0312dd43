package dev.pulse.samples.fakes;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/** The programs of others that tests talk to. */
public final class Programs {
  private Programs() {}

  /**
   * Whether a program is installed. On a build server it always counts as installed, so that a
   * missing one fails the test instead of skipping it.
   */
  public static boolean has(String name) {
    return System.getenv("CI") != null
        || Arrays.stream(
                System.getenv().getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator)))
            .map(folder -> Path.of(folder, name))
            .anyMatch(Files::isExecutable);
  }
}
