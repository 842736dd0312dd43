package dev.pulse.core.store;

/** How long the stretches of time are that results are summed up in. */
enum Tier {
  /** Made of single results when these are removed. */
  MINUTE(0, 60_000, 60),
  /** Made when results are sealed. */
  HOUR(1, 3_600_000, 6),
  /** Made when results are sealed. */
  DAY(2, 86_400_000, 1),
  /**
   * 32 days, made with them. It sums up those that are there, and only saves reading them: where
   * one is missing, its days answer.
   */
  MONTH(3, 32L * 86_400_000, 1);

  /** How the tier is written in the file. */
  final int number;

  private final long millis;
  private final int cellsPerRow;

  Tier(int number, long millis, int cellsPerRow) {
    this.number = number;
    this.millis = millis;
    this.cellsPerRow = cellsPerRow;
  }

  long millis() {
    return millis;
  }

  /** How long a row is. */
  long row() {
    return millis * cellsPerRow;
  }

  /** Which stretch a time lies in, counted from 1970. */
  long cellOf(long time) {
    return Math.floorDiv(time, millis);
  }

  /** Which row holds the stretch that a time lies in. */
  long rowOf(long time) {
    return Math.floorDiv(cellOf(time), cellsPerRow);
  }

  /** When a row begins; for counting from, also where that leaves the range of a long. */
  long startOfRow(long row) {
    return row * cellsPerRow * millis;
  }

  /** When the stretch of a time begins; the first moment there is, if it begins before. */
  long startOf(long time) {
    long start = time - Math.floorMod(time, millis);
    return start > time ? Long.MIN_VALUE : start;
  }

  /** When the stretch of a time is over; the last moment there is, if it ends after. */
  long endOf(long time) {
    long end = time - Math.floorMod(time, millis) + millis;
    return end < time ? Long.MAX_VALUE : end;
  }
}
