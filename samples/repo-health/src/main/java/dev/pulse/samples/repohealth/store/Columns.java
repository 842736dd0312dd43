package dev.pulse.samples.repohealth.store;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How values stand in columns. */
final class Columns {
  private static final String SEPARATOR = " ";

  /** PostgreSQL wants all parts of a key to have less than 2,700 bytes together. */
  private static final int LONGEST_KEY = 200;

  /** Names of packages have a place for themselves, so that real ones stay whole. */
  private static final int MOST_BYTES_OF_A_PACKAGE = 1_200;

  private Columns() {}

  /** The name of an organisation or a repository, by which it is found again. */
  static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  static @Nullable Long millis(@Nullable Instant time) {
    return time == null ? null : time.toEpochMilli();
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return Instant.ofEpochMilli(row.getLong(column));
  }

  static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(value);
  }

  static @Nullable Integer intOrNull(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? null : value;
  }

  static boolean truth(ResultSet row, String column) throws SQLException {
    return row.getInt(column) != 0;
  }

  static int number(boolean truth) {
    return truth ? 1 : 0;
  }

  /**
   * A text that somebody else wrote, without what PostgreSQL does not take: a zero, and half of a
   * character.
   */
  static String foreign(String text) {
    var taken = new StringBuilder(text.length());
    text.codePoints()
        .map(
            c ->
                c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                    ? 0xFFFD
                    : c)
        .forEach(taken::appendCodePoint);
    return taken.toString();
  }

  static @Nullable String foreignOrNull(@Nullable String text) {
    return text == null ? null : foreign(text);
  }

  /** The same as a part of a key, which must not be long. */
  static String key(String text) {
    var whole = foreign(text);
    int end = Math.min(whole.length(), LONGEST_KEY);
    boolean half =
        end > 0 && end < whole.length() && Character.isHighSurrogate(whole.charAt(end - 1));
    return whole.substring(0, half ? end - 1 : end);
  }

  /**
   * The name of a package as a part of a key: whole, unless it is longer than any that a person
   * would write. What is read back must be what was found, else it is somebody else's.
   */
  static String packageKey(String name) {
    var whole = foreign(name);
    return whole.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES_OF_A_PACKAGE
        ? whole
        : key(name);
  }

  static String joined(Collection<? extends Enum<?>> constants) {
    return constants.stream().map(Columns::word).collect(Collectors.joining(SEPARATOR));
  }

  static <E extends Enum<E>> List<E> constants(Class<E> type, String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(SEPARATOR)).map(word -> constant(type, word)).toList();
  }

  static <E extends Enum<E>> E constant(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
