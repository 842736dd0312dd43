package dev.pulse.samples.server.status;

import dev.pulse.api.check.Registration;
import dev.pulse.api.maintenance.Announcement;
import dev.pulse.api.maintenance.Maintenance;
import dev.pulse.core.Alerting;
import dev.pulse.core.schedule.Cron;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The announced work that people see: what goes on, what begins within two weeks, and what is over.
 * Of work that comes again and again past occasions are not told: the bars show them.
 */
final class WorkBoard {
  /** How long before it begins work is told. */
  static final Duration AHEAD = Duration.ofDays(14);

  private static final int MOST = 50;

  private final Alerting alerting;
  private final StatusPage page;

  WorkBoard(Alerting alerting, StatusPage page) {
    this.alerting = alerting;
    this.page = page;
  }

  /** One occasion. */
  private record Occasion(Instant from, Instant to) {
    boolean isOver(Instant now) {
      return !to.isAfter(now);
    }

    String state(Instant now) {
      return isOver(now) ? "over" : from.isAfter(now) ? "planned" : "active";
    }
  }

  /** Work with one of its occasions. */
  private record Piece(
      String key, String name, String text, Occasion occasion, Predicate<Registration> covers) {}

  /** What goes on or begins soon, the next first; and what is over, the newest first. */
  record Works(List<StatusReport.Work> ahead, List<StatusReport.Work> over) {}

  /**
   * The work for some checks.
   *
   * @param since how far back work that is over is told
   */
  Works read(List<Registration> checks, Instant since, Instant now) {
    var ahead = new ArrayList<StatusReport.Work>();
    var over = new ArrayList<StatusReport.Work>();
    for (Piece piece : pieces(since, now)) {
      var occasion = piece.occasion();
      var covered = checks.stream().filter(piece.covers()).map(page::shown).toList();
      if (!covered.isEmpty() && !occasion.from().isAfter(now.plus(AHEAD))) {
        (occasion.isOver(now) ? over : ahead).add(work(piece, covered, now));
      }
    }
    ahead.sort(Comparator.comparing(StatusReport.Work::from));
    over.sort(Comparator.comparing(StatusReport.Work::from).reversed());
    return new Works(
        ahead.subList(0, Math.min(ahead.size(), MOST)),
        over.subList(0, Math.min(over.size(), MOST)));
  }

  private List<Piece> pieces(Instant since, Instant now) {
    var pieces = new ArrayList<Piece>();
    for (Maintenance work : alerting.maintenances()) {
      occasion(work, now)
          .or(() -> only(work, since).filter(it -> it.to().isAfter(since)))
          .map(it -> new Piece(work.name() + it.from(), work.name(), "", it, work::covers))
          .ifPresent(pieces::add);
    }
    for (Announcement work : alerting.announcements()) {
      occasion(work, now)
          .filter(it -> it.to().isAfter(since))
          .map(it -> piece(work, it))
          .ifPresent(pieces::add);
    }
    return pieces;
  }

  private static Piece piece(Announcement work, Occasion occasion) {
    // The same work on another day is news.
    var key = work.recurrence().isEmpty() ? work.id() : work.id() + occasion.from();
    return new Piece(key, work.name(), work.text(), occasion, one -> covers(work, one));
  }

  private StatusReport.Work work(Piece piece, List<String> covered, Instant now) {
    return new StatusReport.Work(
        PublicId.of(page, "work", piece.key()),
        piece.name(),
        piece.text().isEmpty() ? null : piece.text(),
        piece.occasion().from(),
        piece.occasion().to(),
        piece.occasion().state(now),
        covered);
  }

  /** Whether work is for a check; for all when it names neither checks nor tags. */
  static boolean covers(Announcement announced, Registration check) {
    return (announced.checks().isEmpty() && announced.tags().isEmpty())
        || announced.checks().contains(check.name())
        || !Collections.disjoint(announced.tags(), check.tags());
  }

  /** The occasion that goes on, or the next one. */
  private static Optional<Occasion> occasion(Maintenance maintenance, Instant now) {
    return maintenance
        .beginAt(now)
        .map(begin -> new Occasion(begin, begin.plus(maintenance.length())));
  }

  /** The occasion since a time of work that has no other one after it. */
  private static Optional<Occasion> only(Maintenance maintenance, Instant since) {
    return occasion(maintenance, since)
        .filter(first -> occasion(maintenance, first.to()).isEmpty());
  }

  /** The occasion that goes on, or the next one, both within the time that was announced. */
  private static Optional<Occasion> occasion(Announcement announced, Instant now) {
    var whole = new Occasion(announced.from(), announced.to());
    if (announced.recurrence().isEmpty()) {
      return Optional.of(whole);
    }
    var again = announced.recurrence().get();
    var earliest = now.isBefore(whole.from()) ? whole.from() : now;
    var cron = Cron.of(again.cron(), again.zone());
    return occasion(Maintenance.recurring(announced.name(), cron, again.length()), earliest)
        .filter(next -> next.from().isBefore(whole.to()))
        .map(next -> new Occasion(later(next.from(), whole.from()), earlier(next.to(), whole.to())))
        .filter(next -> !next.isOver(now));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
