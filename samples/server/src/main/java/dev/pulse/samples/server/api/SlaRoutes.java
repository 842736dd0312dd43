package dev.pulse.samples.server.api;

import dev.pulse.api.check.Registration;
import dev.pulse.core.CheckView;
import dev.pulse.core.Pulse;
import dev.pulse.core.report.ReportFormat;
import dev.pulse.core.report.SlaReport;
import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Query;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;

/** Reports of service levels. */
final class SlaRoutes implements ServerExtension {
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,199}");
  private static final Pattern SHARE = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,9})?)(%?)");
  private static final Pattern EXCLUSION =
      Pattern.compile("([^/]+)/([^/]+)(?:/(.{1,200}))?", Pattern.DOTALL);
  private static final int MOST_NAMES = 1_000;

  /** What can be written while somebody waits: a year of days of 136 checks. */
  private static final int MOST_ROWS = 50_000;

  /** What people read who did not say how fine they want it: a quarter of days of 200 checks. */
  private static final int MOST_ROWS_UNASKED = 20_000;

  private final Pulse pulse;
  private final Semaphore writing;

  SlaRoutes(Pulse pulse, Semaphore writing) {
    this.pulse = pulse;
    this.writing = writing;
  }

  @Override
  public void install(Routes routes) {
    routes.get("/reports/sla", this::report);
  }

  private Response report(Request request) {
    var query =
        request.query(
            "from",
            "to",
            "zone",
            "windows",
            "group-by",
            "objective",
            "prefix",
            "check",
            "exclude",
            "format");
    var window = Window.lastMonth(query, pulse.clock().instant(), Window.DECADE);
    var format = format(query);
    var builder =
        SlaReport.builder(pulse.journal(), pulse.clock(), window.from(), window.to())
            .zone(window.zone());
    int checks = addChecks(query, builder);
    var past = window.before(pulse.clock().instant());
    cut(query.text("windows").orElseGet(() -> finest(past, checks)), past, checks, builder);
    query.text("group-by").ifPresent(text -> group(text, builder));
    query.text("objective").ifPresent(text -> builder.objective(share(text)));
    query.text("exclude").ifPresent(text -> exclude(text, window, builder));
    var answer =
        Downloads.limited(
            writing,
            format == ReportFormat.JSON
                ? format.mediaType()
                : format.mediaType() + "; charset=utf-8",
            out -> build(builder).write(format, out));
    return switch (format) {
      case JSON -> answer;
      case HTML -> answer.withHeader("Content-Security-Policy", SlaReport.contentSecurityPolicy());
      case CSV ->
          answer.withHeader(
              "Content-Disposition",
              "attachment; filename=\"pulse-sla-"
                  + window.from().atZone(window.zone()).toLocalDate()
                  + ".csv\"");
    };
  }

  private static SlaReport build(SlaReport.Builder builder) {
    try {
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw HttpError.of(400, "Malformed request").withDetail(String.valueOf(e.getMessage()));
    }
  }

  /** Adds the checks that are meant; tells how many. */
  private int addChecks(Query query, SlaReport.Builder builder) {
    var names = query.text("check");
    if (names.isEmpty()) {
      var prefix = query.text("prefix").orElse("");
      var registrations =
          pulse.checks().stream()
              .filter(view -> view.name().startsWith(prefix))
              .map(CheckView::registration)
              .toList();
      builder.checks(registrations);
      return registrations.size();
    }
    if (query.text("prefix").isPresent()) {
      throw HttpError.invalid("prefix", "left out beside check", query.text("prefix").get());
    }
    var list = names.get().split(",", -1);
    if (list.length > MOST_NAMES) {
      throw HttpError.invalid("check", "at most " + MOST_NAMES + " names", names.get());
    }
    for (String name : list) {
      addCheck(name, builder);
    }
    return (int) Arrays.stream(list).distinct().count();
  }

  /** Who was removed still has a history. */
  private void addCheck(String name, SlaReport.Builder builder) {
    var registration = pulse.check(name).map(CheckView::registration);
    if (registration.isPresent()) {
      builder.checks(List.of(registration.get()));
    } else if (Registration.isName(name) && pulse.journal().latest(name).isPresent()) {
      builder.check(name);
    } else {
      throw HttpError.invalid("check", "a list of names that have a history", name);
    }
  }

  /** Days where they are not too many to be read, else weeks, else months. */
  private static String finest(Window window, int checks) {
    for (String cut : List.of("day", "week")) {
      if (rows(window, cut, checks) <= MOST_ROWS_UNASKED) {
        return cut;
      }
    }
    return "month";
  }

  private static long rows(Window window, String cut, int checks) {
    return (long) window.calendar(cut).count() * checks;
  }

  private static void cut(String text, Window window, int checks, SlaReport.Builder builder) {
    long rows = rows(window, text, checks);
    if (rows > MOST_ROWS) {
      throw HttpError.of(400, "Too many rows")
          .withDetail(
              "%d checks and %d windows of a %s are %d rows, and a report may have %d: ask for fewer"
                      .formatted(checks, rows / checks, text, rows, MOST_ROWS)
                  + " checks (prefix, check), a shorter stretch (from, to) or longer windows"
                  + " (windows=week or month)");
    }
    switch (text) {
      case "day" -> builder.daily();
      case "week" -> builder.weekly();
      case "month" -> builder.monthly();
      default -> throw HttpError.invalid("windows", "day, week or month", text);
    }
  }

  private static void group(String text, SlaReport.Builder builder) {
    if (text.equals("tags")) {
      builder.groupByTags();
    } else if (LABEL.matcher(text).matches()) {
      builder.groupByLabel(text);
    } else {
      throw HttpError.invalid("group-by", "the name of a label, or tags", text);
    }
  }

  private static double share(String text) {
    var share = SHARE.matcher(text);
    if (share.matches()) {
      var number = new BigDecimal(share.group(1));
      var ratio = share.group(2).isEmpty() ? number : number.movePointLeft(2);
      if (ratio.signum() > 0 && ratio.compareTo(BigDecimal.ONE) < 0) {
        return ratio.doubleValue();
      }
    }
    throw HttpError.invalid(
        "objective", "above 0 and below 1, or in per cent: 0.999 or 99.9%", text);
  }

  private void exclude(String text, Window window, SlaReport.Builder builder) {
    for (String one : text.split(";", -1)) {
      var parts = EXCLUSION.matcher(one);
      if (!parts.matches()) {
        throw HttpError.invalid(
            "exclude", "FROM/TO or FROM/TO/REASON, several separated by semicolons", one);
      }
      var now = pulse.clock().instant();
      builder.excluding(
          Window.time("exclude", parts.group(1), now, window.zone()),
          Window.time("exclude", parts.group(2), now, window.zone()),
          parts.group(3) == null ? "no reason given" : parts.group(3));
    }
  }

  private static ReportFormat format(Query query) {
    var text = query.text("format").orElse("json");
    return switch (text) {
      case "json" -> ReportFormat.JSON;
      case "csv" -> ReportFormat.CSV;
      case "html" -> ReportFormat.HTML;
      default -> throw HttpError.invalid("format", "json, csv or html", text);
    };
  }
}
