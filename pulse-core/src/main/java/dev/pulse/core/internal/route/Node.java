package dev.pulse.core.internal.route;

import dev.pulse.api.model.Labels;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.route.Destination;
import dev.pulse.api.route.Route;
import dev.pulse.api.route.TimeInterval;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One route of the tree at work: with what it has from its parents. Immutable. */
final class Node {
  private final List<String> path;
  private final String key;
  private final Route route;
  private final Options options;
  private final MatchIndex<Node> children;

  Node(List<String> path, String key, Route route, Options options, MatchIndex<Node> children) {
    this.path = path;
    this.key = key;
    this.route = route;
    this.options = options;
    this.children = children;
  }

  /** Adds the routes below this one that take an alert, or else this one. */
  void collect(Labels labels, List<Node> found) {
    int before = found.size();
    children.visit(
        labels,
        child -> {
          child.collect(labels, found);
          return child.route.continues();
        });
    if (found.size() == before) {
      found.add(this);
    }
  }

  /** What tells it from all other routes, over restarts too. */
  String key() {
    return key;
  }

  List<Channel> channels() {
    return options.channels();
  }

  Options options() {
    return options;
  }

  Optional<Route.Escalation> escalation() {
    return route.escalation();
  }

  /**
   * What an alert shares with the others of its group. Where each alert is a group of its own, the
   * severity is left out: it may change while it stays the same alert.
   */
  Labels groupLabels(Labels labels) {
    var groupBy = options.groupBy();
    boolean all = groupBy.contains(Route.ALL_LABELS);
    var shared = new LinkedHashMap<String, String>();
    labels
        .asMap()
        .forEach(
            (name, value) -> {
              if (all ? !name.equals("severity") : groupBy.contains(name)) {
                shared.put(name, value);
              }
            });
    return Labels.from(shared);
  }

  /** Why it tells nobody at this time; empty when it does. */
  Optional<String> mutedAt(Instant time) {
    var active = route.activeTimes();
    if (!active.isEmpty() && named(active, time).isEmpty()) {
      return Optional.of("outside of " + String.join(", ", active.keySet()));
    }
    return named(route.muteTimes(), time);
  }

  private static Optional<String> named(Map<String, List<TimeInterval>> times, Instant time) {
    for (var entry : times.entrySet()) {
      for (TimeInterval interval : entry.getValue()) {
        if (interval.contains(time)) {
          return Optional.of(entry.getKey());
        }
      }
    }
    return Optional.empty();
  }

  Destination destination(Labels labels) {
    return new Destination(
        path,
        channels().stream().map(Channel::name).toList(),
        groupLabels(labels),
        options.groupWait(),
        options.interval(),
        options.repeat(),
        List.copyOf(route.activeTimes().keySet()),
        List.copyOf(route.muteTimes().keySet()));
  }

  @Override
  public String toString() {
    return key;
  }
}
