package dev.pulse.samples.app.config;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Settings;
import dev.pulse.samples.repohealth.config.RepoHealthSettings;
import java.util.Map;
import java.util.Optional;

/**
 * How repositories are watched as a part of {@code pulse serve}.
 *
 * @param settings what the system itself wants to know; address, callers and store are the server's
 */
public record RepoHealthOptions(RepoHealthSettings settings) {
  private static final String FILE = "PULSE_CONFIG";

  /** Options; there must be settings. */
  public RepoHealthOptions {
    requireNonNull(settings, "settings");
  }

  /** Reads the section; its mere presence switches the system on. */
  static Optional<RepoHealthOptions> read(Settings section) {
    return SystemSection.read(
            section, RepoHealthSettings.VARIABLES_OF_A_PART, RepoHealthOptions::settings)
        .map(RepoHealthOptions::new);
  }

  /** What is wrong with the file of rules is wrong with the option that names it. */
  private static RepoHealthSettings settings(Map<String, String> variables) {
    try {
      return RepoHealthSettings.from(variables);
    } catch (ConfigurationException e) {
      throw new ConfigurationException(
          e.problems().stream().map(RepoHealthOptions::ofOption).toList());
    }
  }

  private static Problem ofOption(Problem problem) {
    return RepoHealthSettings.VARIABLES.contains(problem.key())
        ? problem
        : new Problem(problem.where(), FILE, problem.key() + ": " + problem.message());
  }

  /** The settings have secrets. */
  @Override
  public String toString() {
    return settings.toString();
  }
}
