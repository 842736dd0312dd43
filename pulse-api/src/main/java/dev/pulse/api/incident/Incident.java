package dev.pulse.api.incident;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.alert.Severity;
import dev.pulse.api.model.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trouble with a beginning and, with luck, an end: what a rule found in the outcomes of one
 * registration. At most one is open per registration and rule; the store guarantees it. Immutable:
 * each change is a new value with one more entry in the timeline.
 */
public final class Incident {
  private final long id;
  private final String check;
  private final String rule;
  private final Severity severity;
  private final String title;
  private final Labels labels;
  private final Map<String, String> details;
  private final Instant startedAt;
  private final @Nullable Instant endedAt;
  private final @Nullable String resolution;
  private final List<Entry> timeline;

  /**
   * One thing that happened to an incident.
   *
   * @param at when
   * @param text what, in one line
   */
  public record Entry(Instant at, String text) {
    /** An entry; both parts are needed. */
    public Entry {
      requireNonNull(at, "at");
      requireNonNull(text, "text");
    }
  }

  private Incident(Builder builder) {
    this.id = builder.id;
    this.check = builder.check;
    this.rule = builder.rule;
    this.severity = builder.severity;
    this.title = builder.title;
    this.labels = builder.labels;
    this.details = Collections.unmodifiableMap(new LinkedHashMap<>(builder.details));
    this.startedAt = builder.startedAt;
    this.endedAt = builder.endedAt;
    this.resolution = builder.resolution;
    this.timeline = List.copyOf(builder.timeline);
  }

  /**
   * An open incident.
   *
   * @param id a positive number, larger for every later incident of a store
   * @param check the name of the registration
   * @param rule the name of the rule
   * @param startedAt when the outcome began that opened it
   */
  public static Builder builder(long id, String check, String rule, Instant startedAt) {
    return new Builder(id, check, rule, startedAt);
  }

  /** This incident with one more entry in its timeline. */
  public Incident noted(Instant at, String text) {
    var builder = toBuilder();
    builder.timeline.add(new Entry(at, text));
    return builder.build();
  }

  /**
   * This incident, closed.
   *
   * @param at when it ended
   * @param resolution why it is over, in a word or two: {@code recovered}, {@code re-baselined}
   * @throws IllegalStateException when it is closed already
   */
  public Incident resolved(Instant at, String resolution) {
    if (!isOpen()) {
      throw new IllegalStateException("incident " + id + " is closed already");
    }
    var builder = toBuilder();
    builder.endedAt = at;
    builder.resolution = requireNonNull(resolution, "resolution");
    builder.timeline.add(new Entry(at, "resolved: " + resolution));
    return builder.build();
  }

  /** What identifies it; fits into 53 bits. */
  public long id() {
    return id;
  }

  /** The name of the registration. */
  public String check() {
    return check;
  }

  /** The name of the rule: what kind of trouble it is. */
  public String rule() {
    return rule;
  }

  /** How much it matters. */
  public Severity severity() {
    return severity;
  }

  /** One line for people. */
  public String title() {
    return title;
  }

  /** The labels of the target. */
  public Labels labels() {
    return labels;
  }

  /** The numbers behind the decision, as text and in order; unmodifiable. */
  public Map<String, String> details() {
    return details;
  }

  /** When the outcome began that opened it. */
  public Instant startedAt() {
    return startedAt;
  }

  /** When it ended; empty while open. */
  public Optional<Instant> endedAt() {
    return Optional.ofNullable(endedAt);
  }

  /** Why it is over; empty while open. */
  public Optional<String> resolution() {
    return Optional.ofNullable(resolution);
  }

  /** Whether it is not over yet. */
  public boolean isOpen() {
    return endedAt == null;
  }

  /** What happened to it, oldest first; unmodifiable. */
  public List<Entry> timeline() {
    return timeline;
  }

  /** A builder that starts from this incident. */
  public Builder toBuilder() {
    var builder = new Builder(id, check, rule, startedAt);
    builder.severity = severity;
    builder.title = title;
    builder.labels = labels;
    builder.details = details;
    builder.endedAt = endedAt;
    builder.resolution = resolution;
    builder.timeline.addAll(timeline);
    return builder;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Incident incident
        && id == incident.id
        && check.equals(incident.check)
        && rule.equals(incident.rule)
        && severity == incident.severity
        && title.equals(incident.title)
        && labels.equals(incident.labels)
        && details.equals(incident.details)
        && startedAt.equals(incident.startedAt)
        && Objects.equals(endedAt, incident.endedAt)
        && Objects.equals(resolution, incident.resolution)
        && timeline.equals(incident.timeline);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, check, rule);
  }

  @Override
  public String toString() {
    return "#" + id + " " + rule + " of " + check + (isOpen() ? " (open)" : " (resolved)");
  }

  /** Builds an {@link Incident}. Confine to one thread. */
  public static final class Builder {
    private final long id;
    private final String check;
    private final String rule;
    private final Instant startedAt;
    private Severity severity = Severity.WARNING;
    private String title;
    private Labels labels = Labels.empty();
    private Map<String, String> details = Map.of();
    private @Nullable Instant endedAt;
    private @Nullable String resolution;
    private final List<Entry> timeline = new ArrayList<>();

    private Builder(long id, String check, String rule, Instant startedAt) {
      if (id <= 0) {
        throw new IllegalArgumentException("the id of an incident must be positive, but is " + id);
      }
      this.id = id;
      this.check = requireNonNull(check, "check");
      this.rule = requireNonNull(rule, "rule");
      this.startedAt = requireNonNull(startedAt, "startedAt");
      this.title = check + ": " + rule;
    }

    /** How much it matters; default {@link Severity#WARNING}. */
    public Builder severity(Severity severity) {
      this.severity = requireNonNull(severity, "severity");
      return this;
    }

    /** One line for people; default {@code check: rule}. */
    public Builder title(String title) {
      this.title = requireNonNull(title, "title");
      return this;
    }

    /** The labels of the target; default none. */
    public Builder labels(Labels labels) {
      this.labels = requireNonNull(labels, "labels");
      return this;
    }

    /** The numbers behind the decision, in order; default none. */
    public Builder details(Map<String, String> details) {
      this.details = requireNonNull(details, "details");
      return this;
    }

    /** For stores: when it ended, and why. */
    public Builder ended(Instant at, String resolution) {
      this.endedAt = requireNonNull(at, "at");
      this.resolution = requireNonNull(resolution, "resolution");
      return this;
    }

    /** Adds an entry to the timeline; default none. */
    public Builder entry(Instant at, String text) {
      this.timeline.add(new Entry(at, text));
      return this;
    }

    /** The incident. */
    public Incident build() {
      return new Incident(this);
    }
  }
}
