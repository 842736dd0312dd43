package dev.pulse.core.notify;

import static java.util.Objects.requireNonNull;

import dev.pulse.core.internal.text.ForeignText;
import java.util.List;
import java.util.stream.Stream;

/**
 * A mail of a layout of your own: a subject, and a text of some lines, which is sent as HTML too.
 * Both are plain: what is no visible character is replaced when it is sent, what HTML would take
 * for markup is escaped, and what is too long is cut with a mark: the subject at 200 characters, a
 * line at 1,000, the text at 200 lines. Immutable.
 *
 * @see EmailNotifier.Builder#layout
 */
public final class MailMessage {
  private static final int LONGEST_LINE = 1_000;
  private static final int MOST_LINES = 200;

  private final String subject;
  private final String text;

  private MailMessage(String subject, String text) {
    this.subject = requireNonNull(subject, "subject");
    this.text = requireNonNull(text, "text");
  }

  /**
   * A mail.
   *
   * @param subject all of it: nothing is put in front
   * @param text may have several lines
   */
  public static MailMessage of(String subject, String text) {
    return new MailMessage(subject, text);
  }

  /** The subject. */
  public String subject() {
    return subject;
  }

  /** The text. */
  public String text() {
    return text;
  }

  /** The lines as they are sent. */
  List<String> lines() {
    var all = text.lines().toList();
    var lines = all.stream().limit(MOST_LINES).map(line -> ForeignText.oneLine(line, LONGEST_LINE));
    return all.size() <= MOST_LINES
        ? lines.toList()
        : Stream.concat(lines, Stream.of("…")).toList();
  }
}
