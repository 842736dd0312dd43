package dev.pulse.api.alert;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.config.Durations;
import dev.pulse.api.detect.Detector;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Signal;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides when the outcomes of one registration are worth an incident, and when it is over. Rules
 * are plain values; Pulse keeps the counters and detectors behind them, saves those with the
 * results and restores them after a restart. At most one incident is open per registration, rule
 * and subject.
 *
 * <pre>{@code
 * Registration.check("shop", check)
 *     .rule(AlertRule.whenFailing().after(3).recoverAfter(2))
 *     .rule(AlertRule.whenAnomalous(Signal.latency(), RollingZScore.builder()::build))
 *     .rule(AlertRule.when("samples.queue_depth > 1000").named("backlog")
 *         .forAtLeast(Duration.ofMinutes(10))
 *         .annotation("runbook", "https://wiki.example/queue/{{labels.queue}}"))
 *     .build();
 * }</pre>
 *
 * <p>What is bad, good, or says nothing, is up to the {@link Trigger}. An incident opens when the
 * outcomes were bad {@link #after} times in a row and for {@link #forAtLeast}; it closes when they
 * were good {@link #recoverAfter} times in a row and for {@link #keepFiringFor}. What says nothing
 * neither breaks nor continues a row. Durations are looked at when an outcome comes: with one every
 * minute and {@code forAtLeast} of 90 seconds, the third bad one opens.
 *
 * <p>Outcomes of announced maintenance open nothing and end every row of bad ones; good ones may
 * close what is open, except anomalies.
 *
 * <p>Defaults, besides those of each factory: no durations, no flapping, no labels and annotations,
 * {@link Frequency#IMMEDIATE}. Immutable; each method returns a changed copy.
 */
public final class AlertRule {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_.-]{0,99}");
  private static final List<String> GIVEN = List.of("alertname", "check", "severity", "subject");
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final int MOST_ANNOTATIONS = 20;

  private final Parts parts;

  /** How often within which time an incident may open before its rule is flapping. */
  public record Flapping(int times, Duration window) {
    /**
     * A bound.
     *
     * @param times 2 to 100
     * @param window up to 366 days
     */
    public Flapping {
      if (times < 2 || times > 100) {
        throw new IllegalArgumentException("flapping times must be 2 to 100, but is " + times);
      }
      requireDuration("flapping window", window);
      if (window.isZero()) {
        throw new IllegalArgumentException("flapping window must not be 0");
      }
    }
  }

  /** What a rule is made of; never changed once a rule has it. */
  private static final class Parts {
    private Trigger trigger;
    private String name;
    private Severity severity;
    private int after;
    private int recoverAfter;
    private Duration forAtLeast = Duration.ZERO;
    private Duration keepFiringFor = Duration.ZERO;
    private @Nullable Flapping flapping;
    private Labels labels = Labels.empty();
    private Map<String, String> annotations = Map.of();
    private Frequency frequency = Frequency.IMMEDIATE;

    Parts(Trigger trigger, String name, Severity severity, int after, int recoverAfter) {
      this.trigger = trigger;
      this.name = name;
      this.severity = severity;
      this.after = after;
      this.recoverAfter = recoverAfter;
    }

    Parts(Parts source) {
      this(source.trigger, source.name, source.severity, source.after, source.recoverAfter);
      this.forAtLeast = source.forAtLeast;
      this.keepFiringFor = source.keepFiringFor;
      this.flapping = source.flapping;
      this.labels = source.labels;
      this.annotations = source.annotations;
      this.frequency = source.frequency;
    }
  }

  private AlertRule(Parts parts) {
    this.parts = parts;
  }

  private static AlertRule of(
      Trigger trigger, String name, Severity severity, int after, int recoverAfter) {
    return new AlertRule(new Parts(trigger, name, severity, after, recoverAfter));
  }

  private AlertRule with(Consumer<Parts> change) {
    var copy = new Parts(parts);
    change.accept(copy);
    return new AlertRule(copy);
  }

  /**
   * A rule for a target that fails: see {@link Trigger.Failing}. Its name is {@code downtime}, its
   * severity {@link Severity#CRITICAL}; opened after 3, closed after 2.
   */
  public static AlertRule whenFailing() {
    return of(new Trigger.Failing(), "downtime", Severity.CRITICAL, 3, 2);
  }

  /**
   * A rule for a target that works, but not well: see {@link Trigger.Warning}. Its name is {@code
   * degraded}, its severity {@link Severity#WARNING}; opened after 3, closed after 2.
   */
  public static AlertRule whenWarning() {
    return of(new Trigger.Warning(), "degraded", Severity.WARNING, 3, 2);
  }

  /**
   * A rule for a target of which nothing is known: see {@link Trigger.Unknown}. Its name is {@code
   * no_data}, its severity {@link Severity#WARNING}; opened after 3, closed after 1.
   */
  public static AlertRule whenUnknown() {
    return of(new Trigger.Unknown(), "no_data", Severity.WARNING, 3, 1);
  }

  /**
   * A rule for a number that a detector finds odd: see {@link Trigger.Anomalous}. Its name is that
   * of the signal with {@code _anomaly}, its severity {@link Severity#WARNING}; opened after 1,
   * closed after 3.
   *
   * @param signal the number to watch
   * @param detector makes a detector that has seen nothing; called once per registration and
   *     restart
   */
  public static AlertRule whenAnomalous(Signal signal, Supplier<? extends Detector> detector) {
    return of(
        new Trigger.Anomalous(signal, detector, false),
        requireName(signal.name() + "_anomaly"),
        Severity.WARNING,
        1,
        3);
  }

  /**
   * A rule with an incident for each finding that fails: see {@link Trigger.EachFinding}. Its name
   * is {@code finding}, its severity {@link Severity#WARNING}; opened after 1, closed after 1. The
   * key of the finding is the subject of the incident, and its labels are added. At most 1,000
   * findings per rule are followed; that more were left out is said in the log and in an incident.
   */
  public static AlertRule whenFinding() {
    return of(new Trigger.EachFinding(false), "finding", Severity.WARNING, 1, 1);
  }

  /**
   * A rule for whatever an expression says: see {@link Trigger.Condition}, and {@code
   * dev.pulse.core.condition.RuleCondition} for the names in it. Its name is {@code condition}, its
   * severity {@link Severity#WARNING}; opened after 1, closed after 1.
   *
   * @param condition what is bad, such as {@code samples.queue_depth > 1000}; read when the
   *     registration is added, which is refused with line and column if it cannot be
   */
  public static AlertRule when(String condition) {
    return of(new Trigger.Condition(condition), "condition", Severity.WARNING, 1, 1);
  }

  /** This rule under another name: a letter, then letters, digits and {@code _.-}, 100 at most. */
  public AlertRule named(String name) {
    return with(copy -> copy.name = requireName(name));
  }

  /** This rule with another severity. */
  public AlertRule severity(Severity severity) {
    return with(copy -> copy.severity = requireNonNull(severity, "severity"));
  }

  /**
   * This rule with another number of bad outcomes in a row that open an incident.
   *
   * @throws IllegalArgumentException unless 1 to 1000
   */
  public AlertRule after(int bad) {
    return with(copy -> copy.after = requireCount("after", bad));
  }

  /**
   * This rule with another number of good outcomes in a row that close an incident.
   *
   * @throws IllegalArgumentException unless 1 to 1000
   */
  public AlertRule recoverAfter(int good) {
    return with(copy -> copy.recoverAfter = requireCount("recoverAfter", good));
  }

  /**
   * This rule, opening only when all was bad for this long: from the beginning of the first bad
   * outcome of the row to that of the one that opens. Default zero.
   *
   * @throws IllegalArgumentException unless 0 to 366 days
   */
  public AlertRule forAtLeast(Duration duration) {
    return with(copy -> copy.forAtLeast = requireDuration("forAtLeast", duration));
  }

  /**
   * This rule, closing only when all was good for this long: from the beginning of the first good
   * outcome of the row to that of the one that closes. Default zero.
   *
   * @throws IllegalArgumentException unless 0 to 366 days
   */
  public AlertRule keepFiringFor(Duration duration) {
    return with(copy -> copy.keepFiringFor = requireDuration("keepFiringFor", duration));
  }

  /**
   * This rule, taking what comes and goes for one incident: the one that opens as the so-many-th
   * within a window says in its timeline that it flaps, and stays open until all was good for as
   * long as the window. Default: never.
   *
   * @param times 2 to 100
   * @param window above zero, up to 366 days
   */
  public AlertRule flapping(int times, Duration window) {
    return with(copy -> copy.flapping = new Flapping(times, window));
  }

  /**
   * This rule with other labels for its incidents: they win over those of the target, and those of
   * a finding win over them.
   *
   * @throws IllegalArgumentException when one is called {@code alertname}, {@code check}, {@code
   *     severity} or {@code subject}: Pulse gives these
   */
  public AlertRule labels(Labels labels) {
    for (String name : labels.asMap().keySet()) {
      if (GIVEN.contains(name)) {
        throw new IllegalArgumentException(
            "the label \"" + name + "\" is given by Pulse; choose another name");
      }
    }
    return with(copy -> copy.labels = labels);
  }

  /**
   * This rule with one more annotation for people, or another text for one that it has.
   *
   * @param name a letter or underscore, then letters, digits and underscores
   * @param template a text in which <code>{{check}}</code>, <code>{{labels.team}}</code> and so on
   *     are filled in as an incident opens; read when the registration is added, which is refused
   *     with line and column if it cannot be
   */
  public AlertRule annotation(String name, String template) {
    Labels.of(name, requireNonNull(template, "template"));
    var all = new LinkedHashMap<>(parts.annotations);
    all.put(name, template);
    if (all.size() > MOST_ANNOTATIONS) {
      throw new IllegalArgumentException("a rule has at most " + MOST_ANNOTATIONS + " annotations");
    }
    return with(copy -> copy.annotations = Collections.unmodifiableMap(all));
  }

  /** This rule, told at once or once a day. */
  public AlertRule frequency(Frequency frequency) {
    return with(copy -> copy.frequency = requireNonNull(frequency, "frequency"));
  }

  /**
   * This rule with or without learning from what is measured while another incident of the same
   * registration is open. With it, what happens in an incident that lasts becomes usual.
   *
   * @throws IllegalStateException unless it watches for anomalies
   */
  public AlertRule learningInIncidents(boolean learns) {
    if (parts.trigger instanceof Trigger.Anomalous anomalous) {
      var changed = new Trigger.Anomalous(anomalous.signal(), anomalous.detector(), learns);
      return with(copy -> copy.trigger = changed);
    }
    throw new IllegalStateException("only a rule with a detector learns, but this is " + this);
  }

  /**
   * This rule, with warnings as bad as failures.
   *
   * @throws IllegalStateException unless it watches findings
   */
  public AlertRule includingWarnings() {
    if (parts.trigger instanceof Trigger.EachFinding) {
      return with(copy -> copy.trigger = new Trigger.EachFinding(true));
    }
    throw new IllegalStateException(
        "only a rule for findings includes their warnings, but this is " + this);
  }

  private static String requireName(String name) {
    if (!NAME.matcher(requireNonNull(name, "name")).matches()) {
      throw new IllegalArgumentException("rule name \"" + name + "\" must match " + NAME);
    }
    return name;
  }

  private static int requireCount(String what, int count) {
    if (count < 1 || count > 1000) {
      throw new IllegalArgumentException(what + " must be 1 to 1000, but is " + count);
    }
    return count;
  }

  private static Duration requireDuration(String what, Duration duration) {
    if (requireNonNull(duration, what).isNegative() || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(what + " must be 0 to 366 days, but is " + duration);
    }
    return duration;
  }

  /** What it watches for. */
  public Trigger trigger() {
    return parts.trigger;
  }

  /** The name; unique among the rules of a registration. It is the kind of the incident. */
  public String name() {
    return parts.name;
  }

  /** How much its incidents matter. */
  public Severity severity() {
    return parts.severity;
  }

  /** How many bad outcomes in a row open an incident. */
  public int after() {
    return parts.after;
  }

  /** How many good outcomes in a row close an incident. */
  public int recoverAfter() {
    return parts.recoverAfter;
  }

  /** For how long all must have been bad to open an incident. */
  public Duration forAtLeast() {
    return parts.forAtLeast;
  }

  /** For how long all must have been good to close an incident. */
  public Duration keepFiringFor() {
    return parts.keepFiringFor;
  }

  /** When its incidents flap; empty for never. */
  public Optional<Flapping> flapping() {
    return Optional.ofNullable(parts.flapping);
  }

  /** The labels that it gives its incidents. */
  public Labels labels() {
    return parts.labels;
  }

  /** The templates of its annotations, by name and in order; unmodifiable. */
  public Map<String, String> annotations() {
    return parts.annotations;
  }

  /** How soon people hear of its incidents. */
  public Frequency frequency() {
    return parts.frequency;
  }

  @Override
  public String toString() {
    return parts.name
        + ": when "
        + parts.trigger
        + ", after "
        + parts.after
        + row(parts.forAtLeast)
        + ", until good "
        + parts.recoverAfter
        + row(parts.keepFiringFor);
  }

  private static String row(Duration duration) {
    return " in a row" + (duration.isZero() ? "" : " and for " + Durations.format(duration));
  }
}
