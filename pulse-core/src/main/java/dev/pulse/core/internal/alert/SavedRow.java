package dev.pulse.core.internal.alert;

import java.util.List;

/**
 * What is saved of a {@link Row}. Times are in milliseconds since 1970; 0 for none.
 *
 * @param open whether an incident was open
 * @param bad bad ones in a row
 * @param good good ones in a row since the incident was opened
 * @param badSince when the first of the bad ones began
 * @param goodSince when the first of the good ones began
 * @param flapping whether the open incident flaps
 * @param openings when incidents were opened lately
 */
record SavedRow(
    boolean open,
    int bad,
    int good,
    long badSince,
    long goodSince,
    boolean flapping,
    List<Long> openings) {
  SavedRow {
    openings = List.copyOf(openings);
  }

  /** A row of the layouts that knew of counts only. */
  static SavedRow counted(boolean open, int bad, int good) {
    return new SavedRow(open, bad, good, 0, 0, false, List.of());
  }
}
