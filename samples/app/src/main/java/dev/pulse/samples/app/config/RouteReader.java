package dev.pulse.samples.app.config;

import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Settings;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.route.Route;
import dev.pulse.api.route.TimeInterval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the tree of routes, with Alertmanager's words. */
final class RouteReader {
  private static final List<String> NOT_AT_THE_ROOT =
      List.of("matchers", "continue", "mute-times", "active-times");

  private final Map<String, Channel> channels;
  private final Map<String, List<TimeInterval>> times;
  private final Set<String> used = new HashSet<>();
  private final List<Problem> warnings = new ArrayList<>();

  /**
   * A reader.
   *
   * @param channels what routes may name
   * @param times what routes may name
   */
  RouteReader(Map<String, Channel> channels, Map<String, List<TimeInterval>> times) {
    this.channels = channels;
    this.times = times;
  }

  /** The route that every alert enters. */
  Route root(Settings section) {
    var names = section.texts("channels").notEmpty().required();
    for (String key : NOT_AT_THE_ROOT) {
      if (section.texts(key).optional().isPresent()) {
        section.note(key, "belongs to one of its routes; the root takes every alert at all times");
      }
    }
    return rest(section, Route.to(named(section, "channels", names)));
  }

  private Route child(Settings section) {
    var names = section.texts("channels").notEmpty().orElse(List.of());
    var route = Route.to(named(section, "channels", names));
    route = route.matching(MatcherReader.read(section.texts("matchers")).orElse(List.of()));
    if (section.bool("continue").orElse(false)) {
      route = route.continuing();
    }
    for (String name : known(section, "active-times", times.keySet(), "name in times")) {
      route = route.activeDuring(name, intervals(name));
    }
    for (String name : known(section, "mute-times", times.keySet(), "name in times")) {
      route = route.muteDuring(name, intervals(name));
    }
    return rest(section, route);
  }

  private Route rest(Settings section, Route start) {
    var route = timed(section, start);
    var labels =
        section
            .texts("group-by")
            .where(
                all ->
                    all.stream()
                        .allMatch(
                            label ->
                                label.equals(Route.ALL_LABELS) || MatcherReader.isLabel(label)),
                "must be names of labels, or \"...\" for all of them")
            .optional();
    if (labels.isPresent()) {
      route = route.groupBy(labels.get().stream().distinct().toArray(String[]::new));
    }
    var escalation = section.section("escalate");
    if (section.has("escalate")) {
      route = escalating(escalation, route);
    }
    var children = section.sections("routes");
    for (Settings child : children) {
      route = route.child(child(child));
    }
    warnAboutUnreachable(children);
    return route;
  }

  private static Route timed(Settings section, Route start) {
    var route = start;
    var wait = section.duration("group-wait").between(Duration.ZERO, Duration.ofDays(1)).optional();
    route = wait.isPresent() ? route.groupWait(wait.get()) : route;
    var interval =
        section
            .duration("group-interval")
            .between(Duration.ofMillis(10), Duration.ofDays(7))
            .optional();
    route = interval.isPresent() ? route.groupInterval(interval.get()) : route;
    var repeat =
        section
            .duration("repeat-interval")
            .between(Duration.ofSeconds(1), Duration.ofDays(366))
            .optional();
    return repeat.isPresent() ? route.repeatInterval(repeat.get()) : route;
  }

  private Route escalating(Settings section, Route route) {
    var after =
        section.duration("after").between(Duration.ofSeconds(1), Duration.ofDays(7)).required();
    var names = section.texts("channels").notEmpty().required();
    var escalated = named(section, "channels", names);
    return escalated.length == 0 ? route : route.escalateAfter(after, escalated);
  }

  /** A route that takes everything leaves nothing to those after it. */
  private void warnAboutUnreachable(List<Settings> children) {
    @Nullable Settings greedy = null;
    for (Settings child : children) {
      if (greedy != null) {
        warnings.add(
            child.problem(
                "",
                "is never reached: "
                    + greedy.path()
                    + " has no matchers and takes every alert; let it continue, or put it last"));
      } else if (!child.has("matchers") && !child.bool("continue").orElse(false)) {
        greedy = child;
      }
    }
  }

  private Channel[] named(Settings section, String key, List<String> names) {
    var found = new ArrayList<Channel>();
    for (String name : names) {
      @Nullable Channel channel = channels.get(name);
      if (channel == null) {
        section.note(key, unknown(name, "channel", channels.keySet()));
      } else if (!found.contains(channel)) {
        found.add(channel);
        used.add(name);
      }
    }
    return found.toArray(Channel[]::new);
  }

  private static List<String> known(Settings section, String key, Set<String> known, String what) {
    var names = section.texts(key).notEmpty().orElse(List.of());
    for (String name : names) {
      if (!known.contains(name)) {
        section.note(key, unknown(name, what, known));
      }
    }
    return names.stream().distinct().filter(known::contains).toList();
  }

  private static String unknown(String name, String what, Collection<String> known) {
    return "names \""
        + name
        + "\", which is not a "
        + what
        + " here; there "
        + (known.isEmpty()
            ? "are none"
            : "are " + known.stream().limit(20).collect(Collectors.joining(", ")));
  }

  private TimeInterval[] intervals(String name) {
    return times.getOrDefault(name, List.of()).toArray(TimeInterval[]::new);
  }

  /** The names of the channels that some route sends to. */
  Set<String> used() {
    return Set.copyOf(used);
  }

  /** What is allowed and still hardly meant. */
  List<Problem> warnings() {
    return List.copyOf(warnings);
  }
}
