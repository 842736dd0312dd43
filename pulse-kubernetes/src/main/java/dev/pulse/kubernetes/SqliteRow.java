package dev.pulse.kubernetes;

import dev.pulse.kubernetes.KubernetesException.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One row of what a query brought. Columns are found by name, whatever its case; of several columns
 * with one name the first counts. A column that is NULL is empty, like one that there is not: ask
 * {@link #columns()} to tell them apart. Numbers keep all of their digits. Immutable.
 *
 * @see PodSqlite
 */
public final class SqliteRow {
  private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,19}");
  private static final Pattern NUMBER =
      Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]{1,9})?");

  /** No number that SQLite writes is longer; longer ones take long to read. */
  private static final int LONGEST_NUMBER = 400;

  private final List<String> columns;
  private final Map<String, @Nullable Cell> cells;

  /** What is known of the type of a value. */
  private enum Type {
    TEXT,
    NUMBER,
    /** A text that stands for a value of any type, as old programs write them. */
    ANY
  }

  private record Cell(String text, Type type) {}

  private SqliteRow(List<String> columns, Map<String, @Nullable Cell> cells) {
    this.columns = columns;
    this.cells = cells;
  }

  /** The names of the columns as the query has them, in its order; unmodifiable. */
  public List<String> columns() {
    return columns;
  }

  /** A value as text; a number as SQLite writes it. Empty for NULL and where there is no column. */
  public Optional<String> text(String column) {
    return cell(column).map(Cell::text);
  }

  /**
   * A whole number of 64 bits: a number without a fraction or with one of zero ({@code 100.0}), or
   * a text of digits. Empty for NULL and where there is no column.
   *
   * @throws KubernetesException of the kind {@link Kind#NOT_A_NUMBER} when it is something else
   */
  public OptionalLong integer(String column) {
    var cell = cell(column);
    return cell.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(
            whole(cell.get())
                .orElseThrow(
                    () ->
                        KubernetesException.of(
                            Kind.NOT_A_NUMBER, "column " + column + " is not an integer")));
  }

  /**
   * A number, finite: a number of SQLite, or a text that reads like one. Empty for NULL and where
   * there is no column.
   *
   * @throws KubernetesException of the kind {@link Kind#NOT_A_NUMBER} when it is something else
   */
  public OptionalDouble number(String column) {
    var cell = cell(column);
    if (cell.isEmpty()) {
      return OptionalDouble.empty();
    }
    var text = cell.get().text();
    double value = isNumber(text) ? Double.parseDouble(text) : Double.NaN;
    if (!Double.isFinite(value)) {
      throw KubernetesException.of(Kind.NOT_A_NUMBER, "column " + column + " is not a number");
    }
    return OptionalDouble.of(value);
  }

  private Optional<Cell> cell(String column) {
    return Optional.ofNullable(cells.get(column.toLowerCase(Locale.ROOT)));
  }

  private static OptionalLong whole(Cell cell) {
    var text = cell.text();
    try {
      if (DIGITS.matcher(text).matches()) {
        return OptionalLong.of(Long.parseLong(text));
      }
      if (cell.type() != Type.TEXT && isNumber(text)) {
        return OptionalLong.of(new BigDecimal(text).longValueExact());
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // It has a fraction, or does not fit.
    }
    return OptionalLong.empty();
  }

  private static boolean isNumber(String text) {
    return text.length() <= LONGEST_NUMBER && NUMBER.matcher(text).matches();
  }

  /** The names of the columns; values are somebody's data. */
  @Override
  public String toString() {
    return "row of " + columns;
  }

  /** Collects the cells of a row. Confine to one thread. */
  static final class Builder {
    private final List<String> columns = new ArrayList<>();
    private final Map<String, @Nullable Cell> cells = new HashMap<>();

    Builder text(String column, String value) {
      return add(column, new Cell(value, Type.TEXT));
    }

    Builder number(String column, String literal) {
      return add(column, new Cell(literal, Type.NUMBER));
    }

    Builder any(String column, String value) {
      return add(column, new Cell(value, Type.ANY));
    }

    Builder nothing(String column) {
      return add(column, null);
    }

    private Builder add(String column, @Nullable Cell cell) {
      columns.add(column);
      var key = column.toLowerCase(Locale.ROOT);
      if (!cells.containsKey(key)) {
        cells.put(key, cell);
      }
      return this;
    }

    SqliteRow build() {
      return new SqliteRow(List.copyOf(columns), new HashMap<>(cells));
    }
  }
}
