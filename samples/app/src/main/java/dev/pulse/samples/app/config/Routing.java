package dev.pulse.samples.app.config;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.notify.Channel;
import dev.pulse.api.route.Inhibition;
import dev.pulse.api.route.Route;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Whom a configuration tells of alerts, and when. Immutable, but for the history that is lent to
 * it.
 *
 * @param channels the ways to people, in the order of the file
 * @param route which alerts go to which of them; empty when nobody is told
 * @param inhibitions which alerts keep others back
 * @param digestAt when daily messages are sent
 * @param digestZone whose clocks count for that
 * @param history what the channels may show; whoever starts a Pulse lends it that of its store
 */
public record Routing(
    List<Channel> channels,
    Optional<Route> route,
    List<Inhibition> inhibitions,
    LocalTime digestAt,
    ZoneId digestZone,
    History history) {
  /** A routing; keeps copies of the lists. */
  public Routing {
    channels = List.copyOf(channels);
    requireNonNull(route, "route");
    inhibitions = List.copyOf(inhibitions);
    requireNonNull(digestAt, "digestAt");
    requireNonNull(digestZone, "digestZone");
    requireNonNull(history, "history");
  }

  /** What holds where a file says nothing of it: nobody is told. */
  public static Routing none() {
    return new Routing(
        List.of(),
        Optional.empty(),
        List.of(),
        LocalTime.of(9, 0),
        ZoneId.of("UTC"),
        new History());
  }

  /** The channel of a name. */
  public Optional<Channel> channel(String name) {
    return channels.stream().filter(channel -> channel.name().equals(name)).findFirst();
  }
}
