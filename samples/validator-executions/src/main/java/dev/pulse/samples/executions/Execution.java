package dev.pulse.samples.executions;

import static java.util.Objects.requireNonNull;

import dev.pulse.kubernetes.SqliteRow;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The newest row of a pod's work log. 0 is a value; what is not known is null. Immutable.
 *
 * @param id what identifies it; empty when the row has none
 * @param state as the database has it; empty when the row has none
 * @param startBlock the first block
 * @param endBlock the last block
 * @param startTimestamp when it began, in seconds since 1970
 * @param endTimestamp when it ended, in seconds since 1970
 * @param error what went wrong; empty or null when nothing did
 */
record Execution(
    String id,
    String state,
    @Nullable Long startBlock,
    @Nullable Long endBlock,
    @Nullable Long startTimestamp,
    @Nullable Long endTimestamp,
    @Nullable String error) {
  private static final int LONGEST_LABEL = 128;

  Execution {
    requireNonNull(id, "id");
    requireNonNull(state, "state");
  }

  /**
   * Reads a row. Columns are found by name, whatever their case; others are ignored.
   *
   * @throws dev.pulse.kubernetes.KubernetesException when a column of numbers holds something else
   */
  static Execution of(SqliteRow row) {
    return new Execution(
        row.text("id").orElse(""),
        row.text("state").orElse(""),
        whole(row, "start_block"),
        whole(row, "end_block"),
        whole(row, "start_timestamp"),
        whole(row, "end_timestamp"),
        row.text("error").orElse(null));
  }

  private static @Nullable Long whole(SqliteRow row, String column) {
    var number = row.integer(column);
    return number.isPresent() ? number.getAsLong() : null;
  }

  /** What the state means. */
  ExecutionState meaning() {
    return ExecutionState.of(state);
  }

  /** The state as a label has it: short, and never empty. */
  String stateLabel() {
    return state.isEmpty() ? "unknown" : cut(state, LONGEST_LABEL);
  }

  /** Whether something went wrong. */
  boolean hasError() {
    return error != null && !error.isEmpty();
  }

  /** The CRC-32 of the error, the same in every process; 0 when there is none, and only then. */
  long errorHash() {
    if (error == null || error.isEmpty()) {
      return 0;
    }
    var crc = new CRC32();
    crc.update(error.getBytes(StandardCharsets.UTF_8));
    return crc.getValue() == 0 ? 1 : crc.getValue();
  }

  /** Whether it ended badly, or noted an error. */
  boolean isBad() {
    return meaning() == ExecutionState.FAILED || hasError();
  }

  /** How many seconds it has been running; empty when it is not, or began nobody knows when. */
  OptionalDouble runningSeconds(Instant now) {
    // In doubles: what a database holds may lie beyond every instant.
    return meaning() == ExecutionState.RUNNING && startTimestamp != null
        ? OptionalDouble.of(now.getEpochSecond() - (double) startTimestamp)
        : OptionalDouble.empty();
  }

  /** Whether it has been running for longer than that. */
  boolean runsLongerThan(Duration limit, Instant now) {
    return runningSeconds(now).orElse(0) > limit.toSeconds();
  }

  /** How many blocks lie between the first and the last; empty when one is not known. */
  OptionalDouble blocksProcessed() {
    return difference(startBlock, endBlock);
  }

  /** How many seconds it took; empty when it has not ended, or began nobody knows when. */
  OptionalDouble durationSeconds() {
    return difference(startTimestamp, endTimestamp);
  }

  private static OptionalDouble difference(@Nullable Long from, @Nullable Long to) {
    // The difference of two numbers of 64 bits may have 65.
    return from == null || to == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            BigInteger.valueOf(to).subtract(BigInteger.valueOf(from)).doubleValue());
  }

  /** The beginning of a text, not more than so many code points. */
  static String cut(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most));
  }

  /** A state without regard to case and surrounding blanks. */
  static String folded(String state) {
    return state.strip().toLowerCase(Locale.ROOT);
  }
}
