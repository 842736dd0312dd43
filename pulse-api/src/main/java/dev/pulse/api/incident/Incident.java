package dev.pulse.api.incident;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.alert.Acknowledgement;
import dev.pulse.api.alert.Alert;
import dev.pulse.api.alert.Frequency;
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
 * registration, or in one finding among them. At most one is open per registration, rule and
 * subject; the store guarantees it. Immutable: each change is a new value with one more entry in
 * the timeline.
 */
public final class Incident {
  private final long id;
  private final String check;
  private final String rule;
  private final @Nullable String subject;
  private final Severity severity;
  private final Frequency frequency;
  private final String title;
  private final Labels labels;
  private final Map<String, String> annotations;
  private final Map<String, String> details;
  private final Instant startedAt;
  private final @Nullable Instant endedAt;
  private final @Nullable String resolution;
  private final @Nullable Acknowledgement acknowledgement;
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
    this.subject = builder.subject;
    this.severity = builder.severity;
    this.frequency = builder.frequency;
    this.title = builder.title;
    this.labels = builder.labels;
    this.annotations = copy(builder.annotations);
    this.details = copy(builder.details);
    this.startedAt = builder.startedAt;
    this.endedAt = builder.endedAt;
    this.resolution = builder.resolution;
    this.acknowledgement = builder.acknowledgement;
    this.timeline = List.copyOf(builder.timeline);
  }

  private static Map<String, String> copy(Map<String, String> map) {
    // Mostly there is nothing in it, and there may be a hundred thousand incidents.
    return map.isEmpty()
        ? Collections.emptyMap()
        : Collections.unmodifiableMap(new LinkedHashMap<>(map));
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

  /**
   * This incident, taken over by somebody; of several people the last one counts.
   *
   * @throws IllegalStateException when it is closed already
   */
  public Incident acknowledged(Acknowledgement acknowledgement) {
    if (!isOpen()) {
      throw new IllegalStateException("incident " + id + " is closed already");
    }
    var comment = acknowledgement.comment();
    var builder = toBuilder();
    builder.acknowledgement = acknowledgement;
    builder.timeline.add(
        new Entry(
            acknowledgement.at(),
            "acknowledged by " + acknowledgement.by() + (comment.isBlank() ? "" : ": " + comment)));
    return builder.build();
  }

  /**
   * This incident as routes and notifiers see it. Its text is what the first entry of the timeline
   * says.
   */
  public Alert alert() {
    var alert =
        Alert.builder(id, check, rule, startedAt)
            .severity(severity)
            .frequency(frequency)
            .title(title)
            .text(timeline.isEmpty() ? "" : timeline.get(0).text())
            .labels(labels)
            .annotations(annotations)
            .details(details);
    subject().ifPresent(alert::subject);
    acknowledgement().ifPresent(alert::acknowledged);
    endedAt().ifPresent(at -> alert.ended(at, resolution().orElse("")));
    return alert.build();
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

  /** Which of several things of the registration it is about, such as the key of a finding. */
  public Optional<String> subject() {
    return Optional.ofNullable(subject);
  }

  /** How much it matters. */
  public Severity severity() {
    return severity;
  }

  /** How soon people hear of it. */
  public Frequency frequency() {
    return frequency;
  }

  /** One line for people. */
  public String title() {
    return title;
  }

  /** The labels of the target, of the rule and of the finding, of which the latter wins. */
  public Labels labels() {
    return labels;
  }

  /** What its rule says for people, by name, in order; unmodifiable. */
  public Map<String, String> annotations() {
    return annotations;
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

  /** Who has taken it over, if somebody has. */
  public Optional<Acknowledgement> acknowledgement() {
    return Optional.ofNullable(acknowledgement);
  }

  /** What happened to it, oldest first; unmodifiable. */
  public List<Entry> timeline() {
    return timeline;
  }

  /** A builder that starts from this incident. */
  public Builder toBuilder() {
    var builder = new Builder(id, check, rule, startedAt);
    builder.subject = subject;
    builder.severity = severity;
    builder.frequency = frequency;
    builder.title = title;
    builder.labels = labels;
    builder.annotations = annotations;
    builder.details = details;
    builder.endedAt = endedAt;
    builder.resolution = resolution;
    builder.acknowledgement = acknowledgement;
    builder.timeline.addAll(timeline);
    return builder;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Incident incident
        && id == incident.id
        && check.equals(incident.check)
        && rule.equals(incident.rule)
        && Objects.equals(subject, incident.subject)
        && severity == incident.severity
        && frequency == incident.frequency
        && title.equals(incident.title)
        && labels.equals(incident.labels)
        && annotations.equals(incident.annotations)
        && details.equals(incident.details)
        && startedAt.equals(incident.startedAt)
        && Objects.equals(endedAt, incident.endedAt)
        && Objects.equals(resolution, incident.resolution)
        && Objects.equals(acknowledgement, incident.acknowledgement)
        && timeline.equals(incident.timeline);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, check, rule);
  }

  @Override
  public String toString() {
    return "#"
        + id
        + " "
        + rule
        + " of "
        + check
        + (subject == null ? "" : " (" + subject + ")")
        + (isOpen() ? " (open)" : " (resolved)");
  }

  /** Builds an {@link Incident}. Confine to one thread. */
  public static final class Builder {
    private final long id;
    private final String check;
    private final String rule;
    private final Instant startedAt;
    private @Nullable String subject;
    private Severity severity = Severity.WARNING;
    private Frequency frequency = Frequency.IMMEDIATE;
    private String title;
    private Labels labels = Labels.empty();
    private Map<String, String> annotations = Map.of();
    private Map<String, String> details = Map.of();
    private @Nullable Instant endedAt;
    private @Nullable String resolution;
    private @Nullable Acknowledgement acknowledgement;
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

    /** Which of several things of the registration it is about; default: the registration. */
    public Builder subject(String subject) {
      this.subject = requireNonNull(subject, "subject");
      return this;
    }

    /** How much it matters; default {@link Severity#WARNING}. */
    public Builder severity(Severity severity) {
      this.severity = requireNonNull(severity, "severity");
      return this;
    }

    /** How soon people hear of it; default {@link Frequency#IMMEDIATE}. */
    public Builder frequency(Frequency frequency) {
      this.frequency = requireNonNull(frequency, "frequency");
      return this;
    }

    /** One line for people; default {@code check: rule}. */
    public Builder title(String title) {
      this.title = requireNonNull(title, "title");
      return this;
    }

    /** The labels of the target, of the rule and of the finding; default none. */
    public Builder labels(Labels labels) {
      this.labels = requireNonNull(labels, "labels");
      return this;
    }

    /** What its rule says for people; default nothing. */
    public Builder annotations(Map<String, String> annotations) {
      this.annotations = requireNonNull(annotations, "annotations");
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

    /** For stores: who has taken it over. */
    public Builder acknowledged(Acknowledgement acknowledgement) {
      this.acknowledgement = requireNonNull(acknowledgement, "acknowledgement");
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
