package dev.pulse.core.alerting;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.incident.Incident;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why people heard of an incident, or did not: what happened on its way from the check to each
 * channel. Contains no secrets.
 *
 * @param incident the incident
 * @param steps what happened, from the check to the deliveries
 */
public record Explanation(Incident incident, List<Step> steps) {
  /** Where on the way something happened. More may come. */
  public enum Stage {
    /** What the check saw. */
    CHECK,
    /** What the rule asks for. */
    RULE,
    /** What it depends on. */
    DEPENDENCY,
    /** Announced work. */
    MAINTENANCE,
    /** Which route took it. */
    ROUTE,
    /** Which group it is in, and when that is looked at. */
    GROUP,
    /** What keeps it back: a silence, another alert, the time. */
    HELD,
    /** What was noted since: by people, or when something kept it back. */
    TIMELINE,
    /** What the channel was told. */
    CHANNEL,
    /** What became of the message. */
    DELIVERY
  }

  /**
   * One thing that happened.
   *
   * @param stage where
   * @param channel for which channel; empty when it holds for all
   * @param text what, in one line
   */
  public record Step(Stage stage, Optional<String> channel, String text) {
    /** A step; all parts are needed. */
    public Step {
      requireNonNull(stage, "stage");
      requireNonNull(channel, "channel");
      requireNonNull(text, "text");
    }
  }

  /** An explanation; keeps a copy of the list. */
  public Explanation {
    requireNonNull(incident, "incident");
    steps = List.copyOf(steps);
  }

  /** All of it in one text for people. */
  public String sentence() {
    return steps.stream()
        .map(step -> step.channel().map(name -> name + ": ").orElse("") + step.text())
        .collect(Collectors.joining("; ", incident.title() + ": ", "."));
  }
}
