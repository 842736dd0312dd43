package dev.pulse.core.internal.route;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.alert.Frequency;
import dev.pulse.api.model.Labels;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.route.Destination;
import dev.pulse.api.route.Silence;
import dev.pulse.api.store.Document;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which alerts are told to which channels, and when. A state machine: alerts and silences
 * come in, time is told, and what is due comes out. It forgets nothing over a restart that was
 * stored together with the messages it caused: what was told is in its documents, what fires is in
 * the incidents, and everything else follows from these.
 *
 * <p>Confine to one thread, or hold a lock. Times must not be far apart from each other, but may go
 * back.
 */
public final class Router {
  /** The collection of what channels know of groups. */
  static final String GROUPS = "pulse.group";

  /** The collection of what is told once a day. */
  static final String DIGESTS = "pulse.digest";

  /** The collection of how many messages channels with a storm cap had. */
  static final String STORMS = "pulse.storm";

  private static final Logger LOG = LoggerFactory.getLogger(Router.class);
  private static final int MOST_AT_ONCE = 1_000;
  private static final Comparator<Ranked> FIRST_LOOKED_AT =
      Comparator.comparingLong(Ranked::rank).thenComparing(ranked -> ranked.timed().toString());
  private static final Duration SET_BACK = Duration.ofMinutes(1);

  private final Tree tree;
  private final Gate gate;
  private final DigestTimes digestTimes;
  private final Messages messages = new Messages();
  private final Agenda agenda = new Agenda();
  private final Map<GroupKey, Group> groups = new HashMap<>();
  private final Set<Group> orphans = new LinkedHashSet<>();
  private final Map<Long, Tracked> incidents = new HashMap<>();
  private final Map<String, Window> windows = new LinkedHashMap<>();
  private final Map<String, Digest> digests = new HashMap<>();
  private final Standings standings;
  private Instant latest = Instant.EPOCH;
  private long order;
  private @Nullable Round round;
  private @Nullable Step step;

  private record Ranked(long rank, Timed timed) {}

  /** An incident that fires, or of whose end somebody must hear. */
  private static final class Tracked {
    private Alert alert;
    private List<Group> groups = List.of();
    private List<Digest> digests = List.of();
    private List<Runnable> inhibiting = List.of();

    Tracked(Alert alert) {
      this.alert = alert;
    }

    void letGo() {
      inhibiting.forEach(Runnable::run);
      inhibiting = List.of();
    }
  }

  private Router(Tree tree, Gate gate, DigestTimes digestTimes) {
    this.tree = tree;
    this.gate = gate;
    this.digestTimes = digestTimes;
    this.standings = new Standings(tree, gate, digestTimes, groups, digests);
    for (Channel channel : tree.channels().values()) {
      channel
          .stormCap()
          .ifPresent(cap -> windows.put(channel.name(), new Window(++order, channel, cap)));
    }
  }

  /**
   * A router without alerts.
   *
   * @throws IllegalArgumentException that names everything that is wrong with the plan
   */
  public static Router of(Plan plan) {
    var problems = new ArrayList<String>();
    var tree = Tree.of(plan.root(), problems);
    var inhibitions = Inhibitions.of(plan.inhibitions(), problems);
    if (tree.isEmpty() || !problems.isEmpty()) {
      throw new IllegalArgumentException("routes: " + String.join("; ", problems));
    }
    return new Router(
        tree.get(), new Gate(inhibitions), new DigestTimes(plan.digestAt(), plan.zone()));
  }

  /**
   * Goes on where another router stopped.
   *
   * @param documents reads a collection
   * @param found finds what became of an incident
   * @param open what fires
   * @param newestMessage the highest id of the messages that were made before
   */
  public void restore(
      Function<String, List<Document<String>>> documents,
      LongFunction<Optional<Alert>> found,
      List<Alert> open,
      List<Silence> silences,
      Optional<String> newestMessage,
      Instant now) {
    newestMessage.ifPresent(messages::after);
    silences(silences, now);
    each(documents, STORMS, this::restoreWindow);
    each(documents, GROUPS, document -> restoreGroup(document, now.toEpochMilli()));
    each(documents, DIGESTS, document -> restoreDigest(document, found));
    open.forEach(alert -> alert(alert, now));
    var all = new ArrayList<>(groups.values());
    all.addAll(orphans);
    all.forEach(group -> group.late().clear());
    all.forEach(group -> rejoin(group, found, now));
    all.forEach(group -> resume(group, now));
    digests.values().forEach(digest -> digest.retain(incidents.keySet()));
    digests.values().forEach(this::schedule);
    windows.values().forEach(window -> window.setBack(now.toEpochMilli()));
    windows.values().forEach(window -> agenda.set(window, window.nextSummary()));
  }

  /**
   * A document that cannot be read is left alone: the rest must not wait for somebody to mend it.
   */
  private static void each(
      Function<String, List<Document<String>>> documents,
      String collection,
      Consumer<Document<String>> restore) {
    for (Document<String> document : documents.apply(collection)) {
      try {
        restore.accept(document);
      } catch (IllegalArgumentException e) {
        LOG.error(
            "Document {} of collection {} is passed over: what its channels were told is not known",
            document.id(),
            collection,
            e);
      }
    }
  }

  private void restoreWindow(Document<String> document) {
    var window = windows.get(document.id());
    if (window != null) {
      window.restore(document.value());
    }
  }

  private void restoreGroup(Document<String> document, long now) {
    var saved = SavedGroup.of(document.value());
    var group = Group.restored(++order, saved, tree.node(saved.route()), Options.DEFAULTS);
    group.ledger().memories().values().forEach(memory -> messages.after(memory.at()));
    group.setBack(now);
    group
        .node()
        .ifPresentOrElse(
            node -> groups.put(new GroupKey(node, group.labels()), group),
            () -> orphans.add(group));
  }

  private void restoreDigest(Document<String> document, LongFunction<Optional<Alert>> found) {
    var channel = tree.channel(document.id());
    if (channel.isPresent()) {
      var digest = digest(channel.get());
      for (long incident : digest.restore(document.value())) {
        found.apply(incident).ifPresent(digest::restored);
      }
    }
  }

  /** Finds the alerts that channels were told of: over, or told elsewhere by now. */
  private void rejoin(Group group, LongFunction<Optional<Alert>> found, Instant now) {
    var ledger = group.ledger();
    for (var entry : Map.copyOf(ledger.memories()).entrySet()) {
      entry
          .getValue()
          .told()
          .forEach(
              (incident, told) -> {
                if (group.alert(incident).isEmpty()) {
                  var tracked = incidents.get(incident);
                  var alert = tracked == null ? found.apply(incident) : Optional.of(tracked.alert);
                  var known = alert.orElseGet(() -> forgotten(group, incident, told, now));
                  group.put(Wish.elsewhere(known, now.toEpochMilli()));
                }
              });
    }
  }

  /** Whoever was told of an incident that somebody has deleted since is told that it is over. */
  private static Alert forgotten(Group group, long incident, Memory.Told told, Instant now) {
    LOG.warn("Incident {} is not known any more: who was told of it is told its end", incident);
    var labels = group.labels();
    var since = Instant.ofEpochMilli(told.since());
    return Alert.builder(
            incident,
            labels.get("check").orElse("unknown"),
            labels.get("alertname").orElse("forgotten"),
            since.isAfter(now) ? now : since)
        .title("incident " + incident)
        .severity(told.severity())
        .labels(labels)
        .ended(now, "forgotten")
        .build();
  }

  private void resume(Group group, Instant time) {
    long now = time.toEpochMilli();
    windows.forEach((name, w) -> w.waits(group, group.ledger().memory(name).waits()));
    schedule(group, now);
    if (group.node().isEmpty() || Timetable.missedTick(group, now)) {
      next(group, now, group.nextEscalation());
    }
  }

  /** Takes the silences that there are from now on. */
  public void silences(List<Silence> all, Instant now) {
    gate.silences(Silences.readable(all));
  }

  /**
   * Makes sure that a silence can be put to work.
   *
   * @throws IllegalArgumentException when a regular expression or its cron expression cannot be
   *     read
   */
  public static void check(Silence silence) {
    Silences.of(List.of(silence));
  }

  /**
   * Takes an alert that fires, has changed, or is over. What is told of one incident must be in
   * order.
   */
  public void alert(Alert alert, Instant now) {
    notice(now);
    var tracked = incidents.get(alert.incident());
    if (!alert.isFiring()) {
      if (tracked != null) {
        end(tracked, alert, now.toEpochMilli());
      }
      return;
    }
    if (tracked == null) {
      tracked = new Tracked(alert);
      incidents.put(alert.incident(), tracked);
    } else if (tracked.alert.labels().equals(alert.labels())) {
      tracked.alert = alert;
      tracked.groups.forEach(group -> update(group, alert, now.toEpochMilli()));
      tracked.digests.forEach(digest -> digest.put(alert));
      return;
    }
    tracked.alert = alert;
    tracked.letGo();
    tracked.inhibiting = gate.fires(alert);
    place(tracked, now.toEpochMilli());
  }

  /** Once one alert is acknowledged, another one may be the next that must be escalated. */
  private void update(Group group, Alert alert, long now) {
    group.put(alert);
    if (group.ledger().isAnchored()) {
      next(group, group.nextTick(), Timetable.nextEscalation(group, now));
    }
  }

  private void place(Tracked tracked, long now) {
    var alert = tracked.alert;
    var nodes = tree.match(alert.labels());
    if (alert.frequency() == Frequency.DAILY_DIGEST) {
      var all = new LinkedHashSet<Digest>();
      nodes.forEach(node -> node.channels().forEach(channel -> all.add(digest(channel))));
      all.forEach(digest -> digest.put(alert));
      all.forEach(this::schedule);
      tracked.digests = List.copyOf(all);
      return;
    }
    var joined = new ArrayList<Group>(nodes.size());
    for (Node node : nodes) {
      joined.add(group(node, alert.labels()));
    }
    for (Group group : tracked.groups) {
      if (!joined.contains(group)) {
        leave(group, Wish.elsewhere(alert, now), now);
      }
    }
    joined.forEach(group -> join(group, alert, now));
    tracked.groups = joined;
  }

  private Group group(Node node, Labels labels) {
    return groups.computeIfAbsent(
        new GroupKey(node, node.groupLabels(labels)),
        place -> new Group(++order, place.node(), place.labels()));
  }

  private Digest digest(Channel channel) {
    return digests.computeIfAbsent(channel.name(), name -> new Digest(++order, channel));
  }

  private void join(Group group, Alert alert, long now) {
    group.put(alert);
    group.takenAt(alert, now);
    if (group.ledger().isAnchored()) {
      if (alert.startsAt().toEpochMilli() < group.gridBefore(now)) {
        group.late().add(alert.incident());
      }
      tickSoon(group, now);
    } else {
      next(group, Math.min(group.nextTick(), group.firstLook(alert)), Timed.NEVER);
    }
  }

  private void leave(Group group, Alert over, long now) {
    // A channel may be told of it by a step that is being written.
    if (group.wasTold(over.incident()) || (round != null && round.tells(group, over.incident()))) {
      group.put(over);
      tickSoon(group, now);
      return;
    }
    group.remove(over.incident());
    if (group.ledger().isAnchored()) {
      tickSoon(group, now);
    } else if (!group.fires() && (round == null || !round.drafts().containsKey(group))) {
      discard(group);
    }
  }

  private void tickSoon(Group group, long now) {
    next(group, Math.min(group.nextTick(), group.gridAfter(now)), group.nextEscalation());
  }

  private void end(Tracked tracked, Alert over, long now) {
    incidents.remove(over.incident());
    tracked.letGo();
    tracked.groups.forEach(group -> leave(group, over, now));
    tracked.digests.forEach(digest -> digest.end(over));
    tracked.digests.forEach(this::schedule);
  }

  private void discard(Group group) {
    agenda.set(group, Timed.NEVER);
    orphans.remove(group);
    windows.values().forEach(window -> window.waits(group, false));
    group.node().ifPresent(node -> groups.remove(new GroupKey(node, group.labels()), group));
  }

  private void schedule(Group group, long now) {
    next(group, Timetable.nextTick(group, now), Timetable.nextEscalation(group, now));
  }

  private void next(Group group, long tick, long escalation) {
    group.next(tick, escalation);
    agenda.set(group, group.late().isEmpty() ? Math.min(tick, escalation) : Long.MIN_VALUE);
  }

  private void schedule(Digest digest) {
    agenda.set(digest, digest.mustBeStored() ? Long.MIN_VALUE : digestTimes.next(digest));
  }

  /** When {@link #step} has something to do at the earliest; empty while nothing is to come. */
  public Optional<Instant> next() {
    return Timed.instant(agenda.first());
  }

  /**
   * What is due by a time. It takes effect when it is {@linkplain #done confirmed}; until then the
   * same is due again, under other ids. Large amounts come in several steps.
   */
  public Step step(Instant now) {
    notice(now);
    forgetRound();
    while (true) {
      var current = new Round(now, tree, gate, windows, messages);
      var due = agenda.due(current.now(), MOST_AT_ONCE);
      due.stream()
          .map(timed -> new Ranked(timed.rank(), timed))
          .sorted(FIRST_LOOKED_AT)
          .forEach(ranked -> look(current, ranked.timed()));
      var made = current.step();
      if (made.isEmpty()) {
        apply(current);
        if (!due.isEmpty()) {
          continue;
        }
      }
      round = current;
      step = made;
      return made;
    }
  }

  /** Nobody was told what a step would have told that was not written. */
  private void forgetRound() {
    if (round != null) {
      for (Group group : round.drafts().keySet()) {
        group.forgetSettled();
        if (group.alerts().isEmpty() && !group.ledger().isAnchored()) {
          discard(group);
        }
      }
    }
    round = null;
    step = null;
  }

  /** What was put off to a time must not wait for it twice when somebody sets the clock back. */
  private void notice(Instant now) {
    if (now.plus(SET_BACK).isBefore(latest)) {
      groups.values().forEach(group -> setBack(group, now.toEpochMilli()));
      orphans.forEach(group -> setBack(group, now.toEpochMilli()));
      windows.values().forEach(window -> window.setBack(now.toEpochMilli()));
      windows.values().forEach(window -> agenda.set(window, window.nextSummary()));
      latest = now;
    } else if (now.isAfter(latest)) {
      latest = now;
    }
  }

  private void setBack(Group group, long now) {
    group.setBack(now);
    schedule(group, now);
  }

  private void look(Round current, Timed timed) {
    if (timed instanceof Group group) {
      current.look(group);
    } else if (timed instanceof Window window) {
      current.summarize(window);
    } else if (timed instanceof Digest digest) {
      current.digest(digest, digestTimes);
    }
  }

  /**
   * Takes note that a step was written. Only the last one can be.
   *
   * @throws IllegalArgumentException when it is not the last one, or was confirmed before
   */
  @SuppressWarnings("ReferenceEquality") // One that only looks like it was not written.
  public void done(Step step) {
    if (step != this.step || round == null) {
      throw new IllegalArgumentException("this is not the step that was asked for last");
    }
    var current = round;
    this.round = null;
    this.step = null;
    if (!step.isEmpty()) {
      apply(current);
    }
  }

  private void apply(Round current) {
    current.uses().forEach(Window::use);
    // Somebody may have set the clock back while it was written.
    long now = Math.min(current.now(), latest.toEpochMilli());
    current.drafts().forEach((group, draft) -> apply(group, draft, now));
    current
        .digests()
        .forEach(
            (digest, draft) -> {
              digest.apply(draft);
              schedule(digest);
            });
    windows.values().forEach(window -> agenda.set(window, window.nextSummary()));
  }

  private void apply(Group group, Round.Draft draft, long now) {
    if (draft.isGone()) {
      group.ledger(Ledger.empty());
      group.late().clear();
      group.stored(false);
      group.lastTick(draft.tick());
    } else if (!draft.ledger().sameAs(group.ledger())) {
      group.stored(true);
      group.ledger(draft.ledger());
      group.setBack(latest.toEpochMilli());
      // A look without a trace does not count: after a restart nobody would know of it.
      group.lastTick(draft.tick());
    }
    group.late().removeAll(draft.late());
    group.forgetSettled();
    if (!group.fires()
        && group.alerts().isEmpty()
        && group.ledger().isSettled()
        && !group.isStored()) {
      discard(group);
      return;
    }
    windows.forEach((name, w) -> w.waits(group, group.ledger().memory(name).waits()));
    schedule(group, draft.isTicked() ? now + 1 : now);
  }

  /** All channels that the routes name, those of escalations too, in their order. */
  public List<Channel> channels() {
    return List.copyOf(tree.channels().values());
  }

  /** Which routes would take an alert with these labels, in the order of the tree. */
  public List<Destination> destinations(Labels labels) {
    requireNonNull(labels, "labels");
    return tree.match(labels).stream().map(node -> node.destination(labels)).toList();
  }

  /** How an alert stands with the routes that take it: for people who ask why. */
  public Standing standing(Alert alert, Instant now) {
    return standings.of(alert, now);
  }
}
