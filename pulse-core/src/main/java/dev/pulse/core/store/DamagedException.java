package dev.pulse.core.store;

import java.sql.SQLException;

/**
 * What stands in the file is not what Pulse writes. Reported like any other failure of the file.
 */
final class DamagedException extends SQLException {
  private static final long serialVersionUID = 1L;

  DamagedException(String where) {
    super(where + " is not as Pulse writes it");
  }

  DamagedException(String where, Throwable cause) {
    super(where + " is not as Pulse writes it", cause);
  }
}
