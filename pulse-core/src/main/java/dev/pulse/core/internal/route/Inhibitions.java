package dev.pulse.core.internal.route;

import dev.pulse.api.model.Labels;
import dev.pulse.api.route.Inhibition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * All inhibitions, and which firing alerts are their sources: finds one that holds an alert back.
 * Confine to one thread.
 */
final class Inhibitions {
  private final MatchIndex<Rule> bySource;
  private final MatchIndex<Rule> byTarget;

  private Inhibitions(MatchIndex<Rule> bySource, MatchIndex<Rule> byTarget) {
    this.bySource = bySource;
    this.byTarget = byTarget;
  }

  /**
   * Makes inhibitions ready.
   *
   * @param problems gets what is wrong with them
   */
  static Inhibitions of(List<Inhibition> inhibitions, List<String> problems) {
    var sources = new ArrayList<MatchIndex.Entry<Rule>>();
    var targets = new ArrayList<MatchIndex.Entry<Rule>>();
    for (Inhibition inhibition : inhibitions) {
      try {
        var rule = new Rule(inhibition);
        sources.add(new MatchIndex.Entry<>(rule.sources, rule));
        targets.add(new MatchIndex.Entry<>(rule.targets, rule));
      } catch (IllegalArgumentException e) {
        problems.add("an inhibition: " + e.getMessage());
      }
    }
    return new Inhibitions(MatchIndex.of(sources), MatchIndex.of(targets));
  }

  /**
   * Takes a firing alert as a source wherever it is one; answers what to let go when it is over.
   */
  List<Runnable> add(long incident, Labels labels) {
    var held = new ArrayList<Runnable>(0);
    bySource.visit(
        labels,
        rule -> {
          held.add(rule.add(incident, labels));
          return true;
        });
    return held;
  }

  /** A firing alert that holds this one back. */
  OptionalLong inhibitor(Labels labels) {
    long[] found = {0};
    byTarget.visit(
        labels,
        rule -> {
          found[0] = rule.inhibitor(labels);
          return found[0] == 0;
        });
    return found[0] == 0 ? OptionalLong.empty() : OptionalLong.of(found[0]);
  }

  private static final class Rule {
    private final Matching sources;
    private final Matching targets;
    private final List<String> equal;
    private final Map<List<String>, Firing> firing = new HashMap<>();

    /** The sources of a rule that share some values: those that are not targets, and the others. */
    private record Firing(Set<Long> sources, Set<Long> both) {}

    Rule(Inhibition inhibition) {
      this.sources = Matching.of(inhibition.sources());
      this.targets = Matching.of(inhibition.targets());
      this.equal = List.copyOf(inhibition.equal());
    }

    private List<String> key(Labels labels) {
      return equal.stream().map(label -> labels.asMap().getOrDefault(label, "")).toList();
    }

    Runnable add(long incident, Labels labels) {
      var key = key(labels);
      var ofKey =
          firing.computeIfAbsent(
              key, k -> new Firing(new LinkedHashSet<>(), new LinkedHashSet<>()));
      var set = targets.matches(labels) ? ofKey.both() : ofKey.sources();
      set.add(incident);
      return () -> {
        set.remove(incident);
        if (ofKey.sources().isEmpty() && ofKey.both().isEmpty()) {
          firing.remove(key, ofKey);
        }
      };
    }

    /** 0 when there is none: ids are positive. */
    long inhibitor(Labels labels) {
      var ofKey = firing.get(key(labels));
      if (ofKey == null) {
        return 0;
      }
      if (!ofKey.sources().isEmpty()) {
        return ofKey.sources().iterator().next();
      }
      // What is source and target at once does not hold back its like.
      return sources.matches(labels) ? 0 : ofKey.both().iterator().next();
    }
  }
}
