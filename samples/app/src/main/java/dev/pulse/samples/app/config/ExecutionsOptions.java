package dev.pulse.samples.app.config;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.config.Settings;
import dev.pulse.samples.executions.ExecutionsSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How the executions of validators are watched as a part of {@code pulse serve}.
 *
 * @param settings what the system itself wants to know
 * @param environment where {@code KUBECONFIG} and the variables of a service account are
 */
public record ExecutionsOptions(ExecutionsSettings settings, Map<String, String> environment) {
  /** Options; keeps a copy of the variables. */
  public ExecutionsOptions {
    requireNonNull(settings, "settings");
    environment = Map.copyOf(environment);
  }

  /** Reads the section; its mere presence switches the system on. */
  static Optional<ExecutionsOptions> read(Settings section, Map<String, String> environment) {
    var kubeconfig = section.text("kubeconfig").optional();
    return SystemSection.read(section, ExecutionsSettings.VARIABLES, ExecutionsSettings::from)
        .map(
            settings ->
                new ExecutionsOptions(
                    settings, kubeconfig.map(file -> led(environment, file)).orElse(environment)));
  }

  /** Who names a file means that one, also inside of another cluster. */
  private static Map<String, String> led(Map<String, String> environment, String kubeconfig) {
    var led = new HashMap<>(environment);
    led.put("KUBECONFIG", kubeconfig);
    led.remove("KUBERNETES_SERVICE_HOST");
    return led;
  }

  /** The variables can be secret. */
  @Override
  public String toString() {
    return "executions of " + settings;
  }
}
