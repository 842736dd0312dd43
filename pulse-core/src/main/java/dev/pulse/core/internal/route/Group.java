package dev.pulse.core.internal.route;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.model.Labels;
import dev.pulse.api.notify.Channel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of a route that have their messages in common: those that fire, and those that are
 * over while a channel was not told so. Times are in milliseconds since 1970. Confine to one
 * thread.
 */
final class Group extends Timed {
  private static final int ID_LENGTH = 32;

  private final @Nullable Node node;
  private final String route;
  private final Labels labels;
  private final String id;
  private final long interval;
  private final Map<Long, Alert> alerts = new LinkedHashMap<>();
  private final Map<Long, Long> taken = new HashMap<>();
  private int firing;
  private final Set<Long> late = new LinkedHashSet<>();
  private Ledger ledger;
  private boolean stored;
  private long lastTick = Long.MIN_VALUE;
  private long nextTick = NEVER;
  private long nextEscalation = NEVER;

  /** A group that nobody was told of. */
  Group(long order, Node node, Labels labels) {
    this(order, node, node.key(), labels, node.options().interval().toMillis(), Ledger.empty());
  }

  private Group(
      long order, @Nullable Node node, String route, Labels labels, long interval, Ledger ledger) {
    super(order);
    this.node = node;
    this.route = route;
    this.labels = labels;
    this.id = id(route, labels);
    this.interval = interval;
    this.ledger = ledger;
  }

  /**
   * A group as it was stored.
   *
   * @param node its route, if there is one still
   */
  static Group restored(long order, SavedGroup saved, Optional<Node> node, Options defaults) {
    var options = node.map(Node::options).orElse(defaults);
    var group =
        new Group(
            order,
            node.orElse(null),
            saved.route(),
            Labels.from(saved.labels()),
            options.interval().toMillis(),
            saved.ledger());
    group.stored = true;
    group.lastTick = saved.tick();
    return group;
  }

  static String id(String route, Labels labels) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(route.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(labels.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest()).substring(0, ID_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** By its oldest alert: incidents are numbered from 1 on. */
  @Override
  long rank() {
    long oldest = NEVER;
    for (long incident : alerts.keySet()) {
      oldest = Math.min(oldest, incident);
    }
    return oldest;
  }

  /** Its route; empty when the configuration has none any more. */
  Optional<Node> node() {
    return Optional.ofNullable(node);
  }

  String route() {
    return route;
  }

  Labels labels() {
    return labels;
  }

  String id() {
    return id;
  }

  Ledger ledger() {
    return ledger;
  }

  void ledger(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Whether there is a document of it. */
  boolean isStored() {
    return stored;
  }

  void stored(boolean stored) {
    this.stored = stored;
  }

  Collection<Alert> alerts() {
    return Collections.unmodifiableCollection(alerts.values());
  }

  Optional<Alert> alert(long incident) {
    return Optional.ofNullable(alerts.get(incident));
  }

  /** Takes an alert as it is now. */
  void put(Alert alert) {
    var before = alerts.put(alert.incident(), alert);
    firing += (alert.isFiring() ? 1 : 0) - (before != null && before.isFiring() ? 1 : 0);
  }

  void remove(long incident) {
    var before = alerts.remove(incident);
    firing -= before != null && before.isFiring() ? 1 : 0;
    taken.remove(incident);
  }

  /** An alert that began in the future, by a clock that was ahead, counts as one of now. */
  void takenAt(Alert alert, long now) {
    if (alert.startsAt().toEpochMilli() > now) {
      taken.merge(alert.incident(), now, Math::min);
    }
  }

  /** What happened in the future, by a clock that was ahead, counts as happening now. */
  void setBack(long now) {
    alerts.values().forEach(alert -> takenAt(alert, now));
    ledger.setBack(now);
  }

  boolean fires() {
    return firing > 0;
  }

  /** Whether a channel was told that an alert fires, and was not told that it is over. */
  boolean wasTold(long incident) {
    return ledger.tells(incident);
  }

  /** When a group that nobody was told of has waited long enough for more alerts. */
  long firstLook() {
    long oldest = NEVER;
    for (Alert alert : alerts.values()) {
      if (alert.isFiring()) {
        oldest = Math.min(oldest, firstLook(alert));
      }
    }
    return oldest;
  }

  /** When a group of this alert has waited long enough. */
  long firstLook(Alert alert) {
    long wait = node == null ? 0 : node.options().groupWait().toMillis();
    return taken.getOrDefault(alert.incident(), alert.startsAt().toEpochMilli()) + wait;
  }

  /** The last time at which the group could be looked at. */
  long gridBefore(long now) {
    return ledger.anchor() + Math.floorDiv(now - ledger.anchor(), interval) * interval;
  }

  /** The next time at which the group can be looked at, and was not. */
  long gridAfter(long now) {
    long before = gridBefore(now);
    // A clock that was ahead must not silence the group until that time comes again.
    boolean looked = lastTick == now;
    return before == now && !looked ? before : before + interval;
  }

  long lastTick() {
    return lastTick;
  }

  void lastTick(long tick) {
    this.lastTick = tick;
  }

  long nextTick() {
    return nextTick;
  }

  long nextEscalation() {
    return nextEscalation;
  }

  /** Sets when its channels, and those of its escalation, are looked at next. */
  void next(long tick, long escalation) {
    this.nextTick = tick;
    this.nextEscalation = escalation;
  }

  /** Forgets the alerts that are over and that nobody needs to hear of any more. */
  Set<Long> forgetSettled() {
    var gone = new LinkedHashSet<Long>();
    for (Alert alert : alerts.values()) {
      if (!alert.isFiring() && !wasTold(alert.incident())) {
        gone.add(alert.incident());
      }
    }
    gone.forEach(this::remove);
    return gone;
  }

  /**
   * Alerts that joined after a look that they seem to have been there for. This must be stored, or
   * after a restart it would look as if the look had been missed.
   */
  Set<Long> late() {
    return late;
  }

  /** The channels that its route names. */
  Collection<Channel> channels() {
    return node == null ? Set.of() : node.channels();
  }

  @Override
  public String toString() {
    return route + labels;
  }
}
