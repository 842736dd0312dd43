package dev.pulse.samples.server.status;

import com.squareup.moshi.Json;
import dev.pulse.api.maintenance.Announcement;
import dev.pulse.api.maintenance.Maintenance;
import dev.pulse.core.CheckView;
import dev.pulse.core.Pulse;
import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The route {@code /status-pages}: what those who may read everything see of the pages, the private
 * ones among them.
 */
final class StatusPageRoutes implements ServerExtension {
  private final Pulse pulse;
  private final List<StatusDesk> desks;

  StatusPageRoutes(Pulse pulse, List<StatusDesk> desks) {
    this.pulse = pulse;
    this.desks = desks;
  }

  /** All pages, or those of a check, and the work that the configuration announces. */
  public record Pages(Instant at, List<Page> items, List<Configured> configured) {}

  /**
   * A page.
   *
   * @param path where it is, from the place of the server on
   * @param group which checks belong to it
   * @param windows which stretches of time its badges can be about
   * @param announcements the ids of the work that people announced for checks of it
   * @param component the check that was asked for, as the page has it
   */
  public record Page(
      String name,
      String title,
      @Nullable String description,
      @Json(name = "private") boolean isPrivate,
      String path,
      String status,
      String sentence,
      int checks,
      Group group,
      int days,
      String zone,
      List<String> windows,
      Collection<String> announcements,
      @Nullable Component component) {}

  /** What checks of a page are called, or have: one of the tags, or all of the labels. */
  public record Group(
      Collection<String> checks, Collection<String> tags, Map<String, String> labels) {}

  /** A check on a page: what it is called there, and by which id its badges are found. */
  public record Component(String id, String name) {}

  /**
   * Work that the configuration announces: the occasion that goes on, or the next one.
   *
   * @param pages the names of the pages that tell of it
   */
  public record Configured(
      String name,
      String state,
      Instant from,
      Instant to,
      Collection<String> checks,
      Collection<String> tags,
      @Json(name = "status_pages") List<String> pages) {}

  @Override
  public void install(Routes routes) {
    routes.get("/status-pages", this::list);
  }

  private Response list(Request request) {
    var wanted = request.query("check").text("check").map(this::check);
    var now = pulse.clock().instant();
    var views = pulse.checks();
    var items =
        desks.stream()
            .filter(desk -> wanted.isEmpty() || desk.page().includes(wanted.get().registration()))
            .map(desk -> page(desk, views, wanted))
            .toList();
    var configured =
        pulse.alerting().maintenances().stream()
            .flatMap(work -> configured(work, views, now).stream())
            .toList();
    return Response.json(new Pages(now, items, configured));
  }

  private CheckView check(String name) {
    return pulse
        .check(name)
        .orElseThrow(
            () ->
                HttpError.of(404, "Check not found")
                    .withDetail("No check is called \"" + HttpError.shown(name) + "\"."));
  }

  private Page page(StatusDesk desk, List<CheckView> views, Optional<CheckView> wanted) {
    var page = desk.page();
    var reading = desk.reading();
    var members = views.stream().filter(view -> page.includes(view.registration())).toList();
    return new Page(
        page.name(),
        page.title(),
        page.description().isEmpty() ? null : page.description(),
        page.isPrivate(),
        StatusPages.MOUNT.substring(1) + "/" + page.name(),
        reading.report().status(),
        reading.report().sentence(),
        reading.checks().size(),
        new Group(new TreeSet<>(page.checks()), new TreeSet<>(page.tags()), page.labels()),
        page.days(),
        page.zone().getId(),
        Span.of(page).stream().map(Span::word).toList(),
        pulse.alerting().announcements().stream()
            .filter(work -> coversAny(work, members))
            .map(Announcement::id)
            .toList(),
        wanted.map(view -> component(page, view)).orElse(null));
  }

  private static boolean coversAny(Announcement work, List<CheckView> members) {
    return members.stream().anyMatch(view -> WorkBoard.covers(work, view.registration()));
  }

  private static Component component(StatusPage page, CheckView view) {
    return new Component(PublicId.of(page, "check", view.name()), page.shown(view.registration()));
  }

  private Optional<Configured> configured(Maintenance work, List<CheckView> views, Instant now) {
    var covered = views.stream().map(CheckView::registration).filter(work::covers).toList();
    var pages = new ArrayList<String>();
    for (StatusDesk desk : desks) {
      if (covered.stream().anyMatch(desk.page()::includes)) {
        pages.add(desk.page().name());
      }
    }
    return work.beginAt(now)
        .map(
            begin ->
                new Configured(
                    work.name(),
                    begin.isAfter(now) ? "pending" : "active",
                    begin,
                    begin.plus(work.length()),
                    work.checks(),
                    work.tags(),
                    pages));
  }
}
