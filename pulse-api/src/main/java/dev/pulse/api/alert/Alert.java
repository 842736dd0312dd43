package dev.pulse.api.alert;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.model.Labels;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What routes and notifiers see of an incident, in Alertmanager's words: labels that identify it,
 * annotations for people, when it started and when it ended. Two alerts with the same labels are
 * the same alert at different times. Immutable.
 *
 * <p>Besides those of the target, the rule and the finding, every alert has the labels {@code
 * alertname} (the rule), {@code check} and {@code severity} (in small letters), and {@code subject}
 * where a check has several alerts of one rule. These four win over others of their names.
 */
public final class Alert {
  private final long incident;
  private final String check;
  private final String rule;
  private final @Nullable String subject;
  private final Severity severity;
  private final Frequency frequency;
  private final String title;
  private final String text;
  private final Labels labels;
  private final String fingerprint;
  private final Map<String, String> annotations;
  private final Map<String, String> details;
  private final Instant startsAt;
  private final @Nullable Instant endsAt;
  private final @Nullable String resolution;
  private final @Nullable Acknowledgement acknowledgement;

  private Alert(Builder builder) {
    this.incident = builder.incident;
    this.check = builder.check;
    this.rule = builder.rule;
    this.subject = builder.subject;
    this.severity = builder.severity;
    this.frequency = builder.frequency;
    this.title = builder.title;
    this.text = builder.text;
    this.labels = allLabels(builder);
    this.fingerprint = fingerprintOf(labels);
    this.annotations = copy(builder.annotations);
    this.details = copy(builder.details);
    this.startsAt = builder.startsAt;
    this.endsAt = builder.endsAt;
    this.resolution = builder.resolution;
    this.acknowledgement = builder.acknowledgement;
  }

  private static Map<String, String> copy(Map<String, String> map) {
    // Mostly there is nothing in it, and there may be a hundred thousand alerts.
    return map.isEmpty()
        ? Collections.emptyMap()
        : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  private static Labels allLabels(Builder builder) {
    var all =
        builder
            .labels
            .with("alertname", builder.rule)
            .with("check", builder.check)
            .with("severity", builder.severity.name().toLowerCase(Locale.ROOT));
    return builder.subject == null ? all : all.with("subject", builder.subject);
  }

  /** FNV-1a with 64 bits over names and values, each ended by a byte that UTF-8 does not use. */
  private static String fingerprintOf(Labels labels) {
    long hash = 0xcbf29ce484222325L;
    for (var label : labels.asMap().entrySet()) {
      hash = mixed(mixed(hash, label.getKey()), label.getValue());
    }
    return HexFormat.of().toHexDigits(hash);
  }

  private static long mixed(long start, String text) {
    long hash = start;
    for (byte next : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (next & 0xff)) * 0x100000001b3L;
    }
    return (hash ^ 0xff) * 0x100000001b3L;
  }

  /**
   * A firing alert.
   *
   * @param incident the id of the incident
   * @param check the name of the registration
   * @param rule the name of the rule
   * @param startsAt when the outcome began that opened the incident
   */
  public static Builder builder(long incident, String check, String rule, Instant startsAt) {
    return new Builder(incident, check, rule, startsAt);
  }

  /** This alert with one more annotation, or with another text for one that it has. */
  public Alert annotated(String name, String text) {
    var all = new LinkedHashMap<>(annotations);
    all.put(requireNonNull(name, "name"), requireNonNull(text, "text"));
    var builder = toBuilder();
    builder.annotations = all;
    return builder.build();
  }

  /** This alert as one that is over. */
  public Alert ended(Instant at, String resolution) {
    return toBuilder().ended(at, resolution).build();
  }

  private Builder toBuilder() {
    var builder = new Builder(incident, check, rule, startsAt);
    builder.subject = subject;
    builder.severity = severity;
    builder.frequency = frequency;
    builder.title = title;
    builder.text = text;
    builder.labels = labels;
    builder.annotations = annotations;
    builder.details = details;
    builder.endsAt = endsAt;
    builder.resolution = resolution;
    builder.acknowledgement = acknowledgement;
    return builder;
  }

  /** The id of the incident. */
  public long incident() {
    return incident;
  }

  /** The name of the registration. */
  public String check() {
    return check;
  }

  /** The name of the rule. */
  public String rule() {
    return rule;
  }

  /** Which of several things of the check it is about, such as the key of a finding. */
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

  /** One line for people: what is in trouble, and in which. */
  public String title() {
    return title;
  }

  /** What was seen, in one line; may be empty. */
  public String text() {
    return text;
  }

  /** What identifies it. */
  public Labels labels() {
    return labels;
  }

  /** A short form of the labels: 16 hexadecimal digits. */
  public String fingerprint() {
    return fingerprint;
  }

  /** What its rule says for people, by name, in order; unmodifiable. */
  public Map<String, String> annotations() {
    return annotations;
  }

  /** The numbers behind the decision, in order; unmodifiable. */
  public Map<String, String> details() {
    return details;
  }

  /** When the outcome began that opened the incident. */
  public Instant startsAt() {
    return startsAt;
  }

  /** When it ended; empty while it fires. */
  public Optional<Instant> endsAt() {
    return Optional.ofNullable(endsAt);
  }

  /** Why it is over; empty while it fires. */
  public Optional<String> resolution() {
    return Optional.ofNullable(resolution);
  }

  /** Whether it is not over yet. */
  public boolean isFiring() {
    return endsAt == null;
  }

  /** Who has taken it over, if somebody has. */
  public Optional<Acknowledgement> acknowledgement() {
    return Optional.ofNullable(acknowledgement);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Alert alert
        && incident == alert.incident
        && frequency == alert.frequency
        && title.equals(alert.title)
        && text.equals(alert.text)
        && labels.equals(alert.labels)
        && annotations.equals(alert.annotations)
        && details.equals(alert.details)
        && startsAt.equals(alert.startsAt)
        && Objects.equals(endsAt, alert.endsAt)
        && Objects.equals(resolution, alert.resolution)
        && Objects.equals(acknowledgement, alert.acknowledgement);
  }

  @Override
  public int hashCode() {
    return Objects.hash(incident, fingerprint);
  }

  @Override
  public String toString() {
    return title + (isFiring() ? " (firing)" : " (resolved)");
  }

  /** Builds an {@link Alert}. Confine to one thread. */
  public static final class Builder {
    private final long incident;
    private final String check;
    private final String rule;
    private final Instant startsAt;
    private @Nullable String subject;
    private Severity severity = Severity.WARNING;
    private Frequency frequency = Frequency.IMMEDIATE;
    private String title;
    private String text = "";
    private Labels labels = Labels.empty();
    private Map<String, String> annotations = Map.of();
    private Map<String, String> details = Map.of();
    private @Nullable Instant endsAt;
    private @Nullable String resolution;
    private @Nullable Acknowledgement acknowledgement;

    private Builder(long incident, String check, String rule, Instant startsAt) {
      this.incident = incident;
      this.check = requireNonNull(check, "check");
      this.rule = requireNonNull(rule, "rule");
      this.startsAt = requireNonNull(startsAt, "startsAt");
      this.title = check + ": " + rule;
    }

    /** Which of several things of the check it is about; default: the check itself. */
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

    /** What was seen, in one line; default empty. */
    public Builder text(String text) {
      this.text = requireNonNull(text, "text");
      return this;
    }

    /** The labels besides those that every alert has; default none. */
    public Builder labels(Labels labels) {
      this.labels = requireNonNull(labels, "labels");
      return this;
    }

    /** What the rule says for people; default nothing. */
    public Builder annotations(Map<String, String> annotations) {
      this.annotations = requireNonNull(annotations, "annotations");
      return this;
    }

    /** The numbers behind the decision; default none. */
    public Builder details(Map<String, String> details) {
      this.details = requireNonNull(details, "details");
      return this;
    }

    /** When it ended, and why; default: it fires. */
    public Builder ended(Instant at, String resolution) {
      this.endsAt = requireNonNull(at, "at");
      this.resolution = requireNonNull(resolution, "resolution");
      return this;
    }

    /** Who has taken it over; default nobody. */
    public Builder acknowledged(Acknowledgement acknowledgement) {
      this.acknowledgement = requireNonNull(acknowledgement, "acknowledgement");
      return this;
    }

    /** The alert. */
    public Alert build() {
      return new Alert(this);
    }
  }
}
