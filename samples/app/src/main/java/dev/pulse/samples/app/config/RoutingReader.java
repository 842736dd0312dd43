package dev.pulse.samples.app.config;

import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Settings;
import dev.pulse.api.route.Inhibition;
import dev.pulse.api.route.Route;
import dev.pulse.core.plugin.Plugins;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads who is told of alerts, and when: {@code channels}, {@code times}, {@code route}, {@code
 * inhibit} and {@code digest}.
 */
final class RoutingReader {
  private final Plugins plugins;
  private final List<Problem> warnings = new ArrayList<>();

  RoutingReader(Plugins plugins) {
    this.plugins = plugins;
  }

  /** What is allowed and still hardly meant. */
  List<Problem> warnings() {
    return List.copyOf(warnings);
  }

  Routing read(Settings root) {
    var sections = root.sections("channels");
    var history = new History();
    var channels = new ChannelReader(plugins, history).read(sections);
    var routes = new RouteReader(channels, TimesReader.read(root.sections("times")));
    Optional<Route> route = Optional.empty();
    if (root.has("route")) {
      route = Optional.of(routes.root(root.section("route")));
      warnings.addAll(routes.warnings());
      warnAboutUnused(sections, routes.used());
    } else if (!sections.isEmpty()) {
      root.note(
          "route",
          "is required where there are channels; {channels: [name]} sends everything to one");
    } else {
      warnAboutNothingToSend(root);
    }
    var digest = root.section("digest");
    var defaults = Routing.none();
    return new Routing(
        List.copyOf(channels.values()),
        route,
        inhibitions(root),
        digest
            .text("at")
            .map(ScheduleReader::time, defaults.digestAt())
            .orElse(defaults.digestAt()),
        digest.zone("zone").orElse(defaults.digestZone()),
        history);
  }

  private void warnAboutUnused(List<Settings> sections, Set<String> used) {
    for (Settings section : sections) {
      var name = section.text("name").orElse("");
      if (!used.contains(name)) {
        warnings.add(
            section.problem(
                "name", "is \"" + name + "\", which no route names: nothing is sent to it"));
      }
    }
  }

  /** Whoever writes these believes that somebody is told. */
  private void warnAboutNothingToSend(Settings root) {
    for (String key : List.of("times", "inhibit", "digest")) {
      if (root.has(key)) {
        warnings.add(root.problem(key, "is about messages, and without a route there are none"));
      }
    }
  }

  private static List<Inhibition> inhibitions(Settings root) {
    var inhibitions = new ArrayList<Inhibition>();
    for (Settings section : root.sections("inhibit")) {
      var sources = MatcherReader.read(section.texts("sources")).required();
      var targets = MatcherReader.read(section.texts("targets")).required();
      var equal =
          section
              .texts("equal")
              .where(
                  labels -> labels.stream().allMatch(MatcherReader::isLabel),
                  "must be names of labels")
              .orElse(List.of());
      if (!sources.isEmpty() && !targets.isEmpty()) {
        inhibitions.add(new Inhibition(sources, targets, new HashSet<>(equal)));
      }
    }
    return inhibitions;
  }
}
