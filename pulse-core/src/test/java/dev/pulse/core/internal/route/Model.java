package dev.pulse.core.internal.route;

import dev.pulse.api.alert.Acknowledgement;
import dev.pulse.api.alert.Alert;
import dev.pulse.api.alert.Frequency;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.model.Labels;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Receipt;
import dev.pulse.api.route.Inhibition;
import dev.pulse.api.route.Matcher;
import dev.pulse.api.route.Route;
import dev.pulse.api.route.Silence;
import dev.pulse.api.route.TimeInterval;
import dev.pulse.api.schedule.Recurrence;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A made-up plan and what happens under it, with a plain reckoning of what may be told: no index,
 * no timers, no memory but that of what was heard.
 */
final class Model {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final List<ZoneId> ZONES =
      List.of(BERLIN, ZoneId.of("America/New_York"), ZoneId.of("Australia/Lord_Howe"));

  /** Before the clocks of one of the zones are moved, or on a day like others. */
  private static final List<String> STARTS =
      List.of(
          "2026-03-28T23:40:00Z",
          "2026-10-24T23:40:00Z",
          "2026-03-08T06:10:00Z",
          "2026-11-01T04:50:00Z",
          "2026-04-04T14:20:00Z",
          "2026-06-02T08:20:00Z");

  private static final Receipt NONE = Receipt.none();

  private final Random random;
  private final Plan plan;
  private final List<Channel> channels = new ArrayList<>();
  private final Map<Long, Alert> alerts = new LinkedHashMap<>();
  private final Map<Long, Set<Labels>> formerLabels = new LinkedHashMap<>();
  private final Map<String, Set<Long>> known = new LinkedHashMap<>();
  private final Map<String, Set<Long>> summarized = new LinkedHashMap<>();
  private final Map<String, Labels> labelsOfPlaces = new HashMap<>();
  private final Set<String> digested = new LinkedHashSet<>();
  private List<Silence> silences = List.of();
  private Instant now;
  private long lastIncident;
  private int heard;

  Model(long seed) {
    this.random = new Random(seed);
    this.now = Instant.parse(one(STARTS));
    var inhibitions = new ArrayList<Inhibition>();
    if (maybe(3)) {
      inhibitions.add(
          new Inhibition(
              List.of(Matcher.equal("severity", "critical")),
              List.of(Matcher.parse("severity!=critical")),
              maybe(2) ? Set.of("team") : Set.of()));
    }
    this.plan = new Plan(root(), inhibitions, LocalTime.of(2, 30), one(ZONES));
  }

  private <T> T one(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  boolean maybe(int times) {
    return random.nextInt(times) == 0;
  }

  Plan plan() {
    return plan;
  }

  Instant now() {
    return now;
  }

  private Channel channel(String name) {
    var channel = Channel.of(name, notification -> NONE);
    if (maybe(6)) {
      channel = channel.sendResolved(false);
    }
    channel = maybe(6) ? channel.stormCap(1 + random.nextInt(2), minutes(1, 3, 10)) : channel;
    channels.add(channel);
    return channel;
  }

  private Duration minutes(int... some) {
    return Duration.ofMinutes(some[random.nextInt(some.length)]);
  }

  private Route root() {
    var ops = channel("ops");
    var chat = channel("chat");
    var pager = channel("pager");
    var boss = channel("boss");
    var root = options(maybe(2) ? Route.to(ops) : Route.to(ops, chat), boss);
    if (maybe(2)) {
      root = root.child(options(Route.to(pager).matching("severity=critical"), boss).continuing());
    }
    if (maybe(2)) {
      var child =
          options(Route.to(chat).matching(one(List.of("team=a", "team=~a|b", "team!=c"))), boss);
      root =
          root.child(
              maybe(2) ? child.child(options(Route.to(pager).matching("env=~p.*"), boss)) : child);
    }
    return root;
  }

  private Route options(Route route, Channel boss) {
    var changed = route.groupWait(Duration.ofSeconds(10L * random.nextInt(4)));
    changed = changed.groupInterval(minutes(1, 2, 5)).repeatInterval(minutes(5, 7, 30));
    changed =
        switch (random.nextInt(4)) {
          case 0 -> changed.groupBy("team");
          case 1 -> changed.groupBy("team", "env");
          case 2 -> changed.groupBy(Route.ALL_LABELS);
          default -> changed;
        };
    if (maybe(4)) {
      var half =
          TimeInterval.always().times(LocalTime.of(2, 0), LocalTime.of(2, 45)).in(one(ZONES));
      changed =
          maybe(2)
              ? changed.muteDuring("nights", half)
              : changed.activeDuring(
                  "days",
                  TimeInterval.always().times(LocalTime.of(2, 20), LocalTime.MAX).in(one(ZONES)));
    }
    return maybe(5) ? changed.escalateAfter(minutes(3, 8), boss) : changed;
  }

  /** Something happens. */
  void event(List<Desk> desks) {
    pass(desks, Duration.ofMillis(10_000 + random.nextInt(390_000)));
    switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> fire(desks);
      case 4, 5 -> change(desks, this::over);
      case 6 -> change(desks, this::otherSeverity);
      case 7 -> change(desks, Model::acknowledged);
      case 8 -> silence(desks);
      default -> expire(desks);
    }
    pass(desks, Duration.ZERO);
  }

  private void fire(List<Desk> desks) {
    var alert =
        Desk.alert(
                ++lastIncident,
                now,
                "team",
                one(List.of("a", "b", "c")),
                "env",
                one(List.of("p1", "p2", "q")))
            .severity(one(List.of(Severity.values())))
            .frequency(maybe(8) ? Frequency.DAILY_DIGEST : Frequency.IMMEDIATE)
            .build();
    take(desks, alert);
  }

  private void take(List<Desk> desks, Alert alert) {
    alerts.put(alert.incident(), alert);
    formerLabels.computeIfAbsent(alert.incident(), i -> new LinkedHashSet<>()).add(alert.labels());
    desks.forEach(desk -> desk.take(alert));
  }

  private void change(List<Desk> desks, UnaryOperator<Alert> change) {
    var firing = alerts.values().stream().filter(Alert::isFiring).toList();
    if (!firing.isEmpty()) {
      take(desks, change.apply(one(firing)));
    }
  }

  private Alert over(Alert alert) {
    return alert.ended(now, "recovered");
  }

  private Alert otherSeverity(Alert alert) {
    return alert.frequency() == Frequency.DAILY_DIGEST
        ? alert
        : copy(alert).severity(one(List.of(Severity.values()))).build();
  }

  private static Alert acknowledged(Alert alert) {
    return copy(alert).acknowledged(new Acknowledgement("ada", alert.startsAt(), "")).build();
  }

  private static Alert.Builder copy(Alert alert) {
    var copy =
        Alert.builder(alert.incident(), alert.check(), alert.rule(), alert.startsAt())
            .labels(alert.labels())
            .frequency(alert.frequency())
            .severity(alert.severity());
    alert.acknowledgement().ifPresent(copy::acknowledged);
    return copy;
  }

  private void silence(List<Desk> desks) {
    var matcher = Matcher.parse(one(List.of("team=a", "team=~b|c", "env=~p.*", "severity!=info")));
    var from = now.plusSeconds(10L * random.nextInt(30));
    var silence =
        Silence.of(
            "s" + random.nextInt(1_000),
            List.of(matcher),
            from,
            from.plus(minutes(2, 9, 60)),
            "ada",
            "");
    if (maybe(8)) {
      silence =
          silence
              .until(from.plus(Duration.ofDays(3)))
              .recurring(new Recurrence("30 2 * * *", minutes(5, 30), one(ZONES)));
    }
    var all = new ArrayList<>(silences);
    all.add(silence);
    silences(desks, all);
  }

  private void expire(List<Desk> desks) {
    var all = new ArrayList<>(silences);
    if (!all.isEmpty()) {
      all.remove(random.nextInt(all.size()));
    }
    silences(desks, all);
  }

  private void silences(List<Desk> desks, List<Silence> all) {
    silences = all;
    desks.forEach(desk -> desk.silences(all.toArray(new Silence[0])));
  }

  /** No more silences, and time for everybody to hear what is to be heard. */
  void calmDown(List<Desk> desks) {
    // One of them is ahead of the others when it was started anew.
    pass(desks, Duration.ofSeconds(10));
    silences(desks, List.of());
    pass(desks, Duration.ofMinutes(30));
  }

  /** All is over, and time for everybody to hear of that. */
  void end(List<Desk> desks) {
    for (Alert alert : List.copyOf(alerts.values())) {
      if (alert.isFiring()) {
        take(desks, over(alert));
      }
    }
    pass(desks, Duration.ofMinutes(30));
  }

  private void pass(List<Desk> desks, Duration time) {
    now = now.plus(time);
    desks.forEach(desk -> desk.until(now));
    var said = desks.get(0).said();
    said.subList(heard, said.size()).forEach(this::hear);
    heard = said.size();
  }

  /** Hears a message, and objects when it should not have been said. */
  void hear(Notification message) {
    switch (message.kind()) {
      case DIGEST -> hearDigest(message);
      case SUMMARY -> hearSummary(message);
      default -> hearOfGroup(message);
    }
  }

  private void hearDigest(Notification message) {
    for (Alert alert : message.alerts()) {
      require(alert.frequency() == Frequency.DAILY_DIGEST, "an immediate alert in", message);
      require(digested.add(message.channel() + alert.incident()), "told twice:", message);
    }
    message.firing().forEach(alert -> requireTellable(alert, message));
  }

  /** Which of the groups it is about is not said: it can only be said too much of it. */
  private void hearSummary(Notification message) {
    message.firing().forEach(alert -> requireTellable(alert, message));
    var ofChannel = message.channel() + "/";
    for (var entry : known.entrySet()) {
      if (entry.getKey().startsWith(ofChannel)) {
        message.resolved().stream()
            .map(Alert::incident)
            .filter(incident -> !belongs(incident, message.channel(), entry.getKey()))
            .forEach(entry.getValue()::remove);
      }
    }
    for (Alert alert : message.firing()) {
      for (Labels labels : formerLabels.get(alert.incident())) {
        for (Taken taken : taken(labels)) {
          if (taken.hears(message.channel())) {
            summarized
                .computeIfAbsent(message.channel(), c -> new TreeSet<>())
                .add(alert.incident());
          }
        }
      }
    }
  }

  /** Whether an incident fires in this group still: another one may be the one that it has left. */
  private boolean belongs(long incident, String channel, String place) {
    var alert = alerts.get(incident);
    return alert.isFiring()
        && taken(alert.labels()).stream()
            .anyMatch(
                taken -> taken.hears(channel) && taken.group().equals(labelsOfPlaces.get(place)));
  }

  private void hearOfGroup(Notification message) {
    labelsOfPlaces.put(message.channel() + "/" + message.group(), message.groupLabels());
    var group =
        known.computeIfAbsent(message.channel() + "/" + message.group(), g -> new TreeSet<>());
    var resolved = incidents(message.resolved());
    var firing = incidents(message.firing());
    if (isStrict(message.channel())) {
      requireOrder(message, group, firing, resolved);
    }
    group.removeAll(resolved);
    group.addAll(firing);
    message.firing().forEach(alert -> requireTellable(alert, message));
  }

  private void requireOrder(
      Notification message, Set<Long> group, Set<Long> firing, Set<Long> resolved) {
    switch (message.kind()) {
      case FIRST ->
          require(
              group.isEmpty() && resolved.isEmpty() && !firing.isEmpty(), "begun twice:", message);
      case ESCALATED -> require(group.isEmpty() && !firing.isEmpty(), "escalated twice:", message);
      case REPEAT ->
          require(resolved.isEmpty() && group.containsAll(firing), "not a repetition:", message);
      case CHANGED -> require(!group.isEmpty(), "a change of nothing:", message);
      case RESOLVED -> require(firing.isEmpty() && !resolved.isEmpty(), "not over:", message);
      default -> require(false, "unexpected", message);
    }
    for (long incident : resolved) {
      require(group.contains(incident), "the end of what was not told:", message);
      requireOver(incident, message);
    }
    boolean rest = !resolved.containsAll(group);
    require(message.kind() != Notification.Kind.RESOLVED || !rest, "not all over:", message);
  }

  /** Of others it is not known what they know: they are not told of ends, or in summaries. */
  private boolean isStrict(String name) {
    return channels.stream()
        .filter(channel -> channel.name().equals(name))
        .allMatch(channel -> channel.sendsResolved() && channel.stormCap().isEmpty());
  }

  private static Set<Long> incidents(List<Alert> some) {
    return some.stream().map(Alert::incident).collect(Collectors.toCollection(TreeSet::new));
  }

  private void requireOver(long incident, Notification message) {
    var alert = alerts.get(incident);
    boolean over =
        !alert.isFiring()
            || formerLabels.get(incident).size() > 1
            || taken(alert.labels()).stream().noneMatch(t -> t.isGroup(message));
    require(over, "still fires:", message);
  }

  /** That it fires, belongs where it is told, and is not kept back. */
  private void requireTellable(Alert told, Notification message) {
    var alert = alerts.get(told.incident());
    var at = message.at();
    require(alert.isFiring(), "over:", message);
    require(!isSilenced(alert, at), "silenced:", message);
    require(!isInhibited(alert), "inhibited:", message);
    var routes = taken(alert.labels());
    boolean ofGroups =
        message.kind() != Notification.Kind.SUMMARY && message.kind() != Notification.Kind.DIGEST;
    require(
        routes.stream()
            .anyMatch(
                taken ->
                    taken.hears(message.channel())
                        && !isMuted(taken.route(), at)
                        && (!ofGroups || taken.isGroup(message))),
        "muted, or of another group:",
        message);
  }

  private boolean isSilenced(Alert alert, Instant at) {
    return silences.stream()
        .anyMatch(
            silence ->
                !at.isBefore(silence.startsAt())
                    && at.isBefore(silence.endsAt())
                    && matches(silence.matchers(), alert.labels())
                    && silence.recurrence().map(r -> isOccasion(r, at)).orElse(true));
  }

  private static boolean isOccasion(Recurrence recurrence, Instant at) {
    var today = at.atZone(recurrence.zone()).toLocalDate();
    for (var day : List.of(today.minusDays(1), today)) {
      var local = day.atTime(2, 30);
      var change = recurrence.zone().getRules().getTransition(local);
      var begin =
          change != null && change.isGap()
              ? change.getInstant()
              : local.atZone(recurrence.zone()).withEarlierOffsetAtOverlap().toInstant();
      if (!at.isBefore(begin) && at.isBefore(begin.plus(recurrence.length()))) {
        return true;
      }
    }
    return false;
  }

  private boolean isInhibited(Alert alert) {
    return plan.inhibitions().stream()
        .anyMatch(
            inhibition ->
                matches(inhibition.targets(), alert.labels())
                    && alerts.values().stream()
                        .anyMatch(
                            source ->
                                source.isFiring()
                                    && matches(inhibition.sources(), source.labels())
                                    && inhibition.equal().stream()
                                        .allMatch(l -> value(source, l).equals(value(alert, l)))));
  }

  private static String value(Alert alert, String label) {
    return alert.labels().get(label).orElse("");
  }

  private static boolean isMuted(Route route, Instant at) {
    boolean active =
        route.activeTimes().isEmpty()
            || route.activeTimes().values().stream()
                .flatMap(List::stream)
                .anyMatch(t -> t.contains(at));
    boolean mute =
        route.muteTimes().values().stream().flatMap(List::stream).anyMatch(t -> t.contains(at));
    return mute || !active;
  }

  private static boolean matches(List<Matcher> matchers, Labels labels) {
    return matchers.stream()
        .allMatch(
            matcher -> {
              var value = labels.get(matcher.label()).orElse("");
              return switch (matcher.operator()) {
                case EQUAL -> value.equals(matcher.value());
                case NOT_EQUAL -> !value.equals(matcher.value());
                case MATCHES -> value.matches(matcher.value());
                case NOT_MATCHES -> !value.matches(matcher.value());
              };
            });
  }

  /** A route that takes an alert, with what it has from its parents. */
  record Taken(Route route, List<Channel> channels, Labels group) {
    boolean hears(String channel) {
      return channels.stream().anyMatch(c -> c.name().equals(channel))
          || route.escalation().stream()
              .flatMap(e -> e.channels().stream())
              .anyMatch(c -> c.name().equals(channel));
    }

    boolean isGroup(Notification message) {
      return group.equals(message.groupLabels());
    }
  }

  private List<Taken> taken(Labels labels) {
    return taken(plan.root(), labels, List.of(), Set.of());
  }

  private static List<Taken> taken(
      Route route, Labels labels, List<Channel> channels, Set<String> groupBy) {
    var own = route.channels().isEmpty() ? channels : route.channels();
    var by = route.groupBy().orElse(groupBy);
    var all = new ArrayList<Taken>();
    for (Route child : route.children()) {
      if (matches(child.matchers(), labels)) {
        all.addAll(taken(child, labels, own, by));
        if (!child.continues()) {
          break;
        }
      }
    }
    if (all.isEmpty()) {
      var group = new LinkedHashMap<String, String>();
      labels
          .asMap()
          .forEach(
              (name, value) -> {
                if (by.contains(name) || (by.contains("...") && !name.equals("severity"))) {
                  group.put(name, value);
                }
              });
      all.add(new Taken(route, own, Labels.from(group)));
    }
    return all;
  }

  /** That everybody who should know of what fires does; after a time without silences. */
  void requireKnown() {
    for (Alert alert : alerts.values()) {
      if (!alert.isFiring() || alert.frequency() == Frequency.DAILY_DIGEST || isInhibited(alert)) {
        continue;
      }
      for (Taken taken : taken(alert.labels())) {
        boolean muted = false;
        for (int i = 0; i <= 30; i++) {
          muted |= isMuted(taken.route(), now.minus(Duration.ofMinutes(i)));
        }
        for (Channel channel : taken.channels()) {
          if (!muted && !knows(channel.name(), alert.incident())) {
            throw new AssertionError(channel + " was not told of " + alert.incident());
          }
        }
      }
    }
  }

  private boolean knows(String channel, long incident) {
    return summarized.getOrDefault(channel, Set.of()).contains(incident)
        || known.entrySet().stream()
            .anyMatch(
                entry ->
                    entry.getKey().startsWith(channel + "/")
                        && entry.getValue().contains(incident));
  }

  /** That nobody believes that something fires. */
  void requireCalm() {
    known.forEach(
        (place, rest) -> {
          var name = place.substring(0, place.indexOf('/'));
          if (!rest.isEmpty() && isStrict(name)) {
            throw new AssertionError(place + " was not told that " + rest + " are over");
          }
        });
  }

  private void require(boolean holds, String what, Notification message) {
    if (!holds) {
      throw new AssertionError(
          what
              + " "
              + message.kind()
              + " to "
              + message.channel()
              + " at "
              + message.at()
              + " about "
              + message.groupLabels()
              + ": "
              + incidents(message.firing())
              + " fire, "
              + incidents(message.resolved())
              + " are over; it knows "
              + known);
    }
  }
}
