package dev.pulse.api.route;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.model.Labels;
import java.time.Duration;
import java.util.List;

/**
 * Where an alert goes by one of the routes that take it. Immutable.
 *
 * @param path the matchers of the route and of those above it, from the root on, as {@code {}} and
 *     <code>{severity="critical"}</code>
 * @param channels the names of the channels that are told
 * @param group what the alerts of its group have in common
 * @param groupWait how long a new group waits
 * @param groupInterval the distance of messages about a group
 * @param repeatInterval after which time people are reminded
 * @param activeTimes the names of the times at which it tells; empty for all times
 * @param muteTimes the names of the times at which it does not
 */
public record Destination(
    List<String> path,
    List<String> channels,
    Labels group,
    Duration groupWait,
    Duration groupInterval,
    Duration repeatInterval,
    List<String> activeTimes,
    List<String> muteTimes) {
  /** A destination; keeps copies. */
  public Destination {
    path = List.copyOf(path);
    channels = List.copyOf(channels);
    requireNonNull(group, "group");
    requireNonNull(groupWait, "groupWait");
    requireNonNull(groupInterval, "groupInterval");
    requireNonNull(repeatInterval, "repeatInterval");
    activeTimes = List.copyOf(activeTimes);
    muteTimes = List.copyOf(muteTimes);
  }
}
