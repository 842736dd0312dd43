package dev.pulse.samples.uptimeguard;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.core.Pulse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The page: every target with its last status, its uptime and its incidents. Written on the server,
 * so that it can be read without its script; the script renews it. Thread-safe.
 */
final class Dashboard {
  private static final Duration DAY = Duration.ofHours(24);
  private static final int INCIDENTS = 50;
  private static final int STRIP = 240;

  private final Pulse pulse;
  private final String frame;

  Dashboard(Pulse pulse) {
    this.pulse = requireNonNull(pulse, "pulse");
    this.frame = resource("dashboard.html");
  }

  String render(List<WatchedTarget> targets) {
    var now = pulse.clock().instant();
    var incidents =
        pulse
            .incidents()
            .list(IncidentQuery.all().prefix(WatchedTarget.PREFIX).limit(1000))
            .items()
            .stream()
            .filter(incident -> WatchedTarget.idOf(incident.check()).isPresent())
            .toList();
    var byCheck = incidents.stream().collect(Collectors.groupingBy(Incident::check));
    var rows =
        targets.stream()
            .map(target -> row(target, byCheck.getOrDefault(target.checkName(), List.of()), now))
            .collect(Collectors.joining());
    return frame
        .replace("<!--targets-->", targets.isEmpty() ? emptyRow() : rows)
        .replace("<!--incidents-->", timeline(targets, incidents))
        .replace("<!--now-->", GuardJson.time(now));
  }

  private String row(WatchedTarget target, List<Incident> incidents, Instant now) {
    var last = pulse.journal().latest(target.checkName());
    var probe = UptimeGuard.latestProbe(pulse, target.checkName());
    var state = state(target, last, probe);
    return "<tr><th scope=\"row\">"
        + name(target.name())
        + "<span class=\"url\">"
        + escaped(target.url())
        + "</span></th><td data-label=\"Last status\"><span class=\"state "
        + state
        + "\">"
        + state.replace('-', ' ')
        + "</span></td><td class=\"number\" data-label=\"Last answer\">"
        + probe.map(Dashboard::answer).orElse("–")
        + "</td><td class=\"number\" data-label=\"Last probe\">"
        + probe.map(each -> clock(each.timestamp())).orElse("–")
        + "</td><td class=\"number\" data-label=\"Uptime 24 h\">"
        + uptime(target, now)
        + "</td><td data-label=\"Incidents 24 h\">"
        + strip(incidents, now)
        + "</td><td class=\"manage\">"
        + buttons(target)
        + "</td></tr>\n";
  }

  private static String state(WatchedTarget target, Optional<Outcome> last, Optional<Probe> probe) {
    if (!target.enabled()) {
      return "disabled";
    }
    if (last.filter(Probe::wasRefused).isPresent()) {
      return "refused";
    }
    return probe.map(each -> each.ok() ? "ok" : "fail").orElse("not-probed-yet");
  }

  private static String answer(Probe probe) {
    var status = probe.statusCode() == 0 ? "" : "HTTP " + probe.statusCode() + ", ";
    return status + probe.latencyMillis() + " ms";
  }

  private String uptime(WatchedTarget target, Instant now) {
    var ratio = pulse.journal().uptime(target.checkName(), now.minus(DAY), now).ratio();
    if (ratio.isEmpty()) {
      return "no data";
    }
    // Rounded down: 99.999 % is not all of the day.
    return BigDecimal.valueOf(ratio.getAsDouble() * 100)
            .setScale(2, RoundingMode.DOWN)
            .toPlainString()
        + " %";
  }

  /** The last day of one target as a bar, with a mark for each incident. */
  private static String strip(List<Incident> incidents, Instant now) {
    var from = now.minus(DAY);
    var marks = new StringBuilder();
    for (var incident : incidents) {
      var end = incident.endedAt().orElse(now);
      if (end.isBefore(from)) {
        continue;
      }
      int left = position(incident.startedAt(), from);
      int width = Math.max(2, position(end, from) - left);
      marks
          .append("<rect class=\"")
          .append(escaped(incident.rule()))
          .append("\" x=\"")
          .append(Math.min(left, STRIP - 2))
          .append("\" y=\"0\" height=\"14\" width=\"")
          .append(width)
          .append("\"><title>")
          .append(escaped(incident.rule()))
          .append(" from ")
          .append(clock(incident.startedAt()))
          .append("</title></rect>");
    }
    return "<svg class=\"strip\" viewBox=\"0 0 "
        + STRIP
        + " 14\" role=\"img\" aria-label=\"Incidents of the last 24 hours\">"
        + marks
        + "</svg>";
  }

  private static int position(Instant at, Instant from) {
    long millis = Math.max(0, Duration.between(from, at).toMillis());
    return (int) Math.min(STRIP, millis * STRIP / DAY.toMillis());
  }

  private static String buttons(WatchedTarget target) {
    return button(
            target,
            target.enabled() ? "disable" : "enable",
            target.enabled() ? "Disable" : "Enable")
        + button(target, "delete", "Delete");
  }

  private static String button(WatchedTarget target, String action, String label) {
    return "<button type=\"button\" id=\""
        + action
        + "-"
        + target.id()
        + "\" data-action=\""
        + action
        + "\" data-id=\""
        + target.id()
        + "\" data-name=\""
        + escaped(target.name())
        + "\" aria-label=\""
        + label
        + " "
        + escaped(target.name())
        + "\">"
        + label
        + "</button>";
  }

  private static String emptyRow() {
    return "<tr><td colspan=\"7\">No targets yet. Add the first one above.</td></tr>";
  }

  private static String timeline(List<WatchedTarget> targets, List<Incident> incidents) {
    if (incidents.isEmpty()) {
      return "<li>No incidents so far.</li>";
    }
    Map<String, String> names =
        targets.stream().collect(Collectors.toMap(WatchedTarget::checkName, WatchedTarget::name));
    Function<Incident, String> item =
        incident ->
            "<li class=\""
                + (incident.isOpen() ? "open" : "closed")
                + "\"><span class=\"kind "
                + escaped(incident.rule())
                + "\">"
                + escaped(incident.rule().replace('_', ' '))
                + "</span> <strong>"
                + name(names.getOrDefault(incident.check(), incident.check()))
                + "</strong> "
                + clock(incident.startedAt())
                + " – "
                + incident.endedAt().map(Dashboard::clock).orElse("<em>open</em>")
                + "<span class=\"details\">"
                + escaped(GuardJson.details(incident))
                + "</span></li>\n";
    return incidents.stream().limit(INCIDENTS).map(item).collect(Collectors.joining());
  }

  private static String clock(Instant at) {
    var time = GuardJson.time(at);
    return "<time datetime=\""
        + time
        + "\">"
        + time.substring(0, time.indexOf('.')).replace('T', ' ')
        + "Z"
        + "</time>";
  }

  /** A name whose direction of writing ends with it, so that it cannot turn around what follows. */
  private static String name(String text) {
    return "<bdi>" + escaped(text) + "</bdi>";
  }

  /** A text that cannot become markup, neither in an element nor in a quoted attribute. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String resource(String name) {
    try (var in = requireNonNull(Dashboard.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}
