package dev.pulse.core.store;

import dev.pulse.api.model.Status;
import java.sql.SQLException;
import java.util.Set;

/** How statuses are written in the file; independent of their order in the source. */
final class StatusNumbers {
  private StatusNumbers() {}

  static int of(Status status) {
    return switch (status) {
      case PASS -> 0;
      case WARN -> 1;
      case UNKNOWN -> 2;
      case FAIL -> 3;
    };
  }

  static Status status(int number) throws SQLException {
    return switch (number) {
      case 0 -> Status.PASS;
      case 1 -> Status.WARN;
      case 2 -> Status.UNKNOWN;
      case 3 -> Status.FAIL;
      default -> throw new DamagedException("the status of a result");
    };
  }

  /** A set as one number: bit n for status number n. */
  static int mask(Set<Status> statuses) {
    return statuses.stream().mapToInt(status -> 1 << of(status)).reduce(0, (a, b) -> a | b);
  }
}
