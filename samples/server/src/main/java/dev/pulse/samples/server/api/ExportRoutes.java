package dev.pulse.samples.server.api;

import dev.pulse.api.check.Registration;
import dev.pulse.api.model.Signal;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Windows;
import dev.pulse.core.CheckView;
import dev.pulse.core.Pulse;
import dev.pulse.core.export.ExportFormat;
import dev.pulse.core.export.HistoryExport;
import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Query;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;

/** History as files: of one check, and of all. */
final class ExportRoutes implements ServerExtension {
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,4}");

  private final Pulse pulse;
  private final Semaphore writing;

  ExportRoutes(Pulse pulse, Semaphore writing) {
    this.pulse = pulse;
    this.writing = writing;
  }

  @Override
  public void install(Routes routes) {
    routes.get("/export", this::all).get("/checks/{name}/export", this::one);
  }

  private Response one(Request request) {
    var query = request.query("format", "from", "to", "zone", "windows", "signal", "status");
    var name = request.path("name");
    // Who was removed still has a history.
    if (pulse.check(name).isEmpty()
        && (!Registration.isName(name) || pulse.journal().latest(name).isEmpty())) {
      throw HttpError.of(404, "Check not found")
          .withDetail(
              "There is neither a check nor a history of the name \""
                  + HttpError.shown(name)
                  + "\".");
    }
    return export(query, OutcomeQuery.of(name), List.of(name), name);
  }

  private Response all(Request request) {
    var query =
        request.query("format", "from", "to", "zone", "windows", "signal", "status", "prefix");
    var prefix = query.text("prefix").orElse("");
    var names =
        pulse.checks().stream()
            .map(CheckView::name)
            .filter(name -> name.startsWith(prefix))
            .toList();
    return export(query, OutcomeQuery.all().prefix(prefix), names, "all");
  }

  private Response export(Query query, OutcomeQuery outcomes, List<String> names, String subject) {
    var now = pulse.clock().instant();
    var format = format(query);
    var window = Window.of(query, now, Window.DECADE);
    var export = HistoryExport.of(pulse.journal(), format);
    var windows = windows(query, window);
    if (windows.isEmpty()) {
      var wanted = outcomes(query, outcomes, window);
      return Downloads.answer(
          writing,
          format.mediaType(),
          fileName(subject, "results", now, format),
          out -> export.outcomes(wanted, out));
    }
    refuse(query, "status", "left out beside windows");
    var signal = query.text("signal").map(Signals::parse).orElse(Signal.latency());
    return Downloads.answer(
        writing,
        format.mediaType(),
        fileName(subject, "windows", now, format),
        out -> export.windows(names, signal, windows.get(), out));
  }

  private static OutcomeQuery outcomes(Query query, OutcomeQuery outcomes, Window window) {
    refuse(query, "signal", "left out without windows");
    var wanted = outcomes.from(window.from()).to(window.to());
    return query.text("status").map(Statuses::parse).map(wanted::statuses).orElse(wanted);
  }

  private static void refuse(Query query, String name, String expected) {
    if (query.text(name).isPresent()) {
      throw HttpError.invalid(name, expected, query.text(name).get());
    }
  }

  private static ExportFormat format(Query query) {
    var text = query.text("format").orElse("csv");
    return switch (text) {
      case "csv" -> ExportFormat.CSV;
      case "json" -> ExportFormat.JSON;
      default -> throw HttpError.invalid("format", "csv or json", text);
    };
  }

  private static Optional<Windows> windows(Query query, Window window) {
    return query
        .text("windows")
        .map(
            text -> {
              int count = DIGITS.matcher(text).matches() ? Integer.parseInt(text) : -1;
              if (count < 0) {
                return window.calendar(text);
              }
              if (count < 1 || count > Windows.MOST) {
                throw HttpError.invalid(
                    "windows", "day, week or month, or a number from 1 to " + Windows.MOST, text);
              }
              return Windows.equal(window.from(), window.to(), count);
            });
  }

  private static String fileName(String subject, String what, Instant now, ExportFormat format) {
    return "pulse-"
        + subject
        + "-"
        + what
        + "-"
        + now.toString().substring(0, 10)
        + (format == ExportFormat.CSV ? ".csv" : ".json");
  }
}
