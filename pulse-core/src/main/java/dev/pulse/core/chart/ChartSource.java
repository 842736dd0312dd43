package dev.pulse.core.chart;

import dev.pulse.api.notify.Notification;
import java.util.Optional;

/**
 * Finds or draws the picture that goes with a message; {@link Charts#latency} is the usual one.
 *
 * <p>Called on the thread of the delivery, within its time; react to interruption. Implementations
 * are thread-safe. A message is delivered without a picture when there is none, and when this
 * throws.
 */
@FunctionalInterface
public interface ChartSource {
  /**
   * The picture for a message.
   *
   * @return empty when there is none
   * @throws Exception when it cannot be told; is logged, and the message goes without
   */
  Optional<Picture> picture(Notification notification) throws Exception;
}
