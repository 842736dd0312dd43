package dev.pulse.prometheus;

import dev.pulse.api.model.Labels;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A rule that a server evaluates: one that alerts, or one that records a series. Immutable. */
public final class Rule {
  private final String name;
  private final String query;
  private final boolean alerting;
  private final String health;
  private final @Nullable String lastError;
  private final @Nullable String state;
  private final Duration pendingFor;
  private final Labels labels;
  private final Map<String, String> annotations;
  private final List<ActiveAlert> alerts;

  Rule(Draft draft) {
    this.name = draft.name;
    this.query = draft.query;
    this.alerting = draft.type.equals("alerting");
    this.health = draft.health;
    this.lastError = draft.lastError.isEmpty() ? null : draft.lastError;
    this.state = draft.state;
    this.pendingFor = draft.pendingFor;
    this.labels = draft.labels;
    this.annotations = Collections.unmodifiableMap(new LinkedHashMap<>(draft.annotations));
    this.alerts = List.copyOf(draft.alerts);
  }

  /** What is read of one; confine to one thread. */
  static final class Draft {
    String name = "";
    String query = "";
    String type = "";
    String health = "unknown";
    String lastError = "";
    @Nullable String state;
    Duration pendingFor = Duration.ZERO;
    Labels labels = Labels.empty();
    Map<String, String> annotations = Map.of();
    List<ActiveAlert> alerts = List.of();
  }

  /** The name of the alert, or of the series that is recorded. */
  public String name() {
    return name;
  }

  /** The expression that it evaluates. */
  public String query() {
    return query;
  }

  /** Whether it alerts; otherwise it records. */
  public boolean isAlerting() {
    return alerting;
  }

  /** How evaluating it goes: {@code ok}, {@code err}, or {@code unknown} before the first time. */
  public String health() {
    return health;
  }

  /** What went wrong when it was last evaluated. */
  public Optional<String> lastError() {
    return Optional.ofNullable(lastError);
  }

  /** Of one that alerts: {@code inactive}, {@code pending}, {@code firing} or {@code unknown}. */
  public Optional<String> state() {
    return Optional.ofNullable(state);
  }

  /** How long an alert is pending before it fires. */
  public Duration pendingFor() {
    return pendingFor;
  }

  /** The labels that it adds. */
  public Labels labels() {
    return labels;
  }

  /** The annotations that it adds, as they stand in the rule; unmodifiable. */
  public Map<String, String> annotations() {
    return annotations;
  }

  /** Its alerts that are pending or firing; unmodifiable. */
  public List<ActiveAlert> alerts() {
    return alerts;
  }

  @Override
  public String toString() {
    return name;
  }
}
