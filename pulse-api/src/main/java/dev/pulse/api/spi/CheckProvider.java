package dev.pulse.api.spi;

import dev.pulse.api.check.Check;
import dev.pulse.api.config.Settings;

/**
 * Makes checks of one type from options, so that they can be named in a configuration file. Found
 * by {@link java.util.ServiceLoader}; needs a public class with a public constructor without
 * parameters.
 *
 * <pre>{@code
 * public final class QueueCheckProvider implements CheckProvider {
 *   public String type() {
 *     return "acme.queue";
 *   }
 *
 *   public Check create(Settings settings) {
 *     return new QueueCheck(settings.text("queue").required());
 *   }
 * }
 * }</pre>
 */
public interface CheckProvider {
  /**
   * The name of the type: lower-case words, with the author's prefix and a dot ({@code
   * acme.queue}). Names without a dot belong to Pulse.
   */
  String type();

  /**
   * Makes a check. Reads every option it knows; what it does not read is reported as unknown. Must
   * have no side effects: when the settings have problems the result is thrown away.
   *
   * @throws IllegalArgumentException when the options contradict each other
   */
  Check create(Settings settings);
}
