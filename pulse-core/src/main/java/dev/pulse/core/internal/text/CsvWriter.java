package dev.pulse.core.internal.text;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import okio.Buffer;
import okio.BufferedSink;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Writes CSV as RFC 4180 has it, fit to be opened in a spreadsheet: a text that one would take for
 * a formula gets an apostrophe in front, and so does a part of a text that would be a cell of its
 * own where semicolons or tabs separate. Confine to one thread.
 */
public final class CsvWriter {
  /** RFC 3339 in UTC with milliseconds. */
  public static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendInstant(3)
          .toFormatter(Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?[0-9]+([.,][0-9]+)?([eE][+-]?[0-9]+)?");
  // Also the wide forms, which spreadsheets of some languages read as the plain ones.
  private static final String FORMULA = "=+-@＝＋－＠";
  // Where cells or lines begin for a spreadsheet that expects another separator: Excel splits at
  // semicolons in much of Europe, and then our quotes in the middle of its cell hold nothing.
  private static final String OTHER_SEPARATORS = ";\t\r\n";

  private final BufferedSink sink;

  /** A writer to a sink that the caller flushes and closes. */
  public CsvWriter(BufferedSink sink) {
    this.sink = requireNonNull(sink, "sink");
  }

  /**
   * Writes a line.
   *
   * @param cells numbers, instants, texts; null for what is not known, which leaves the cell empty
   */
  public void row(List<? extends @Nullable Object> cells) throws IOException {
    write(cells);
    sink.writeUtf8("\r\n");
  }

  /**
   * Writes a line of cells that were made before.
   *
   * @param parts some cells each
   */
  public void row(ByteString... parts) throws IOException {
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        sink.writeByte(',');
      }
      sink.write(parts[i]);
    }
    sink.writeUtf8("\r\n");
  }

  /** Cells that many lines have, as {@link #row(List)} writes them. */
  public static ByteString cells(List<? extends @Nullable Object> cells) {
    try (var buffer = new Buffer()) {
      new CsvWriter(buffer).write(cells);
      return buffer.readByteString();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
  }

  private void write(List<? extends @Nullable Object> cells) throws IOException {
    for (int i = 0; i < cells.size(); i++) {
      if (i > 0) {
        sink.writeByte(',');
      }
      cell(cells.get(i));
    }
  }

  private void cell(@Nullable Object value) throws IOException {
    if (value == null) {
      return;
    }
    if (value instanceof Double number) {
      sink.writeUtf8(plain(BigDecimal.valueOf(number)));
    } else if (value instanceof BigDecimal number) {
      sink.writeUtf8(plain(number));
    } else if (value instanceof Number number) {
      sink.writeUtf8(number.toString());
    } else if (value instanceof Instant instant) {
      sink.writeUtf8(TIME.format(instant));
    } else {
      text(value.toString());
    }
  }

  /** Without an exponent: spreadsheets round those. */
  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private void text(String text) throws IOException {
    var harmless = (isFormula(text) ? "'" : "") + withoutHiddenFormulas(text);
    if (harmless.chars().noneMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n')
        && harmless.equals(harmless.strip())) {
      sink.writeUtf8(harmless);
    } else {
      sink.writeByte('"').writeUtf8(harmless.replace("\"", "\"\"")).writeByte('"');
    }
  }

  private static String withoutHiddenFormulas(String text) {
    var safe = new StringBuilder(text.length());
    boolean begins = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (begins && FORMULA.indexOf(c) >= 0) {
        safe.append('\'');
      }
      begins = OTHER_SEPARATORS.indexOf(c) >= 0 || (begins && isSkipped(c));
      safe.append(c);
    }
    return safe.toString();
  }

  /** Blanks, and quotes that open and close again in front of a formula. */
  private static boolean isSkipped(char c) {
    return c == '"'
        || Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.isISOControl(c);
  }

  private static boolean isFormula(String text) {
    // Some spreadsheets look for the sign behind blanks as well.
    var begin = text.stripLeading();
    return !text.isEmpty()
        && (Character.isISOControl(text.charAt(0))
            || (!begin.isEmpty() && FORMULA.indexOf(begin.charAt(0)) >= 0))
        && !NUMBER.matcher(text).matches();
  }
}
