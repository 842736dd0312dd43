package dev.pulse.api.store;

/**
 * A change that was refused because something else is there already: a document of that id, a newer
 * version, an open incident of the same check, rule and subject, an outcome of the same run.
 * Nothing was written. Read again and decide anew.
 */
public final class ConflictException extends StoreException {
  private static final long serialVersionUID = 1L;

  /** An exception that says what stood in the way. */
  public ConflictException(String message) {
    super(message, null);
  }
}
