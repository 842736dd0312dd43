package dev.pulse.samples.server.status;

import dev.pulse.api.alert.Acknowledgement;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.api.store.Incidents;
import dev.pulse.core.CheckView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The incidents that people see: those that are open, and those that were. */
final class IncidentBoard {
  private static final int MOST = 50;
  private static final int MOST_OF_ONE = 20;
  private static final int FEW = 50;
  private static final int PIECE = 500;
  private static final int MOST_PIECES = 4;
  private static final int LONGEST_CAUSE = 500;

  /** What a rule says of its incidents to the public. */
  private static final String PUBLIC = "public";

  private final Incidents incidents;
  private final StatusPage page;

  IncidentBoard(Incidents incidents, StatusPage page) {
    this.incidents = incidents;
    this.page = page;
  }

  /**
   * Incidents that are over, the newest first.
   *
   * @param since from when on they are all there; null where none is missing
   */
  record Past(List<StatusReport.Trouble> troubles, @Nullable Instant since) {
    /** As many as people read. */
    Past shortened() {
      if (troubles.size() <= MOST) {
        return this;
      }
      var last = troubles.get(MOST - 1).startedAt();
      boolean lesser = since == null || since.isBefore(last);
      return new Past(troubles.subList(0, MOST), lesser ? last : since);
    }
  }

  List<StatusReport.Trouble> open(List<CheckView> views) {
    return views.stream()
        .flatMap(view -> view.openIncidents().stream().flatMap(each -> told(view, each).stream()))
        .sorted(Comparator.comparing(StatusReport.Trouble::startedAt).reversed())
        .limit(MOST)
        .toList();
  }

  /** Those that ended after a time. Of many checks those that began last are looked through. */
  Past past(List<CheckView> views, Instant after) {
    var past = views.size() <= FEW ? ofEach(views, after) : amongAll(views, after);
    past.troubles().sort(Comparator.comparing(StatusReport.Trouble::startedAt).reversed());
    return past.shortened();
  }

  private Past ofEach(List<CheckView> views, Instant after) {
    var past = new ArrayList<StatusReport.Trouble>();
    @Nullable Instant since = null;
    for (CheckView view : views) {
      var query = IncidentQuery.of(view.name()).open(false).limit(MOST_OF_ONE);
      var page = incidents.list(query);
      for (Incident incident : page.items()) {
        toldAfter(view, incident, after).ifPresent(past::add);
      }
      if (page.items().size() == MOST_OF_ONE) {
        var last = page.items().get(MOST_OF_ONE - 1);
        if (last.endedAt().filter(after::isBefore).isPresent()
            && (since == null || since.isBefore(last.startedAt()))) {
          since = last.startedAt();
        }
      }
    }
    return new Past(past, since);
  }

  private Past amongAll(List<CheckView> views, Instant after) {
    Map<String, CheckView> byName =
        views.stream().collect(Collectors.toMap(CheckView::name, Function.identity()));
    var past = new ArrayList<StatusReport.Trouble>();
    var query = IncidentQuery.all().open(false).limit(PIECE);
    for (int piece = 0; piece < MOST_PIECES; piece++) {
      var found = incidents.list(query).items();
      for (Incident incident : found) {
        @Nullable CheckView view = byName.get(incident.check());
        if (view != null) {
          toldAfter(view, incident, after).ifPresent(past::add);
        }
      }
      if (found.size() < PIECE || past.size() > MOST) {
        return new Past(past, null);
      }
      query = query.before(found.get(PIECE - 1).id());
      if (piece == MOST_PIECES - 1) {
        return new Past(past, found.get(PIECE - 1).startedAt());
      }
    }
    return new Past(past, null);
  }

  private Optional<StatusReport.Trouble> toldAfter(
      CheckView view, Incident incident, Instant after) {
    return incident.endedAt().filter(after::isBefore).flatMap(ended -> told(view, incident));
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
            PublicId.of(page, "incident", Long.toString(incident.id())),
            said.isEmpty() ? (serious ? "Serious trouble: " : "Trouble: ") + shown : said,
            shown,
            serious ? "serious" : "trouble",
            page.tellsCauses() ? cause(incident) : null,
            incident.startedAt(),
            incident.endedAt().orElse(null),
            incident.acknowledgement().map(Acknowledgement::at).orElse(null)));
  }

  private static @Nullable String cause(Incident incident) {
    var cause = incident.alert().text().strip();
    return cause.isEmpty() ? null : Clusters.shortened(cause, LONGEST_CAUSE);
  }
}
