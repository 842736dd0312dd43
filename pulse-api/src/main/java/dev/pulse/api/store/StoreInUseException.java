package dev.pulse.api.store;

/**
 * Another Pulse has the store. When that one ends the store is free: whoever stands by for it asks
 * again, everybody else stops the other one or takes another store. Nothing was written.
 */
public final class StoreInUseException extends StoreException {
  private static final long serialVersionUID = 1L;

  /** An exception that says which store it is, and never a password. */
  public StoreInUseException(String message) {
    super(message, null);
  }
}
