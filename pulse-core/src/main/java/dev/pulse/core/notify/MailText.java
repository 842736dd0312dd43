package dev.pulse.core.notify;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.core.internal.notify.Headline;
import dev.pulse.core.internal.text.ForeignText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A message as plain text, for those who read mail so; the words of both forms. */
final class MailText {
  /** More nobody reads; the others are counted. */
  static final int MOST_ALERTS = 50;

  /** A digest is for a look, not for work. */
  static final int MOST_LINES = 20;

  private static final String NEW_LINE = "\r\n";
  private static final int MOST_FACTS = 30;
  private static final int LONGEST = 1_000;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** A name and what is behind it. */
  record Fact(String name, String value) {}

  private MailText() {}

  static String of(Notification notification) {
    var lines = new ArrayList<String>();
    lines.add(title(notification));
    lines.add("");
    if (notification.kind() == Kind.DIGEST) {
      lines.addAll(counts(notification));
      lines.add("");
      lines.addAll(digestLines(notification));
    } else {
      shown(notification).forEach(alert -> append(lines, alert));
      int more = hidden(notification);
      if (more > 0) {
        lines.add("and " + more + " more");
        lines.add("");
      }
    }
    lines.add("-- ");
    lines.add(footer(notification));
    return String.join(NEW_LINE, lines) + NEW_LINE;
  }

  static String of(MailMessage message) {
    return String.join(NEW_LINE, message.lines()) + NEW_LINE;
  }

  private static void append(List<String> lines, Alert alert) {
    lines.add(state(alert) + ": " + line(alert.title()));
    if (!alert.text().isBlank()) {
      lines.add("  " + line(alert.text()));
    }
    facts(alert).forEach(fact -> lines.add("  " + fact.name() + ": " + fact.value()));
    lines.add("");
  }

  static String title(Notification notification) {
    return notification.kind() == Kind.DIGEST
        ? "Pulse daily digest " + Headline.day(notification)
        : Headline.of(notification);
  }

  static String footer(Notification notification) {
    return "Pulse, channel " + line(notification.channel()) + ", " + TIME.format(notification.at());
  }

  /** How many alerts there are of each rule. */
  static List<String> counts(Notification notification) {
    var counts = new TreeMap<String, Integer>();
    notification.alerts().forEach(alert -> counts.merge(line(alert.rule()), 1, Integer::sum));
    return counts.entrySet().stream()
        .limit(MOST_LINES)
        .map(count -> count.getKey() + ": " + count.getValue())
        .toList();
  }

  static List<String> digestLines(Notification notification) {
    var lines = new ArrayList<String>();
    notification.alerts().stream()
        .limit(MOST_LINES)
        .map(
            alert ->
                line(alert.title()) + (alert.text().isBlank() ? "" : ": " + line(alert.text())))
        .forEach(lines::add);
    int more = Math.max(0, notification.alerts().size() - MOST_LINES) + notification.omitted();
    if (more > 0) {
      lines.add("and " + more + " more");
    }
    if (lines.isEmpty()) {
      lines.add("Nothing came up.");
    }
    return lines;
  }

  /** The alerts that are told one by one. */
  static List<Alert> shown(Notification notification) {
    return notification.alerts().stream().limit(MOST_ALERTS).toList();
  }

  /** How many there are beyond those. */
  static int hidden(Notification notification) {
    return Math.max(0, notification.alerts().size() - MOST_ALERTS) + notification.omitted();
  }

  static String state(Alert alert) {
    return alert.isFiring()
        ? "Firing, " + alert.severity().name().toLowerCase(Locale.ROOT)
        : "Resolved";
  }

  /** What is known of an alert besides its title and text, each in one line. */
  static List<Fact> facts(Alert alert) {
    var facts = new ArrayList<Fact>();
    facts.add(new Fact("since", time(alert.startsAt())));
    alert.endsAt().ifPresent(end -> facts.add(new Fact("until", time(end))));
    alert.resolution().ifPresent(why -> facts.add(new Fact("because", line(why))));
    alert
        .acknowledgement()
        .ifPresent(
            taken ->
                facts.add(
                    new Fact(
                        "acknowledged by",
                        line(taken.by())
                            + (taken.comment().isBlank() ? "" : ": " + line(taken.comment())))));
    addAll(facts, alert.annotations());
    addAll(facts, alert.details());
    facts.add(new Fact("labels", line(alert.labels().toString())));
    facts.add(new Fact("incident", String.valueOf(alert.incident())));
    return facts;
  }

  private static void addAll(List<Fact> facts, Map<String, String> more) {
    more.entrySet().stream()
        .limit(MOST_FACTS)
        .forEach(entry -> facts.add(new Fact(line(entry.getKey()), line(entry.getValue()))));
  }

  private static String time(Instant instant) {
    return TIME.format(instant);
  }

  static String line(String text) {
    return ForeignText.oneLine(text, LONGEST);
  }
}
