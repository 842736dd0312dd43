package dev.pulse.samples.app.demo;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the shop's Pulse would remember if it had been there before: made up, and each run of it
 * says so. The last day is told closely, the weeks before it roughly and only for what the public
 * sees, so that it is written within a moment. Immutable.
 */
public final class Past {
  /** Whose runs these are said to be. */
  static final String INSTANCE = "made-up";

  private static final Duration CLOSELY = Duration.ofDays(1);
  private static final Duration CLOSE = Duration.ofMinutes(10);
  private static final Duration ROUGHLY = Duration.ofDays(29);
  private static final Duration ROUGH = Duration.ofHours(2);
  private static final int AT_ONCE = 5_000;
  private static final double WAVE = 0.3;

  /** Of which there is no honest past: what others tell of them makes theirs. */
  private static final Set<String> WITHOUT =
      Set.of(
          "stock-import", "yearly-inventory", "storefront-slo", "checkout-slo", "mobile-api-slo");

  /** Something that went wrong: so many minutes ago, for so many minutes. */
  private record Outage(String check, int ago, int minutes, int status) {
    boolean covers(String name, Duration before) {
      long minute = before.toMinutes();
      return name.equals(check) && minute <= ago && minute > ago - minutes;
    }
  }

  private static final int HOUR = 60;
  private static final int DAY = 24 * HOUR;

  private static final List<Outage> OUTAGES =
      List.of(
          new Outage("card-payments", 7 * HOUR, 45, 503),
          new Outage("checkout", 7 * HOUR, 40, 502),
          new Outage("search", 11 * HOUR + 20, 25, 500),
          new Outage("parcel-tracking", 16 * HOUR, 90, 504),
          new Outage("images-2", 19 * HOUR, 150, 503),
          new Outage("mobile-api", 22 * HOUR, 15, 502),
          new Outage("card-payments", 6 * DAY + 5 * HOUR, 3 * HOUR, 503),
          new Outage("checkout", 6 * DAY + 5 * HOUR, 2 * HOUR, 502),
          new Outage("parcel-tracking", 11 * DAY, 9 * HOUR, 504),
          new Outage("search", 17 * DAY + 3 * HOUR, 2 * HOUR, 500),
          new Outage("storefront", 23 * DAY, HOUR, 503),
          new Outage("currency-rates", 5 * HOUR + 20, 6 * HOUR, 503));

  private final Instant now;
  private final List<Registration> registrations;

  private Past(Instant now, List<Registration> registrations) {
    this.now = now;
    this.registrations = registrations;
  }

  /**
   * The past of these checks.
   *
   * @param now when it ends
   */
  public static Past of(List<Registration> registrations, Instant now) {
    return new Past(
        requireNonNull(now, "now"),
        registrations.stream()
            .filter(registration -> !WITHOUT.contains(registration.name()))
            .toList());
  }

  /**
   * Writes it into a store that remembers nothing yet; one that does keeps what it has.
   *
   * @return how many runs were written
   */
  public int write(Store store) {
    if (store.lastId() > 0) {
      return 0;
    }
    var outcomes = numbered(runs());
    for (int from = 0; from < outcomes.size(); from += AT_ONCE) {
      int to = Math.min(outcomes.size(), from + AT_ONCE);
      store.commit(Commit.builder().outcomes(outcomes.subList(from, to)).build());
    }
    var incidents = Commit.builder();
    incidents(outcomes.size()).forEach(incidents::incident);
    store.commit(incidents.build());
    return outcomes.size();
  }

  private record Run(
      Registration registration, Instant started, CheckResult result, Duration step) {}

  private List<Run> runs() {
    var runs = new ArrayList<Run>();
    for (Registration registration : registrations) {
      if (registration.tags().contains("public")) {
        add(runs, registration, CLOSELY.plus(ROUGHLY), CLOSELY, ROUGH);
      }
      add(runs, registration, CLOSELY, Duration.ZERO, CLOSE);
    }
    runs.sort(Comparator.comparing(Run::started));
    return runs;
  }

  private void add(
      List<Run> runs, Registration registration, Duration from, Duration to, Duration step) {
    var random = new SplittableRandom(registration.name().hashCode());
    var ago = from;
    while (ago.compareTo(to) > 0) {
      // Not all in the same moment.
      var before = ago.minusMillis(random.nextLong(step.toMillis() / 2));
      runs.add(
          new Run(registration, now.minus(before), result(registration, before, random), step));
      ago = ago.minus(step);
    }
  }

  private static List<Outcome> numbered(List<Run> runs) {
    var outcomes = new ArrayList<Outcome>(runs.size());
    for (Run run : runs) {
      var latency = run.result().latency().orElse(Duration.ofMillis(1));
      outcomes.add(
          Outcome.builder(
                  run.registration().name(), outcomes.size() + 1, run.started(), run.result())
              .took(latency)
              .instance(INSTANCE)
              .validFor(run.step().multipliedBy(2))
              .build());
    }
    return outcomes;
  }

  private CheckResult result(Registration registration, Duration before, SplittableRandom random) {
    var name = registration.name();
    var outage = OUTAGES.stream().filter(each -> each.covers(name, before)).findFirst();
    if (outage.isPresent()) {
      return CheckResult.fail(Reason.STATUS, outage.get().status() + " (made up)")
          .withDetail("status_code", "" + outage.get().status())
          .withLatency(Duration.ofMillis(3 + random.nextLong(5)));
    }
    var latency = latency(name, now.minus(before), random);
    return latency
        .map(took -> CheckResult.pass("in order (made up)").withLatency(took))
        .orElseGet(() -> CheckResult.pass("in order (made up)"));
  }

  /** More is bought in the evening than in the morning; empty for what measures no latency. */
  private static Optional<Duration> latency(String name, Instant at, SplittableRandom random) {
    double hour = at.atOffset(ZoneOffset.UTC).toLocalTime().toSecondOfDay() / 3600.0;
    double wave = 1 + WAVE * (1 + Math.sin((hour - 13) / 12 * Math.PI));
    return behaviour(name)
        .map(behaviour -> behaviour.answer(1 + random.nextLong(1_000), Duration.ZERO).delay())
        .or(() -> name.equals("images") ? Optional.empty() : Optional.of(Duration.ofMillis(1)))
        .map(usual -> Duration.ofNanos((long) (usual.toNanos() * wave)).plusMillis(1));
  }

  private static Optional<Behaviour> behaviour(String check) {
    var name = check.toUpperCase(Locale.ROOT).replace('-', '_');
    return Stream.<Behaviour>concat(Stream.of(Part.values()), Stream.of(Script.values()))
        .filter(behaviour -> behaviour.toString().equals(name))
        .findFirst();
  }

  /** What rules would have made of the outages that are over. */
  private List<Incident> incidents(int used) {
    var named = registrations.stream().collect(Collectors.toMap(Registration::name, each -> each));
    var incidents = new ArrayList<Incident>();
    var oldestFirst =
        OUTAGES.stream().sorted(Comparator.comparing(Outage::ago).reversed()).toList();
    for (Outage outage : oldestFirst) {
      var registration = named.get(outage.check());
      if (registration != null && outage.minutes() < outage.ago()) {
        incidents.add(incident(used + incidents.size() + 1L, registration, outage));
      }
    }
    return incidents;
  }

  private Incident incident(long id, Registration registration, Outage outage) {
    var began = now.minus(Duration.ofMinutes(outage.ago()));
    var rule = registration.rules().stream().findFirst();
    return Incident.builder(
            id, registration.name(), rule.map(AlertRule::name).orElse("downtime"), began)
        .severity(rule.map(AlertRule::severity).orElse(Severity.WARNING))
        .title(registration.title() + ": downtime")
        .labels(registration.target().labels())
        .build()
        .noted(began, "failures in a row; the last one: status: " + outage.status() + " (made up)")
        .resolved(began.plus(Duration.ofMinutes(outage.minutes())), "recovered");
  }
}
