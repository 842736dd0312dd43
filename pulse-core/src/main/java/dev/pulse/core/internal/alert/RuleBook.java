package dev.pulse.core.internal.alert;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.alert.AnomalyRule;
import dev.pulse.api.alert.FailureRule;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.model.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of one registration at work: outcomes go in, changes of incidents come out. The book of
 * a registration is opened in this order, of which each step may be missing:
 *
 * <ol>
 *   <li>the constructor, with the incidents that the store has open;
 *   <li>{@link #restore}, with the state that the store has;
 *   <li>{@link #replay}, with the last stored outcomes, when some rule could not be restored;
 *   <li>{@link #resolveOrphans}, and its events stored and told like any others.
 * </ol>
 *
 * <p>The events of an outcome and the {@link #state} after it belong into one commit. Confine to
 * one thread at a time.
 */
public final class RuleBook {
  private static final Logger LOG = LoggerFactory.getLogger(RuleBook.class);

  private final Registration registration;
  private final LongSupplier ids;
  private final List<FailureJudge> failures;

  /** One per rule, in the order of the registration. */
  private final List<RuleJudge> judges;

  /** Open incidents of rules that the registration no longer has. */
  private final List<Incident> orphans;

  private final Set<RuleJudge> restored = new HashSet<>();

  /**
   * The book of a registration that has learnt nothing.
   *
   * @param registration whose rules to evaluate
   * @param ids yields the id of the next incident
   * @param open all open incidents of the registration
   */
  public RuleBook(Registration registration, LongSupplier ids, List<Incident> open) {
    this.registration = requireNonNull(registration, "registration");
    this.ids = requireNonNull(ids, "ids");
    this.orphans = new ArrayList<>(open);
    this.failures = new ArrayList<>();
    this.judges = new ArrayList<>();
    for (AlertRule rule : registration.rules()) {
      judges.add(judge(rule));
    }
    for (RuleJudge judge : judges) {
      orphans.stream()
          .filter(incident -> incident.rule().equals(judge.name()))
          .findFirst()
          .ifPresent(judge::track);
      orphans.removeIf(incident -> incident.rule().equals(judge.name()));
    }
  }

  private RuleJudge judge(AlertRule rule) {
    if (rule instanceof FailureRule failureRule) {
      var judge = new FailureJudge(registration, failureRule);
      failures.add(judge);
      return judge;
    }
    return new AnomalyJudge(registration, (AnomalyRule) rule, failures);
  }

  /**
   * Goes on where the book stopped that returned this {@link #state}. Where the state disagrees
   * with the open incidents, the incidents are right, and the counters of that rule start at 0. A
   * state that cannot be used, as a whole or for a rule, is logged and otherwise ignored.
   *
   * @return whether every rule goes on; if not, {@link #replay} should follow
   */
  public boolean restore(byte[] state) {
    List<SavedRule> saved;
    try {
      saved = RuleState.decode(state);
    } catch (IllegalArgumentException e) {
      LOG.warn(
          "The saved state of the rules of {} is not readable; they start over", registration, e);
      return judges.isEmpty();
    }
    for (RuleJudge judge : judges) {
      for (SavedRule rule : saved) {
        if (rule.name().equals(judge.name()) && load(judge, rule)) {
          restored.add(judge);
        }
      }
    }
    return restored.size() == judges.size();
  }

  private boolean load(RuleJudge judge, SavedRule saved) {
    try {
      judge.load(saved);
      return true;
    } catch (RuntimeException e) {
      // Not only what a detector should throw: a plug-in must not keep the registration from
      // running.
      LOG.warn(
          "The saved state of rule {} of {} does not fit; it starts over",
          judge.name(),
          registration,
          e);
      return false;
    }
  }

  /**
   * Learns from outcomes that were judged before, without events. Rules that were restored stay as
   * they are. For the others the open incidents are right in the end; where the replay disagrees
   * with them, the counters of that rule start at 0. To be called before the first {@link
   * #observe}.
   *
   * @param oldestFirst the last stored outcomes
   */
  public void replay(List<Outcome> oldestFirst) {
    Map<RuleJudge, SavedRule> kept = new HashMap<>();
    restored.forEach(judge -> kept.put(judge, judge.save()));
    Map<RuleJudge, Incident> known = new HashMap<>();
    judges.forEach(judge -> judge.incident().ifPresent(open -> known.put(judge, open)));

    // The restored rules play along from the beginning as well, because others depend on them.
    judges.forEach(RuleJudge::startOver);
    oldestFirst.forEach(outcome -> evaluate(outcome, () -> 1));

    for (RuleJudge judge : judges) {
      boolean openInReplay = judge.incident().isPresent();
      judge.track(known.get(judge));
      var saved = kept.get(judge);
      if (saved == null) {
        judge.alignWith(openInReplay);
      } else {
        load(judge, saved);
      }
    }
  }

  /**
   * Evaluates all rules, in their order. An {@link Status#UNKNOWN} outcome changes nothing; one of
   * announced maintenance can only close the incident of a failure, and ends all counts.
   *
   * @return what changed, in the order of the rules
   */
  public List<IncidentEvent> observe(Outcome outcome) {
    return evaluate(outcome, ids);
  }

  private List<IncidentEvent> evaluate(Outcome outcome, LongSupplier incidentIds) {
    if (outcome.maintenance().isPresent()) {
      return rest(outcome, incidentIds);
    }
    if (outcome.status() == Status.UNKNOWN) {
      return List.of();
    }
    // Downtime first, wherever its rule stands: the other rules have to know of it.
    failures.forEach(judge -> judge.count(outcome.status()));
    judges.forEach(judge -> judge.attend(openBeside(judge)));
    var events = new ArrayList<IncidentEvent>();
    for (RuleJudge judge : judges) {
      judge.conclude(outcome, incidentIds).ifPresent(events::add);
    }
    return List.copyOf(events);
  }

  /** While a target is worked on, what is seen of it is neither trouble nor usual. */
  private List<IncidentEvent> rest(Outcome outcome, LongSupplier incidentIds) {
    var events = new ArrayList<IncidentEvent>();
    for (RuleJudge judge : judges) {
      if (judge instanceof FailureJudge failure) {
        failure.rest(outcome.status());
        failure.conclude(outcome, incidentIds).ifPresent(events::add);
      } else {
        judge.resetRun();
      }
    }
    return List.copyOf(events);
  }

  private boolean openBeside(RuleJudge judge) {
    return judges.stream().anyMatch(other -> other != judge && other.isOpen());
  }

  /**
   * Closes every open incident and sets all counters to 0. Detectors keep what they take for
   * normal.
   *
   * @param at when the incidents end
   * @param resolution why, in a word or two
   */
  public List<IncidentEvent> resolveAll(Instant at, String resolution) {
    var events = new ArrayList<IncidentEvent>();
    for (RuleJudge judge : judges) {
      if (judge.incident().isPresent()) {
        events.add(judge.close(at, resolution));
      }
      judge.resetRun();
    }
    events.addAll(resolveOrphans(at, resolution));
    return List.copyOf(events);
  }

  /**
   * Closes the open incidents of rules that the registration no longer has, as {@code rule
   * removed}: nothing else ever would.
   */
  public List<IncidentEvent> resolveOrphans(Instant at) {
    return resolveOrphans(at, "rule removed");
  }

  private List<IncidentEvent> resolveOrphans(Instant at, String resolution) {
    var events =
        orphans.stream()
            .map(orphan -> orphan.resolved(at, resolution))
            .map(resolved -> new IncidentEvent(IncidentEvent.Kind.RESOLVED, resolved))
            .toList();
    orphans.clear();
    return events;
  }

  /** The open incidents, in the order of the rules; those of rules that are gone come last. */
  public List<Incident> openIncidents() {
    var open = new ArrayList<Incident>();
    judges.forEach(judge -> judge.incident().ifPresent(open::add));
    open.addAll(orphans);
    return List.copyOf(open);
  }

  /** Everything that the rules have learnt, for {@link #restore}. */
  public byte[] state() {
    return RuleState.encode(judges.stream().map(RuleJudge::save).toList());
  }

  /** Whether there is nothing to do: no rule, and no open incident. */
  public boolean isEmpty() {
    return judges.isEmpty() && orphans.isEmpty();
  }
}
