package dev.pulse.api.store;

import dev.pulse.api.PulseException;
import org.jspecify.annotations.Nullable;

/** The store could not do what it was asked: unreachable, full, damaged, of a newer version. */
public class StoreException extends PulseException {
  private static final long serialVersionUID = 1L;

  /**
   * An exception of the store.
   *
   * @param message what was tried; never a password or a URL that contains one
   */
  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
