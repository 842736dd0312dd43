package dev.pulse.api.config;

import static java.util.Objects.requireNonNull;

/**
 * One thing that is wrong with a configuration.
 *
 * @param where the file and line, the variable, or whatever else the person can go to; empty when
 *     there is no such place
 * @param key the path of the option, such as {@code checks[2].url}
 * @param message what was found and what is allowed; never the value of a secret
 */
public record Problem(String where, String key, String message) {
  /** A problem; all parts are needed, {@code where} and {@code key} may be empty. */
  public Problem {
    requireNonNull(where, "where");
    requireNonNull(key, "key");
    requireNonNull(message, "message");
  }

  /** One line: {@code pulse.yaml:14: checks[2].url: …}. */
  @Override
  public String toString() {
    return (where.isEmpty() ? "" : where + ": ") + (key.isEmpty() ? "" : key + ": ") + message;
  }
}
