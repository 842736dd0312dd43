package dev.pulse.core.internal.engine;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.alert.Trigger;
import dev.pulse.api.check.Registration;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.core.internal.alert.RuleBook;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Makes the slot of a registration out of what the store remembers of it. Thread-safe. */
final class Admission {
  /** How many results teach rules whose state was not saved. */
  private static final int REPLAYED = 200;

  private static final int PAGE = 1_000;

  /**
   * An unknown outcome teaches most rules nothing, and must not use up a place of one that does.
   */
  private static final Set<Status> JUDGED = EnumSet.complementOf(EnumSet.of(Status.UNKNOWN));

  private final Parts parts;
  private final Ids ids;
  private final Recorder recorder;
  private final AtomicLong ranks = new AtomicLong();

  Admission(Parts parts, Ids ids, Recorder recorder) {
    this.parts = parts;
    this.ids = ids;
    this.recorder = recorder;
  }

  /** Takes up what the store knows of a registration. */
  Slot open(Registration registration) {
    var name = registration.name();
    var store = parts.store();
    recorder.settle(name);
    var rules = new RuleBook(registration, ids::next, openIncidents(name));
    if (!rules.isEmpty() && !store.ruleState(name).map(rules::restore).orElse(false)) {
      var query = OutcomeQuery.of(name).limit(REPLAYED);
      var newestFirst =
          store
              .journal()
              .outcomes(learnsFromUnknown(registration) ? query : query.statuses(JUDGED))
              .items();
      var oldestFirst = new ArrayList<>(newestFirst);
      Collections.reverse(oldestFirst);
      rules.replay(oldestFirst);
    }
    var latest = store.journal().latest(name).orElse(null);
    // After everything that can fail: where there is no slot, nothing has happened to incidents.
    var orphans = rules.resolveOrphans(parts.clock().instant());
    if (!orphans.isEmpty()) {
      recorder.add(new Recorder.Entry(name, null, rules.state(), orphans));
      recorder.kick();
    }
    var timetable = Timetable.of(registration, parts.clock(), parts.scheduler(), parts.random());
    return new Slot(registration, ranks.getAndIncrement(), timetable, rules, latest);
  }

  private static boolean learnsFromUnknown(Registration registration) {
    return registration.rules().stream()
        .map(AlertRule::trigger)
        .anyMatch(
            trigger -> trigger instanceof Trigger.Unknown || trigger instanceof Trigger.Condition);
  }

  /** All of them: a rule may have one for each of a thousand findings. */
  private List<Incident> openIncidents(String name) {
    var all = new ArrayList<Incident>();
    var query = IncidentQuery.of(name).open(true).limit(PAGE);
    var page = parts.store().incidents().list(query);
    all.addAll(page.items());
    while (page.next().isPresent()) {
      page = parts.store().incidents().list(query.before(page.next().getAsLong()));
      all.addAll(page.items());
    }
    return all;
  }
}
