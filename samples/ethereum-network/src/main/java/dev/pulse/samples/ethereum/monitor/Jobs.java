package dev.pulse.samples.ethereum.monitor;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Registration;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Target;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.core.Pulse;
import dev.pulse.samples.ethereum.metrics.EthereumMetrics;
import dev.pulse.samples.ethereum.report.Subject;
import dev.pulse.samples.ethereum.store.DocumentPaths;
import dev.pulse.samples.ethereum.store.MonitorDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registrations as Pulse's: one for each subject, on the schedule of its document, and two for each
 * channel that watches a network. Thread-safe.
 */
final class Jobs {
  /** On all alerts of the system, besides those that say what they are about. */
  static final String SYSTEM_LABEL = "system";

  static final String SYSTEM = "ethereum-network";

  /** Every place of the queue taken, by runs that take as long as they may. */
  private static final Duration LONGEST_WAIT =
      CheckQueue.LONGEST.multipliedBy(CheckQueue.PLACES + 1).plusMinutes(5);

  private static final Logger log = LoggerFactory.getLogger(Jobs.class);

  private final Pulse pulse;
  private final SubjectRuns runs;
  private final AlertStates states;
  private final CheckQueue queue;
  private final EthereumMetrics metrics;
  private final DocumentPaths paths;
  private final NetworkWatch networks;
  private final Map<Subject, Job> jobs = new HashMap<>();
  private final Map<Subject, Set<Subject>> watchers = new TreeMap<>(Subjects.ORDER);
  private final Object lock = new Object();

  /** Whose next run says only how the alert stands. */
  private final Set<Subject> owed = ConcurrentHashMap.newKeySet();

  /** One job: its name for people who look at metrics is the path of its document. */
  private record Job(String path, String cron, ChangeableSchedule schedule) {}

  Jobs(
      Pulse pulse,
      SubjectRuns runs,
      AlertStates states,
      CheckQueue queue,
      EthereumMetrics metrics,
      DocumentPaths paths,
      NetworkWatch networks) {
    this.networks = networks;
    this.pulse = pulse;
    this.runs = runs;
    this.states = states;
    this.queue = queue;
    this.metrics = metrics;
    this.paths = paths;
  }

  /**
   * Schedules a registration that nobody had before: an alert that a run of an earlier one left
   * behind, which ended while the run was under way, is not taken for its own.
   *
   * @throws Refusal when its schedule cannot be read; nothing has changed then
   */
  void begin(MonitorDocument document) {
    CronText.parse(document.schedule());
    var subject = document.subject();
    synchronized (lock) {
      states.forget(subject);
      if (!watchers.containsKey(NetworkAlert.NETWORK_WIDE.of(subject))) {
        forgetNetwork(subject);
      }
      put(document);
    }
  }

  /**
   * Schedules a registration that is kept, or changes the schedule of one that is there.
   *
   * @throws Refusal when its schedule cannot be read; nothing has changed then
   */
  void put(MonitorDocument document) {
    var cron = CronText.parse(document.schedule());
    var subject = document.subject();
    synchronized (lock) {
      var known = jobs.get(subject);
      var path = paths.monitor(subject);
      if (known == null) {
        metrics.queue().prepare(subject.network(), subject.client());
        metrics.jobs().scheduled(path, document.schedule());
        var schedule = new ChangeableSchedule(cron);
        jobs.put(subject, new Job(path, document.schedule(), schedule));
        watch(subject);
        pulse.add(registration(subject, schedule));
      } else if (!known.cron().equals(document.schedule())) {
        metrics.jobs().removed(path);
        metrics.jobs().scheduled(path, document.schedule());
        known.schedule().change(cron);
        jobs.put(subject, new Job(path, document.schedule(), known.schedule()));
        // Looks at its schedule anew.
        pulse.pause(JobNames.client(subject));
        pulse.resume(JobNames.client(subject));
      }
    }
  }

  private void watch(Subject subject) {
    var place = NetworkAlert.NETWORK_WIDE.of(subject);
    var watching = watchers.computeIfAbsent(place, key -> new TreeSet<>(Subjects.ORDER));
    if (watching.isEmpty()) {
      for (NetworkAlert alert : NetworkAlert.values()) {
        pulse.add(registration(alert, alert.of(subject)));
      }
      networks.watch(subject.network());
    }
    watching.add(subject);
  }

  /** Ends a job, and with the last one of a channel what it was told of the network. */
  void remove(Subject subject) {
    synchronized (lock) {
      var job = jobs.remove(subject);
      if (job == null) {
        return;
      }
      pulse.remove(JobNames.client(subject));
      owed.remove(subject);
      states.forget(subject);
      metrics.jobs().removed(job.path());
      var place = NetworkAlert.NETWORK_WIDE.of(subject);
      var watching = watchers.get(place);
      if (watching != null && watching.remove(subject) && watching.isEmpty()) {
        watchers.remove(place);
        for (NetworkAlert alert : NetworkAlert.values()) {
          pulse.remove(JobNames.network(alert, subject));
        }
        forgetNetwork(subject);
        networks.release(subject.network());
      }
    }
  }

  private void forgetNetwork(Subject subject) {
    runs.forget(subject);
    for (NetworkAlert alert : NetworkAlert.values()) {
      states.forget(alert.of(subject));
    }
  }

  /**
   * Has Pulse hear of every alert whose state was written when everything went down, before the
   * outcome was: the next run may find the client well, and nobody would ever have been told. For
   * alerts of networks their own registrations do the same.
   */
  void catchUp() {
    List<Subject> subjects;
    synchronized (lock) {
      subjects = List.copyOf(jobs.keySet());
    }
    for (var subject : subjects) {
      var state = states.state(subject);
      var elements = state.isOpen() ? Set.copyOf(state.fingerprint()) : Set.<String>of();
      if (!elements.equals(openFindings(JobNames.client(subject)))) {
        log.info("Making up for an outcome of {} on {}", subject.client(), subject.network());
        owed.add(subject);
        var unused = pulse.runNow(JobNames.client(subject));
      }
    }
  }

  /** What Pulse has open incidents of. */
  private Set<String> openFindings(String name) {
    return pulse.incidents().list(IncidentQuery.of(name).open(true)).items().stream()
        .flatMap(incident -> incident.subject().stream())
        .collect(Collectors.toSet());
  }

  /** When a job runs next; empty where there is none. */
  Optional<Instant> next(Subject subject) {
    synchronized (lock) {
      return Optional.ofNullable(jobs.get(subject))
          .flatMap(job -> job.schedule().next(pulse.clock().instant()));
    }
  }

  private Registration registration(Subject subject, ChangeableSchedule schedule) {
    var name = JobNames.client(subject);
    var title = subject.client() + " on " + subject.network();
    var check =
        new SubjectCheck(
            () -> queue.run(subject, () -> runs.scheduled(subject)), () -> hasIncident(name));
    return Registration.check(
            name,
            context ->
                owed.remove(subject)
                    ? SubjectCheck.asKept(states.state(subject))
                    : timed(subject, check, context))
        .title(title)
        .target(Target.of(title, labels(subject)))
        .schedule(schedule)
        .timeout(LONGEST_WAIT)
        .rule(AlertRule.whenFinding().named("client-issue"))
        .build();
  }

  private boolean hasIncident(String name) {
    return !pulse.incidents().list(IncidentQuery.of(name).open(true).limit(1)).items().isEmpty();
  }

  /** The run of a job, counted. */
  private CheckResult timed(Subject subject, SubjectCheck check, CheckContext context)
      throws Exception {
    var begun = pulse.clock().instant();
    long start = System.nanoTime();
    boolean failed = true;
    try {
      var result = check.run(context);
      failed = result.details().get(SubjectCheck.RUN) == null;
      if (!failed) {
        followNetwork(subject);
      }
      return result;
    } catch (InterruptedException e) {
      // Removed, or everything stops: no fault of the run.
      throw e;
    } catch (Exception e) {
      log.error("A run of {} on {} failed", subject.client(), subject.network(), e);
      throw e;
    } finally {
      executed(subject, begun, Duration.ofNanos(System.nanoTime() - start), failed);
    }
  }

  private void executed(Subject subject, Instant begun, Duration took, boolean failed) {
    Job job;
    synchronized (lock) {
      job = jobs.get(subject);
    }
    if (job != null) {
      metrics.jobs().executed(job.path(), job.cron(), begun, took, failed);
    }
  }

  /** Lets Pulse see at once what the run of a client has changed for the network. */
  private void followNetwork(Subject subject) {
    for (NetworkAlert alert : NetworkAlert.values()) {
      var name = JobNames.network(alert, subject);
      boolean told = pulse.check(name).map(view -> !view.openIncidents().isEmpty()).orElse(false);
      if (told != states.state(alert.of(subject)).isOpen()) {
        try {
          var unused = pulse.runNow(name);
        } catch (IllegalArgumentException e) {
          log.debug("{} was removed a moment ago", name, e);
        }
      }
    }
  }

  private Registration registration(NetworkAlert alert, Subject subject) {
    var title = subject.network() + " as a whole";
    return Registration.check(
            JobNames.network(alert, subject), new NetworkAlertCheck(states, alert, subject))
        .title(title)
        .target(Target.of(title, labels(subject)))
        // At once after a start, for what broke off; otherwise runs of clients say when.
        .schedule(Schedules.every(Duration.ofHours(1)))
        .rule(
            AlertRule.whenFinding()
                .named(alert.word())
                .severity(
                    alert == NetworkAlert.NETWORK_WIDE ? Severity.CRITICAL : Severity.WARNING))
        .build();
  }

  private static Labels labels(Subject subject) {
    return Labels.from(
        Map.of(
            SYSTEM_LABEL,
            SYSTEM,
            "network",
            subject.network(),
            "guild",
            subject.guild(),
            "channel",
            subject.channel(),
            "client",
            subject.client()));
  }
}
