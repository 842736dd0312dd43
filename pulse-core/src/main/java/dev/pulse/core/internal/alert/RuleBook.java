package dev.pulse.core.internal.alert;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.alert.Trigger;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.model.Status;
import dev.pulse.core.condition.RuleCondition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** One per rule, in the order of the registration. */
  private final List<RuleJudge> judges = new ArrayList<>();

  /** Those of the judges that watch for downtime. */
  private final List<StatusJudge> failures = new ArrayList<>();

  /** Open incidents of rules, or subjects of them, that the registration no longer has. */
  private final List<Incident> orphans = new ArrayList<>();

  private final Set<RuleJudge> restored = new HashSet<>();

  /**
   * The book of a registration that has learnt nothing.
   *
   * @param registration whose rules to evaluate
   * @param ids yields the id of the next incident
   * @param open all open incidents of the registration
   * @throws IllegalArgumentException when a condition or a template of a rule cannot be read
   */
  public RuleBook(Registration registration, LongSupplier ids, List<Incident> open) {
    this.registration = requireNonNull(registration, "registration");
    this.ids = requireNonNull(ids, "ids");
    for (AlertRule rule : registration.rules()) {
      judges.add(judge(rule));
    }
    for (Incident incident : open) {
      if (judges.stream()
          .noneMatch(judge -> judge.name().equals(incident.rule()) && judge.track(incident))) {
        orphans.add(incident);
      }
    }
    judges.forEach(RuleJudge::align);
  }

  private RuleJudge judge(AlertRule rule) {
    var trigger = rule.trigger();
    if (trigger instanceof Trigger.Anomalous anomalous) {
      return new AnomalyJudge(registration, rule, anomalous, failures);
    }
    if (trigger instanceof Trigger.EachFinding findings) {
      var test = new FindingTest.OfStatus(findings.includesWarnings());
      return new FindingsJudge(registration, rule, test, Set.of());
    }
    if (trigger instanceof Trigger.Condition expression) {
      var condition = condition(rule, expression);
      return condition.isPerFinding()
          ? new FindingsJudge(
              registration, rule, new FindingTest.OfCondition(condition), condition.changing())
          : new ConditionJudge(registration, rule, condition);
    }
    var judge = new StatusJudge(registration, rule);
    if (judge.watchesFailures()) {
      failures.add(judge);
    }
    return judge;
  }

  private RuleCondition condition(AlertRule rule, Trigger.Condition trigger) {
    try {
      return RuleCondition.of(trigger.expression());
    } catch (IllegalArgumentException e) {
      throw RuleJudge.refused(registration, rule, "condition", e);
    }
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
    Map<RuleJudge, List<Incident>> known = new HashMap<>();
    judges.forEach(judge -> known.put(judge, judge.incidents()));

    // The restored rules play along from the beginning as well, because others depend on them.
    judges.forEach(RuleJudge::startOver);
    oldestFirst.forEach(outcome -> evaluate(outcome, () -> 1));

    for (RuleJudge judge : judges) {
      judge.cells().forEach(cell -> cell.track(null));
      known.getOrDefault(judge, List.of()).forEach(judge::track);
      var saved = kept.get(judge);
      if (saved == null) {
        judge.align();
      } else {
        load(judge, saved);
      }
    }
  }

  /**
   * Evaluates all rules, in their order. What a {@link Status#UNKNOWN} outcome means is up to each
   * rule; one of announced maintenance can only close incidents, and ends all rows of bad ones.
   *
   * @return what changed, in the order of the rules
   */
  public List<IncidentEvent> observe(Outcome outcome) {
    return evaluate(outcome, ids);
  }

  private List<IncidentEvent> evaluate(Outcome outcome, LongSupplier incidentIds) {
    var events = new ArrayList<IncidentEvent>();
    if (outcome.maintenance().isPresent()) {
      // While a target is worked on, what is seen of it is neither trouble nor usual.
      judges.forEach(judge -> events.addAll(judge.rest(outcome)));
      return List.copyOf(events);
    }
    // Downtime first, wherever its rule stands: the other rules have to know of it.
    judges.forEach(judge -> judge.count(outcome));
    if (outcome.status() != Status.UNKNOWN) {
      judges.forEach(judge -> judge.attend(openBeside(judge)));
    }
    judges.forEach(judge -> events.addAll(judge.conclude(outcome, incidentIds)));
    return List.copyOf(events);
  }

  private boolean openBeside(RuleJudge judge) {
    return judges.stream().anyMatch(other -> other != judge && other.isOpen());
  }

  /** What is bad, but opens nothing yet, in the order of the rules. */
  public List<Pending> pending() {
    var pending = new ArrayList<Pending>();
    for (RuleJudge judge : judges) {
      for (Cell cell : judge.cells()) {
        var since = cell.row().badSince();
        if (!cell.isOpen() && since != null) {
          pending.add(
              new Pending(
                  judge.name(),
                  cell.subject(),
                  since,
                  cell.row().bad(),
                  judge.rule().after(),
                  since.plus(judge.rule().forAtLeast())));
        }
      }
    }
    return List.copyOf(pending);
  }

  /**
   * Does something to an open incident by hand. One that is closed this way counts from 0.
   *
   * @return what happened; empty when no such incident is open here
   */
  public Optional<IncidentEvent> change(long id, Change change) {
    for (RuleJudge judge : judges) {
      var event = judge.change(id, change);
      if (event.isPresent()) {
        return event;
      }
    }
    return Optional.empty();
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
    judges.forEach(judge -> events.addAll(judge.closeAll(at, resolution)));
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
    judges.forEach(judge -> open.addAll(judge.incidents()));
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
