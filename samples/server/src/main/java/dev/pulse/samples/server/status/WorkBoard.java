package dev.pulse.samples.server.status;

import dev.pulse.api.check.Registration;
import dev.pulse.api.maintenance.Announcement;
import dev.pulse.api.maintenance.Maintenance;
import dev.pulse.core.schedule.Cron;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The announced work that people see: what goes on, and what begins within two weeks. */
final class WorkBoard {
  private static final Duration AHEAD = Duration.ofDays(14);
  private static final int MOST = 50;

  private final List<Maintenance> configured;

  /** A board of work that Pulse was built with, beside what is announced while it runs. */
  WorkBoard(List<Maintenance> configured) {
    this.configured = configured;
  }

  /** One occasion. */
  private record Occasion(Instant from, Instant to) {}

  List<StatusReport.Work> read(
      List<Announcement> announcements,
      List<Registration> checks,
      Function<Registration, String> shown,
      Instant now) {
    var works = new ArrayList<StatusReport.Work>();
    for (Maintenance maintenance : configured) {
      var covered = checks.stream().filter(maintenance::covers).map(shown).toList();
      occasion(maintenance, now)
          .flatMap(occasion -> work(maintenance.name(), occasion, covered, now))
          .ifPresent(works::add);
    }
    for (Announcement announced : announcements) {
      var covered = checks.stream().filter(check -> covers(announced, check)).map(shown).toList();
      occasion(announced, now)
          .flatMap(occasion -> work(announced.name(), occasion, covered, now))
          .ifPresent(works::add);
    }
    works.sort(Comparator.comparing(StatusReport.Work::from));
    return works.subList(0, Math.min(works.size(), MOST));
  }

  private static Optional<StatusReport.Work> work(
      String name, Occasion occasion, List<String> covered, Instant now) {
    boolean over = !occasion.to().isAfter(now);
    if (covered.isEmpty() || over || occasion.from().isAfter(now.plus(AHEAD))) {
      return Optional.empty();
    }
    boolean active = !occasion.from().isAfter(now);
    return Optional.of(
        new StatusReport.Work(name, occasion.from(), occasion.to(), active, covered));
  }

  private static boolean covers(Announcement announced, Registration check) {
    return (announced.checks().isEmpty() && announced.tags().isEmpty())
        || announced.checks().contains(check.name())
        || !Collections.disjoint(announced.tags(), check.tags());
  }

  private static Optional<Occasion> occasion(Maintenance maintenance, Instant now) {
    return maintenance
        .beginAt(now)
        .map(begin -> new Occasion(begin, begin.plus(maintenance.length())));
  }

  /** The occasion that goes on, or the next one; both within the time that was announced. */
  private static Optional<Occasion> occasion(Announcement announced, Instant now) {
    var whole = new Occasion(announced.from(), announced.to());
    return announced
        .recurrence()
        .map(
            again -> {
              var earliest = now.isBefore(whole.from()) ? whole.from() : now;
              var cron = Cron.of(again.cron(), again.zone());
              return occasion(
                      Maintenance.recurring(announced.name(), cron, again.length()), earliest)
                  .filter(occasion -> occasion.from().isBefore(whole.to()))
                  .map(
                      occasion ->
                          new Occasion(
                              later(occasion.from(), whole.from()),
                              earlier(occasion.to(), whole.to())));
            })
        .orElse(Optional.of(whole));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
