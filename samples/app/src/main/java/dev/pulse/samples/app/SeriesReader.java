package dev.pulse.samples.app;

import java.io.IOException;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads times and values from comma-separated lines, one at a time, so that a file may be larger
 * than memory. The first line names the columns; empty lines are skipped.
 */
final class SeriesReader {
  /** Longer than any line that holds a time and some numbers. */
  private static final int LONGEST_LINE = 100_000;

  private static final int SHOWN = 60;
  private static final String TIME = "timestamp";

  private final Reader reader;
  private final int timeColumn;
  private final int valueColumn;
  private final int columns;
  private int number;

  /**
   * One line.
   *
   * @param line its number, from 1
   * @param at its time
   * @param value its value, finite
   */
  record Point(int line, Instant at, double value) {}

  /** What is wrong with a line, with its number. */
  static final class LineException extends Exception {
    private static final long serialVersionUID = 1L;

    LineException(int line, String message) {
      super("line " + line + ": " + message);
    }
  }

  /**
   * Reads the names of the columns.
   *
   * @param reader buffered; not closed here
   * @param column the name of the one with the values
   */
  SeriesReader(Reader reader, String column) throws IOException, LineException {
    this.reader = reader;
    var first = line().orElseThrow(() -> new LineException(1, "the file is empty"));
    var header = first.startsWith("\uFEFF") ? first.substring(1) : first;
    var names = cells(header).stream().map(String::strip).toList();
    this.columns = names.size();
    this.timeColumn = column(names, TIME);
    this.valueColumn = column(names, column);
  }

  private int column(List<String> names, String name) throws LineException {
    int at = names.indexOf(name);
    if (at < 0) {
      throw new LineException(
          number,
          "expected a column \"" + name + "\", but found " + shown(String.join(",", names)));
    }
    return at;
  }

  /**
   * The next line with something in it; empty at the end.
   *
   * @throws LineException when it is not as expected; the one after it may be
   */
  Optional<Point> next() throws IOException, LineException {
    var line = line();
    while (line.isPresent() && line.get().isBlank()) {
      line = line();
    }
    return line.isEmpty() ? Optional.empty() : Optional.of(point(line.get()));
  }

  private Point point(String line) throws LineException {
    var cells = cells(line);
    if (cells.size() != columns) {
      throw new LineException(
          number, "expected " + columns + " columns, but found " + cells.size());
    }
    return new Point(
        number, time(cells.get(timeColumn).strip()), value(cells.get(valueColumn).strip()));
  }

  private double value(String text) throws LineException {
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, as a number that is none is.
    }
    throw new LineException(number, "expected a finite number, but found " + shown(text));
  }

  private Instant time(String text) throws LineException {
    try {
      if (text.matches("-?\\d{1,12}")) {
        return Instant.ofEpochSecond(Long.parseLong(text));
      }
      var iso = text.replace(' ', 'T').toUpperCase(Locale.ROOT);
      return iso.matches(".*T.*(Z|[+-]\\d\\d(:?\\d\\d)?)")
          ? OffsetDateTime.parse(iso, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant()
          : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new LineException(
          number,
          "expected a time like 2026-03-01 12:30:00, 2026-03-01T12:30:00Z or 1772368200, but found "
              + shown(text));
    }
  }

  /** The cells of a line; those in quotation marks may hold commas. */
  private static List<String> cells(String line) {
    var cells = new ArrayList<String>();
    var cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        // Twice within quotation marks, it stands for itself.
        if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
          cell.append(c);
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }

  /** The next line without its end; empty at the end of the file. */
  private Optional<String> line() throws IOException, LineException {
    var line = new StringBuilder();
    int c = reader.read();
    if (c < 0) {
      return Optional.empty();
    }
    number++;
    while (c >= 0 && c != '\n') {
      if (line.length() == LONGEST_LINE) {
        skipLine();
        throw new LineException(number, "is longer than " + LONGEST_LINE + " characters");
      }
      line.append((char) c);
      c = reader.read();
    }
    int length = line.length();
    if (length > 0 && line.charAt(length - 1) == '\r') {
      line.setLength(length - 1);
    }
    return Optional.of(line.toString());
  }

  private void skipLine() throws IOException {
    int c = reader.read();
    while (c >= 0 && c != '\n') {
      c = reader.read();
    }
  }

  private static String shown(String text) {
    var line = CommandLineInterface.oneLine(text);
    return "\"" + (line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line) + "\"";
  }
}
