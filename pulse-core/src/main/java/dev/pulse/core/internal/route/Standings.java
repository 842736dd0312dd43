package dev.pulse.core.internal.route;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.alert.Frequency;
import dev.pulse.api.notify.Channel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

/** Tells people how alerts stand with the routes, from what the router knows at that moment. */
final class Standings {
  private final Tree tree;
  private final Gate gate;
  private final DigestTimes digestTimes;
  private final Map<GroupKey, Group> groups;
  private final Map<String, Digest> digests;

  /** The maps are the router's own, and are only read. */
  Standings(
      Tree tree,
      Gate gate,
      DigestTimes digestTimes,
      Map<GroupKey, Group> groups,
      Map<String, Digest> digests) {
    this.tree = tree;
    this.gate = gate;
    this.digestTimes = digestTimes;
    this.groups = groups;
    this.digests = digests;
  }

  Standing of(Alert alert, Instant now) {
    var places = new ArrayList<Standing.Place>();
    for (Node node : tree.match(alert.labels())) {
      var muted = gate.muted(node, now);
      var keptBack = (muted.isPresent() ? muted : gate.closed(alert, now)).map(Gate.Reason::text);
      places.add(
          alert.frequency() == Frequency.DAILY_DIGEST
              ? daily(alert, node, keptBack)
              : grouped(alert, node, keptBack));
    }
    return new Standing(places);
  }

  private Standing.Place daily(Alert alert, Node node, Optional<String> keptBack) {
    long next = Timed.NEVER;
    var listeners = new ArrayList<Standing.Listener>();
    for (Channel channel : node.channels()) {
      var digest = digests.get(channel.name());
      boolean told = digest != null && digest.wasTold(alert.incident());
      listeners.add(new Standing.Listener(channel.name(), Optional.empty(), told, false, false));
      if (digest != null && digest.has(alert.incident())) {
        next = Math.min(next, digestTimes.next(digest));
      }
    }
    return new Standing.Place(
        node.destination(alert.labels()),
        Optional.empty(),
        keptBack,
        listeners,
        Timed.instant(next));
  }

  private Standing.Place grouped(Alert alert, Node node, Optional<String> keptBack) {
    var group = groups.get(new GroupKey(node, node.groupLabels(alert.labels())));
    var ledger = group == null ? Ledger.empty() : group.ledger();
    var listeners = new ArrayList<Standing.Listener>();
    node.channels().forEach(c -> listeners.add(listener(ledger, c, alert.incident(), false)));
    node.escalation()
        .ifPresent(
            e ->
                e.channels()
                    .forEach(c -> listeners.add(listener(ledger, c, alert.incident(), true))));
    return new Standing.Place(
        node.destination(alert.labels()),
        Optional.of(Group.id(node.key(), node.groupLabels(alert.labels()))),
        keptBack,
        listeners,
        Timed.instant(group == null ? Timed.NEVER : group.due()));
  }

  private static Standing.Listener listener(
      Ledger ledger, Channel channel, long incident, boolean escalation) {
    var memory = ledger.memory(channel.name());
    var told = Optional.ofNullable(memory.told().get(incident));
    return new Standing.Listener(
        channel.name(),
        told.map(t -> Instant.ofEpochMilli(t.since())),
        told.isPresent(),
        memory.waits(),
        escalation);
  }
}
