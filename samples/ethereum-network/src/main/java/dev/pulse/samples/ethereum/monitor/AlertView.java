package dev.pulse.samples.ethereum.monitor;

import static java.util.Objects.requireNonNull;

import dev.pulse.samples.ethereum.store.AlertState;
import java.util.Optional;

/**
 * How an alert stands, for whoever looks on.
 *
 * @param registration that of the client; empty for what concerns the network as a whole
 * @param channel where it is told
 * @param topic what it is about where it is about no client: {@code network-incident} or {@code
 *     no-data}; otherwise empty
 * @param state how it stands
 */
public record AlertView(
    Optional<Registrations.Row> registration, String channel, String topic, AlertState state) {
  /** A view; all parts are needed. */
  public AlertView {
    requireNonNull(registration, "registration");
    requireNonNull(channel, "channel");
    requireNonNull(topic, "topic");
    requireNonNull(state, "state");
  }
}
