package dev.pulse.core.store;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The small numbers that stand for the sample series of one registration in its summaries. New ones
 * are numbered here and written with the summaries that use them. Confine to one thread.
 */
final class SeriesNumbers {
  /**
   * How many series of a registration are summed up; those that come later are only in single
   * results. A check whose labels never repeat would fill the file otherwise.
   */
  static final int MOST = 1_000;

  /** The series is not summed up. */
  static final int NONE = -1;

  private final OutcomeReader texts;
  private final Map<String, Integer> known = new HashMap<>();
  private final Map<String, Integer> fresh = new LinkedHashMap<>();
  private final Map<Long, int[]> byShape = new HashMap<>();

  /** The numbers of a registration, as a snapshot of the file has them. */
  SeriesNumbers(Session session, long registration) throws SQLException {
    this.texts = new OutcomeReader(session);
    session.each(
        "SELECT text, number FROM series WHERE registration = ?",
        row -> known.put(session.text(row, 1), row.getInt(2)),
        registration);
  }

  /** The number of a series that may have been summed up. */
  static int find(Session session, long registration, String text) throws SQLException {
    return session
        .first(
            "SELECT number FROM series WHERE registration = ? AND text = ?",
            row -> row.getInt(1),
            registration,
            text)
        .orElse(NONE);
  }

  /** The numbers of the series of a shape, by place; NONE where a place is not summed up. */
  int[] ofShape(long shape) throws SQLException {
    var numbers = byShape.get(shape);
    if (numbers == null) {
      var series = texts.shape(shape).seriesTexts();
      numbers = new int[series.size()];
      var seen = new HashMap<String, Integer>();
      for (int i = 0; i < numbers.length; i++) {
        // Of a series that a result has twice, the first value counts.
        boolean first = seen.putIfAbsent(series.get(i), i) == null;
        numbers[i] = first ? numberOf(series.get(i)) : NONE;
      }
      byShape.put(shape, numbers);
    }
    return numbers;
  }

  private int numberOf(String text) {
    var number = known.get(text);
    if (number != null) {
      return number;
    }
    if (known.size() >= MOST) {
      return NONE;
    }
    int next = known.size() + 1;
    known.put(text, next);
    fresh.put(text, next);
    return next;
  }

  /** Those that are new since the snapshot. */
  Map<String, Integer> fresh() {
    return fresh;
  }

  /** Writes new numbers. */
  static void insert(Session session, long registration, Map<String, Integer> fresh)
      throws SQLException {
    for (Map.Entry<String, Integer> series : fresh.entrySet()) {
      session.update(
          "INSERT INTO series (registration, number, text) VALUES (?, ?, ?)",
          registration,
          series.getValue(),
          series.getKey());
    }
  }
}
