package dev.pulse.github;

/** A service beside GitHub gave no answer that can be used. The message tells why, no secrets. */
final class ServiceException extends Exception {
  private static final long serialVersionUID = 1L;

  ServiceException(String message) {
    super(message, null, false, false);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
