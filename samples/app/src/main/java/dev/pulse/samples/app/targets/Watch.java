package dev.pulse.samples.app.targets;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Problem;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.core.CheckView;
import dev.pulse.core.Pulse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Targets as checks that Pulse runs. Changes are made by one thread at a time. */
final class Watch {
  private static final int PAGE = 1_000;

  private static final Logger log = LoggerFactory.getLogger(Watch.class);

  private final Pulse pulse;

  Watch(Pulse pulse) {
    this.pulse = pulse;
  }

  /** All checks but one. */
  List<Registration> registrations(String without) {
    return pulse.checks().stream()
        .map(CheckView::registration)
        .filter(registration -> !registration.name().equals(without))
        .toList();
  }

  boolean has(String name) {
    return pulse.check(name).isPresent();
  }

  /** Whether it runs now; empty where there is no such check. */
  Optional<Boolean> runs(String name) {
    return pulse.check(name).map(view -> !view.paused());
  }

  void add(Target target) {
    pulse.add(registration(target));
  }

  /**
   * Adds all.
   *
   * @return those that could not be added, and say so from now on
   */
  List<Target> addAll(List<Target> targets) {
    try {
      pulse.addAll(targets.stream().map(this::registration).toList());
      return List.of();
    } catch (IllegalArgumentException e) {
      // The reader has judged each of them, and this says that one is wrong all the same.
      log.warn("The targets are added one by one, because together they cannot be", e);
      return targets.stream().flatMap(target -> addAlone(target).stream()).toList();
    }
  }

  private Optional<Target> addAlone(Target target) {
    try {
      add(target);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      var problem = new Problem("", "", String.valueOf(e.getMessage()));
      var broken = target.with(target.reading().refused(List.of(problem)), false);
      add(broken);
      return Optional.of(broken);
    }
  }

  /** Puts a target in the place of what runs under its name; its history and incidents stay. */
  void replace(Target target) {
    var registration = registration(target);
    if (!pulse.replace(registration)) {
      pulse.add(registration);
    }
  }

  /** Closes what is open of a target, because nobody is to look at it any more. */
  void quiet(String name) {
    pulse.resolveIncidents(name, "disabled");
    pulse.flush();
  }

  /** Ends a target, and with it its history. */
  void remove(String name) {
    pulse.remove(name, "deleted");
    pulse.forget(name);
  }

  /**
   * What Pulse is to run. What is open of a target that nobody can read stays open, also where its
   * rules cannot be read: that nobody can look does not mean that it is over.
   */
  private Registration registration(Target target) {
    var registration = target.registration();
    if (target.readable()) {
      return registration;
    }
    var rules =
        registration.rules().stream()
            .map(AlertRule::name)
            .collect(Collectors.toCollection(HashSet::new));
    var all = registration.toBuilder();
    for (Incident incident : open(target.name())) {
      if (rules.add(incident.rule())) {
        all.rule(silent(incident));
      }
    }
    return all.build();
  }

  /** A rule to which something unknown says nothing: neither that it is over, nor that it began. */
  private static AlertRule silent(Incident incident) {
    var rule = incident.subject().isPresent() ? AlertRule.whenFinding() : AlertRule.whenFailing();
    return rule.named(incident.rule())
        .severity(incident.severity())
        .frequency(incident.frequency());
  }

  private List<Incident> open(String name) {
    var open = new ArrayList<Incident>();
    var query = IncidentQuery.of(name).open(true).limit(PAGE);
    var page = pulse.incidents().list(query);
    open.addAll(page.items());
    while (page.next().isPresent()) {
      page = pulse.incidents().list(query.before(page.next().getAsLong()));
      open.addAll(page.items());
    }
    return open;
  }
}
