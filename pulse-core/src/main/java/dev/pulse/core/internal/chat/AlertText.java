package dev.pulse.core.internal.chat;

import dev.pulse.api.alert.Alert;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One alert in a few lines: what, what was seen, since when, who has it, what the rule adds. */
final class AlertText {
  private static final String MORE = "…";
  private static final int TITLE = 250;
  private static final int LINE = 800;

  private AlertText() {}

  /**
   * The lines, escaped, as many as fit.
   *
   * @param most how long all may be; at least 300, so that the title fits
   */
  static String of(Alert alert, Markup markup, int most) {
    var text = new StringBuilder();
    for (var line : lines(alert, markup)) {
      // Room for the mark is kept until the last line is in.
      if (text.length() + line.length() + 1 + MORE.length() + 1 > most) {
        return text.append('\n').append(MORE).toString();
      }
      text.append(text.isEmpty() ? "" : "\n").append(line);
    }
    return text.toString();
  }

  private static List<String> lines(Alert alert, Markup markup) {
    var lines = new ArrayList<String>();
    lines.add(markup.bold(markup.line(alert.title(), TITLE)));
    if (!alert.text().isBlank() && !alert.text().equals(alert.title())) {
      lines.add(markup.line(alert.text(), LINE));
    }
    lines.add(state(alert, markup));
    alert
        .acknowledgement()
        .ifPresent(
            taken ->
                lines.add(
                    "taken over by "
                        + markup.line(taken.by(), 100)
                        + " at "
                        + markup.time(taken.at())
                        + (taken.comment().isBlank()
                            ? ""
                            : ": " + markup.line(taken.comment(), LINE))));
    alert
        .annotations()
        .forEach(
            (name, value) -> lines.add(markup.line(name, 100) + ": " + markup.line(value, LINE)));
    if (!alert.details().isEmpty()) {
      var details =
          alert.details().entrySet().stream()
              .map(detail -> detail.getKey() + "=" + detail.getValue())
              .collect(Collectors.joining(" "));
      lines.add(markup.line(details, LINE));
    }
    return lines;
  }

  private static String state(Alert alert, Markup markup) {
    var end = alert.endsAt();
    if (end.isEmpty()) {
      var severity = alert.severity().name().toLowerCase(Locale.ROOT);
      return severity + " since " + markup.time(alert.startsAt());
    }
    var why = alert.resolution().filter(resolution -> !resolution.isBlank());
    return "over since "
        + markup.time(end.get())
        + ", after "
        + Span.of(Duration.between(alert.startsAt(), end.get()))
        + why.map(resolution -> ": " + markup.line(resolution, 100)).orElse("");
  }
}
