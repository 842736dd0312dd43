package dev.pulse.samples.app;

/** What the process answers to its caller. */
final class ExitCode {
  /** It went well; for a check: it passed, perhaps with a warning. */
  static final int OK = 0;

  /** It failed: the check failed, or the service could not start. */
  static final int FAILED = 1;

  /** It was asked for in a way that has no meaning: options or configuration. */
  static final int USAGE = 2;

  /** Nobody can tell how the target is. */
  static final int UNKNOWN = 3;

  private ExitCode() {}
}
