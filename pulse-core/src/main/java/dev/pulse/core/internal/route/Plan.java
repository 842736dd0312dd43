package dev.pulse.core.internal.route;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.route.Inhibition;
import dev.pulse.api.route.Route;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What a router goes by.
 *
 * @param root where every alert enters
 * @param inhibitions what keeps alerts back while others fire
 * @param digestAt when what is told once a day is told
 * @param zone whose clocks count for that
 */
public record Plan(Route root, List<Inhibition> inhibitions, LocalTime digestAt, ZoneId zone) {
  /** A plan; keeps a copy of the list. It is judged where it is put to work. */
  public Plan {
    requireNonNull(root, "root");
    inhibitions = List.copyOf(inhibitions);
    requireNonNull(digestAt, "digestAt");
    requireNonNull(zone, "zone");
  }

  /** A plan without inhibitions, and with digests at nine in the morning, UTC. */
  public static Plan of(Route root) {
    return new Plan(root, List.of(), LocalTime.of(9, 0), ZoneOffset.UTC);
  }
}
