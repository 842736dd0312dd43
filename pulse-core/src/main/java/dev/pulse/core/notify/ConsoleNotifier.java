package dev.pulse.core.notify;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.api.notify.Receipt;
import dev.pulse.core.internal.text.Cut;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Prints one line for each alert: for trying rules and routes out, and for containers whose output
 * somebody collects.
 *
 * <pre>{@code
 * 2026-03-01T10:16:00Z FIRST critical firing: checkout is down: 3 failures in a row {team="shop"}
 * }</pre>
 *
 * <p>What is no visible character is printed as its code, {@code \\u001b}, and lines are cut, so
 * that no text can play tricks on a terminal or a log. The lines of one message stay together. A
 * stream that nobody reads any more is a failure that may go away; one that blocks is waited for,
 * interrupted or not, as far as the stream knows no interrupts.
 *
 * <p>Thread-safe.
 */
public final class ConsoleNotifier implements Notifier {
  private static final int LONGEST_TEXT = 1_000;

  private final PrintStream out;

  private ConsoleNotifier(PrintStream out) {
    this.out = out;
  }

  /** Prints to the standard output that the process has now. */
  public static ConsoleNotifier standardOutput() {
    return new ConsoleNotifier(System.out);
  }

  /**
   * Prints to a stream.
   *
   * @param out where to; is not closed
   */
  public static ConsoleNotifier to(PrintStream out) {
    return new ConsoleNotifier(requireNonNull(out, "out"));
  }

  @Override
  public Receipt send(Notification notification) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before anything was printed");
    }
    // One call, so that nobody prints in between.
    out.print(lines(notification));
    if (out.checkError()) {
      throw NotifyException.passing("nothing can be written to the console", null);
    }
    return Receipt.none();
  }

  private static String lines(Notification notification) {
    var text = new StringBuilder();
    for (Alert alert : notification.alerts()) {
      begin(text, notification)
          .append(' ')
          .append(alert.severity().name().toLowerCase(Locale.ROOT))
          .append(alert.isFiring() ? " firing: " : " resolved: ")
          .append(visible(alert.title()))
          .append(alert.text().isEmpty() ? "" : ": " + visible(alert.text()))
          .append(' ')
          .append(visible(alert.labels().toString()))
          .append(System.lineSeparator());
    }
    if (notification.alerts().isEmpty() || notification.omitted() > 0) {
      begin(text, notification)
          .append(notification.alerts().isEmpty() ? " no alerts" : " and ")
          .append(notification.omitted() > 0 ? notification.omitted() + " more" : "")
          .append(System.lineSeparator());
    }
    return text.toString();
  }

  private static StringBuilder begin(StringBuilder text, Notification notification) {
    return text.append(notification.at()).append(' ').append(notification.kind());
  }

  private static String visible(String text) {
    var shown = new StringBuilder();
    Cut.to(text, LONGEST_TEXT)
        .codePoints()
        .forEach(
            c -> {
              if (isVisible(c)) {
                shown.appendCodePoint(c);
              } else if (c == '\n') {
                shown.append("\\n");
              } else {
                shown.append(String.format(Locale.ROOT, "\\u%04x", c));
              }
            });
    return shown.toString();
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  @Override
  public String toString() {
    return "console";
  }
}
