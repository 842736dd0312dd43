package dev.pulse.samples.server.status;

import dev.pulse.api.store.Uptime;
import dev.pulse.core.CheckView;
import dev.pulse.core.Pulse;
import dev.pulse.samples.server.api.WatchedSince;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a page tells. Reads the last run of every check of the group, and the history of
 * so many that people can look at. Confine to one thread at a time.
 */
final class StatusBoard {
  /** How many checks are listed; beyond that a page is no help to anybody. */
  static final int MOST_LISTED = 300;

  private final Pulse pulse;
  private final StatusPage page;
  private final PastDays days;
  private final IncidentBoard incidents;
  private final WorkBoard works;

  StatusBoard(Pulse pulse, StatusPage page, WatchedSince watchedSince) {
    this.pulse = pulse;
    this.page = page;
    this.days = new PastDays(pulse.journal(), watchedSince, page.zone(), page.days());
    this.incidents = new IncidentBoard(pulse.incidents(), page);
    this.works = new WorkBoard(pulse.alerting(), page);
  }

  /**
   * A report with what is behind it.
   *
   * @param listed of each check that the page lists how its days were spent
   * @param checks all of the group, by their public ids
   */
  record Reading(StatusReport report, List<History> listed, Map<String, Shown> checks) {}

  /**
   * A check of the group.
   *
   * @param check the name that Pulse knows it by
   * @param name what the public calls it
   */
  record Shown(String id, String check, String name, Standing standing) {}

  Reading read() {
    var now = pulse.clock().instant();
    var all = shown(now);
    var listed = listed(List.copyOf(all.keySet()));
    var histories = days.read(listed.stream().map(Shown::check).toList(), now);
    var byId = all.keySet().stream().collect(Collectors.toMap(Shown::id, one -> one));
    return new Reading(report(now, all, listed, histories), histories, byId);
  }

  /** All checks of the group, in their order. */
  private Map<Shown, CheckView> shown(Instant now) {
    var shown = new LinkedHashMap<Shown, CheckView>();
    for (CheckView view : pulse.checks()) {
      var registration = view.registration();
      if (page.includes(registration)) {
        shown.put(
            new Shown(
                PublicId.of(page, "check", view.name()),
                view.name(),
                page.shown(registration),
                Standing.of(view, now)),
            view);
      }
    }
    return shown;
  }

  /** Of too many those come first that people are looking for: what does not work. */
  private static List<Shown> listed(List<Shown> all) {
    return all.size() <= MOST_LISTED
        ? all
        : all.stream().sorted(Comparator.comparing(Shown::standing)).limit(MOST_LISTED).toList();
  }

  private static Map<Standing, Integer> standings(Iterable<Shown> all) {
    var standings = new EnumMap<Standing, Integer>(Standing.class);
    all.forEach(one -> standings.merge(one.standing(), 1, Integer::sum));
    return standings;
  }

  private StatusReport report(
      Instant now, Map<Shown, CheckView> all, List<Shown> listed, List<History> histories) {
    var components = new ArrayList<StatusReport.Component>();
    var spent = Uptime.NONE;
    for (int i = 0; i < listed.size(); i++) {
      components.add(component(listed.get(i), histories.get(i)));
      spent = spent.plus(histories.get(i).uptime());
    }
    int more = all.size() - listed.size();
    var since = now.minus(Duration.ofDays(page.days()));
    var views = List.copyOf(all.values());
    var past = incidents.past(views, since);
    var work = works.read(views.stream().map(CheckView::registration).toList(), since, now);
    var standings = standings(all.keySet());
    return new StatusReport(
        page.name(),
        page.title(),
        page.description().isEmpty() ? null : page.description(),
        Sentence.overall(standings).word(),
        Sentence.of(standings),
        now,
        page.zone().getId(),
        page.days(),
        // The share of those that do not work now would be no share of the group.
        more == 0 ? ratio(spent) : null,
        components,
        more == 0 ? null : more,
        incidents.open(views),
        past.troubles(),
        past.since(),
        work.ahead(),
        work.over());
  }

  private static StatusReport.Component component(Shown shown, History history) {
    return new StatusReport.Component(
        shown.id(),
        shown.name(),
        shown.standing().word(),
        history.since(),
        ratio(history.uptime()),
        history.told());
  }

  private static @Nullable Double ratio(Uptime uptime) {
    var ratio = uptime.ratio();
    return ratio.isPresent() ? ratio.getAsDouble() : null;
  }
}
