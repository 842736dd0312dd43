package dev.pulse.samples.server.status;

import dev.pulse.api.alert.Acknowledgement;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.api.store.Uptime;
import dev.pulse.core.CheckView;
import dev.pulse.core.Pulse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a page tells. Reads the last run of every check of the group, and the history of
 * so many that people can look at. Confine to one thread at a time.
 */
final class StatusBoard {
  /** How many checks are listed; beyond that a page is no help to anybody. */
  static final int MOST_LISTED = 300;

  private static final int MOST_TROUBLES = 50;
  private static final int MOST_TROUBLES_OF_ONE = 20;

  /** What a rule says of its incidents to the public. */
  private static final String PUBLIC = "public";

  private final Pulse pulse;
  private final StatusPage page;
  private final PastDays history;
  private final WorkBoard works;

  StatusBoard(Pulse pulse, StatusPage page) {
    this.pulse = pulse;
    this.page = page;
    this.history = new PastDays(pulse.journal(), page.zone(), page.days());
    this.works = new WorkBoard(page.maintenances());
  }

  /** A report with the uptimes behind it. */
  record Reading(StatusReport report, List<PastDays.History> histories) {
    /** How the last so many days of all listed checks were spent. */
    Uptime uptime(int days) {
      var sum = Uptime.NONE;
      for (PastDays.History history : histories) {
        sum = sum.plus(history.last(days));
      }
      return sum;
    }
  }

  Reading read() {
    var now = pulse.clock().instant();
    var views = pulse.checks().stream().filter(view -> page.includes(view.registration())).toList();
    var standings = new EnumMap<Standing, Integer>(Standing.class);
    views.forEach(view -> standings.merge(Standing.of(view, now), 1, Integer::sum));
    var listed = views.subList(0, Math.min(views.size(), MOST_LISTED));
    var histories = history.read(listed.stream().map(CheckView::name).toList(), now);
    return new Reading(report(now, views, listed, standings, histories), histories);
  }

  private StatusReport report(
      Instant now,
      List<CheckView> views,
      List<CheckView> listed,
      Map<Standing, Integer> standings,
      List<PastDays.History> histories) {
    var components = new ArrayList<StatusReport.Component>();
    var all = Uptime.NONE;
    for (int i = 0; i < listed.size(); i++) {
      var view = listed.get(i);
      var spent = histories.get(i).last(page.days());
      all = all.plus(spent);
      components.add(
          new StatusReport.Component(
              page.shown(view.registration()),
              Standing.of(view, now).word(),
              ratio(spent),
              histories.get(i).days()));
    }
    int more = views.size() - listed.size();
    return new StatusReport(
        page.name(),
        page.title(),
        page.description().isEmpty() ? null : page.description(),
        Sentence.overall(standings).word(),
        Sentence.of(standings),
        now,
        page.zone().getId(),
        page.days(),
        ratio(all),
        components,
        more == 0 ? null : more,
        open(views),
        past(listed, now),
        works.read(
            pulse.alerting().announcements(),
            views.stream().map(CheckView::registration).toList(),
            page::shown,
            now));
  }

  private static @Nullable Double ratio(Uptime uptime) {
    var ratio = uptime.ratio();
    return ratio.isPresent() ? ratio.getAsDouble() : null;
  }

  private List<StatusReport.Trouble> open(List<CheckView> views) {
    return views.stream()
        .flatMap(view -> view.openIncidents().stream().flatMap(each -> told(view, each).stream()))
        .sorted(Comparator.comparing(StatusReport.Trouble::startedAt).reversed())
        .limit(MOST_TROUBLES)
        .toList();
  }

  private List<StatusReport.Trouble> past(List<CheckView> listed, Instant now) {
    var since = now.minus(Duration.ofDays(page.days()));
    var past = new ArrayList<StatusReport.Trouble>();
    for (CheckView view : listed) {
      var query = IncidentQuery.of(view.name()).open(false).limit(MOST_TROUBLES_OF_ONE);
      for (Incident incident : pulse.incidents().list(query).items()) {
        if (incident.endedAt().filter(since::isBefore).isPresent()) {
          told(view, incident).ifPresent(past::add);
        }
      }
    }
    past.sort(Comparator.comparing(StatusReport.Trouble::startedAt).reversed());
    return past.subList(0, Math.min(past.size(), MOST_TROUBLES));
  }

  /**
   * An incident as the public sees it. What its rule found may be internal, so only what the rule
   * says for the public is told, or else that there is trouble; and nothing of parts of a check,
   * such as a finding, unless the rule says something for the public.
   */
  private Optional<StatusReport.Trouble> told(CheckView view, Incident incident) {
    var said = incident.annotations().getOrDefault(PUBLIC, "").strip();
    boolean internal = incident.severity() == Severity.INFO || incident.subject().isPresent();
    if (said.isEmpty() && internal) {
      return Optional.empty();
    }
    boolean serious = incident.severity() == Severity.CRITICAL;
    var shown = page.shown(view.registration());
    return Optional.of(
        new StatusReport.Trouble(
            said.isEmpty() ? (serious ? "Serious trouble: " : "Trouble: ") + shown : said,
            shown,
            serious ? "serious" : "trouble",
            incident.startedAt(),
            incident.endedAt().orElse(null),
            incident.acknowledgement().map(Acknowledgement::at).orElse(null)));
  }
}
