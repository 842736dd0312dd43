package dev.pulse.core.internal.route;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.route.Route;
import dev.pulse.api.store.Commit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One round of looks at what is due. It changes nothing but drafts, which are put into effect when
 * they are stored. Confine to one thread.
 */
final class Round {
  private final Instant time;
  private final long now;
  private final Tree tree;
  private final Gate gate;
  private final Map<String, Window> windows;
  private final Messages messages;
  private final Map<Group, Draft> drafts = new LinkedHashMap<>();
  private final Map<Window, Window.Use> uses = new LinkedHashMap<>();
  private final Map<Digest, Digest.Draft> digests = new LinkedHashMap<>();
  private final List<Notification> notifications = new ArrayList<>();
  private final Map<Long, String> notes = new LinkedHashMap<>();

  /** What becomes of a group. */
  static final class Draft {
    private final Ledger ledger;
    private long tick;
    private boolean ticked;
    private boolean gone;
    private Set<Long> late = Set.of();

    Draft(Group group) {
      this.ledger = group.ledger().copy();
      this.tick = group.lastTick();
    }

    Ledger ledger() {
      return ledger;
    }

    /** The time of the last look at its channels. */
    long tick() {
      return tick;
    }

    /** Whether this round looked at its channels. */
    boolean isTicked() {
      return ticked;
    }

    /** Those that joined late and are stored as such. */
    Set<Long> late() {
      return late;
    }

    /** Whether there is nothing to tell of it any more. */
    boolean isGone() {
      return gone;
    }
  }

  Round(Instant time, Tree tree, Gate gate, Map<String, Window> windows, Messages messages) {
    this.time = time;
    this.now = time.toEpochMilli();
    this.tree = tree;
    this.gate = gate;
    this.windows = windows;
    this.messages = messages;
  }

  long now() {
    return now;
  }

  Map<Group, Draft> drafts() {
    return drafts;
  }

  Map<Window, Window.Use> uses() {
    return uses;
  }

  Map<Digest, Digest.Draft> digests() {
    return digests;
  }

  /** Whether a channel knows of an alert when this has come into effect. */
  boolean tells(Group group, long incident) {
    var draft = drafts.get(group);
    return draft != null && draft.ledger.tells(incident);
  }

  /** Looks at a group that is due. */
  void look(Group group) {
    var draft = drafts.computeIfAbsent(group, Draft::new);
    boolean first = !draft.ledger.isAnchored();
    if (first && group.firstLook() > now) {
      return;
    }
    boolean tick = first || group.nextTick() <= now;
    var visible = visible(group, draft.ledger, tick);
    if (tick) {
      if (first) {
        draft.ledger.anchor(now);
      }
      draft.tick = first ? now : group.gridBefore(now);
      draft.ticked = true;
      for (Channel channel : concerned(group, draft.ledger)) {
        tell(group, draft.ledger, channel, wish(group, draft.ledger, channel, visible, draft.tick));
      }
      draft.gone = !group.fires() && draft.ledger.isSettled();
    }
    escalate(group, draft.ledger, visible);
    draft.late = Set.copyOf(group.late());
    if (!tick) {
      draft.late.stream()
          .filter(incident -> !draft.ledger.kept().containsKey(incident))
          .forEach(incident -> draft.ledger.keepBack(incident, ""));
    }
  }

  /** The channels of the route, and those that know of the group from elsewhere. */
  private Collection<Channel> concerned(Group group, Ledger ledger) {
    var all = new LinkedHashSet<>(group.channels());
    for (String name : List.copyOf(ledger.memories().keySet())) {
      tree.channel(name).ifPresentOrElse(all::add, () -> ledger.remember(name, Memory.NONE));
    }
    return all;
  }

  private Optional<Wish> wish(
      Group group, Ledger ledger, Channel channel, List<Alert> visible, long at) {
    var memory = ledger.memory(channel.name());
    var escalation = escalation(group, channel);
    var node = group.node();
    if (node.isPresent()
        && (group.channels().contains(channel) || (memory.escalated() && escalation.isPresent()))) {
      long repeat = node.get().options().repeat().toMillis();
      return Wish.of(group, channel, memory, visible, at, repeat);
    }
    if (escalation.isPresent() && memory.told().isEmpty()) {
      return isOverdue(group, ledger, visible, escalation.get().after())
          ? Wish.escalation(memory, visible, now)
          : Optional.empty();
    }
    return Wish.farewell(group, channel, memory, now);
  }

  private static Optional<Route.Escalation> escalation(Group group, Channel channel) {
    return group
        .node()
        .flatMap(Node::escalation)
        .filter(escalation -> escalation.channels().contains(channel));
  }

  private void tell(Group group, Ledger ledger, Channel channel, Optional<Wish> wished) {
    var name = channel.name();
    if (wished.isEmpty()) {
      // What waits is decided upon at the end of its window, and not by who looks in between:
      // after a restart nobody does.
      if (!ledger.memory(name).waits() || isOver(name)) {
        ledger.remember(name, ledger.memory(name).waiting(false));
      }
      return;
    }
    var wish = wished.get();
    if (wish.kind() != null && !mayTell(name)) {
      ledger.remember(name, ledger.memory(name).waiting(true));
      return;
    }
    say(group, ledger, name, wish);
  }

  private void say(Group group, Ledger ledger, String channel, Wish wish) {
    ledger.remember(channel, wish.kind() == null ? wish.after() : wish.after().summarized(false));
    if (wish.kind() != null) {
      notifications.add(messages.ofGroup(wish.kind(), channel, group, wish.alerts(), time));
    }
  }

  /** Whether the window in which a channel has no more room has ended, or there is none. */
  private boolean isOver(String channel) {
    var window = windows.get(channel);
    return window == null || window.isOver(window.use(), now);
  }

  private boolean mayTell(String channel) {
    var window = windows.get(channel);
    if (window == null) {
      return true;
    }
    var more = window.oneMore(uses.getOrDefault(window, window.use()), now);
    if (more != null) {
      uses.put(window, more);
    }
    return more != null;
  }

  private void escalate(Group group, Ledger ledger, List<Alert> visible) {
    var escalation = group.node().flatMap(Node::escalation);
    if (escalation.isEmpty()) {
      return;
    }
    boolean kept = false;
    var after = escalation.get().after();
    for (Channel channel : escalation.get().channels()) {
      if (ledger.memory(channel.name()).told().isEmpty()) {
        tell(group, ledger, channel, wish(group, ledger, channel, visible, now));
        kept |= ledger.memory(channel.name()).isNothing();
      }
    }
    ledger.escalationKept(kept && isOverdue(group, ledger, group.alerts(), after));
  }

  private boolean isOverdue(Group group, Ledger ledger, Collection<Alert> alerts, Duration after) {
    for (Alert alert : alerts) {
      if (alert.isFiring() && alert.acknowledgement().isEmpty()) {
        for (Channel channel : group.channels()) {
          var told = ledger.memory(channel.name()).told().get(alert.incident());
          if (told != null && now - told.since() >= after.toMillis()) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** The alerts of a group that fire and are not kept back. Takes note of the others. */
  private List<Alert> visible(Group group, Ledger ledger, boolean tick) {
    var visible = new ArrayList<Alert>();
    var hidden = new LinkedHashSet<Long>();
    var node = group.node();
    if (node.isEmpty()) {
      return visible;
    }
    var muted = gate.muted(node.get(), time);
    for (Alert alert : group.alerts()) {
      if (alert.isFiring()) {
        var reason = muted.isPresent() ? muted : gate.closed(alert, time);
        if (reason.isEmpty()) {
          visible.add(alert);
        } else if (!isKnown(group, ledger, alert.incident())) {
          hidden.add(alert.incident());
          note(ledger, alert.incident(), reason.get());
        }
      }
    }
    if (tick) {
      ledger.keepBackOnly(hidden);
    }
    return visible;
  }

  private static boolean isKnown(Group group, Ledger ledger, long incident) {
    for (Channel channel : group.channels()) {
      if (!ledger.memory(channel.name()).told().containsKey(incident)) {
        return false;
      }
    }
    return true;
  }

  /** Each reason is noted once. */
  private void note(Ledger ledger, long incident, Gate.Reason reason) {
    var noted = ledger.kept().getOrDefault(incident, "");
    var letter = reason.kind().name().substring(0, 1);
    if (!noted.contains(letter)) {
      ledger.keepBack(incident, noted + letter);
      notes.merge(incident, "kept back: " + reason.text(), (one, other) -> one + "; " + other);
    }
  }

  /** Tells the groups that wait for the end of a window of their channel. */
  void summarize(Window window) {
    var channel = window.channel();
    var wishes = new LinkedHashMap<Group, Wish>();
    for (Group group : window.waiting()) {
      var draft = drafts.computeIfAbsent(group, Draft::new);
      var wish = wish(group, draft.ledger, channel, visible(group, draft.ledger, false), now);
      if (wish.isPresent() && endsOnItsOwn(draft.ledger.memory(channel.name()), wish.get())) {
        say(group, draft.ledger, channel.name(), wish.get());
      } else if (wish.isPresent() && wish.get().kind() != null) {
        wishes.put(group, wish.get());
      } else {
        tell(group, draft.ledger, channel, wish);
      }
    }
    if (wishes.isEmpty() || !mayTell(channel.name())) {
      return;
    }
    if (wishes.size() > 1) {
      notifications.add(messages.summary(channel.name(), wishes.values(), time));
    }
    wishes.forEach(
        (group, wish) -> {
          var ledger = drafts.computeIfAbsent(group, Draft::new).ledger;
          if (wishes.size() > 1) {
            var before = ledger.memory(channel.name());
            boolean only = before.told().isEmpty() || before.summarized();
            ledger.remember(channel.name(), wish.after().summarized(only));
          } else {
            say(group, ledger, channel.name(), wish);
          }
        });
  }

  /**
   * Who opened something for a group waits for its end by name, and would not find it in a summary.
   * Such ends are not counted: there are no more of them than the cap let begin.
   */
  private static boolean endsOnItsOwn(Memory before, Wish wish) {
    return wish.kind() == Notification.Kind.RESOLVED && !before.summarized();
  }

  /** Tells a channel what came up since the last time, or takes note of what ended since. */
  void digest(Digest digest, DigestTimes times) {
    if (times.next(digest) > now) {
      digests.put(digest, digest.unchanged());
      return;
    }
    var name = digest.channel().name();
    var telling = new ArrayList<Alert>();
    var leaving = new ArrayList<Alert>();
    for (Alert alert : digest.waiting()) {
      var reason = keptBack(alert, digest.channel());
      if (reason.isEmpty()) {
        telling.add(alert);
        leaving.add(alert);
      } else if (!alert.isFiring()) {
        leaving.add(alert);
      }
    }
    if (!telling.isEmpty()) {
      notifications.add(messages.digest(name, telling, time));
    }
    digests.put(digest, digest.told(times.day(time), leaving));
  }

  private Optional<Gate.Reason> keptBack(Alert alert, Channel channel) {
    var closed = gate.closed(alert, time);
    if (closed.isPresent()) {
      return closed;
    }
    Optional<Gate.Reason> muted = Optional.empty();
    for (Node node : tree.match(alert.labels())) {
      if (node.channels().contains(channel)) {
        muted = gate.muted(node, time);
        if (muted.isEmpty()) {
          return muted;
        }
      }
    }
    return muted;
  }

  /** What is to be stored and said. */
  Step step() {
    var documents = new ArrayList<Commit.DocumentChange>();
    drafts.forEach(
        (group, draft) -> {
          if (draft.gone) {
            if (group.isStored()) {
              documents.add(change(Router.GROUPS, group.id(), Optional.empty()));
            }
          } else if (!draft.ledger.sameAs(group.ledger())) {
            var json = SavedGroup.json(group.route(), group.labels(), draft.ledger, draft.tick);
            documents.add(change(Router.GROUPS, group.id(), Optional.of(json)));
          }
        });
    uses.forEach(
        (window, use) ->
            documents.add(
                change(Router.STORMS, window.channel().name(), Optional.of(Window.json(use)))));
    digests.forEach(
        (digest, draft) ->
            documents.add(
                change(Router.DIGESTS, digest.channel().name(), Optional.of(digest.json(draft)))));
    return new Step(documents, notifications, notes);
  }

  private static Commit.DocumentChange change(String collection, String id, Optional<String> body) {
    return new Commit.DocumentChange(collection, id, body);
  }
}
