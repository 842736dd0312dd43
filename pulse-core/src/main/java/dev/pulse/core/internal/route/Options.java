package dev.pulse.core.internal.route;

import dev.pulse.api.notify.Channel;
import dev.pulse.api.route.Route;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What a route says or has from its parents. */
record Options(
    List<Channel> channels,
    Set<String> groupBy,
    Duration groupWait,
    Duration interval,
    Duration repeat) {
  /** Alertmanager's. */
  static final Options DEFAULTS =
      new Options(
          List.of(), Set.of(), Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofHours(4));

  /** These, but for what a route says itself. */
  Options of(Route route) {
    return new Options(
        route.channels().isEmpty() ? channels : route.channels(),
        route.groupBy().orElse(groupBy),
        route.groupWait().orElse(groupWait),
        route.groupInterval().orElse(interval),
        route.repeatInterval().orElse(repeat));
  }
}
