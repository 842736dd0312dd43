package dev.pulse.kubernetes;

/**
 * What a program in a pod left behind when it ended by itself. Immutable.
 *
 * @see PodVisit#run(java.util.List)
 */
public final class ExecResult {
  private final int exitCode;
  private final String stdout;
  private final String stderr;

  ExecResult(int exitCode, String stdout, String stderr) {
    this.exitCode = exitCode;
    this.stdout = stdout;
    this.stderr = stderr;
  }

  /** What the program ended with; 0 means success to most. */
  public int exitCode() {
    return exitCode;
  }

  /** What it wrote to standard output, read as UTF-8; what is none is U+FFFD. */
  public String stdout() {
    return stdout;
  }

  /** What it wrote to standard error, read as UTF-8; what is none is U+FFFD. */
  public String stderr() {
    return stderr;
  }

  /** The exit code and the sizes: output may be anything. */
  @Override
  public String toString() {
    return "exit code "
        + exitCode
        + ", stdout of "
        + stdout.length()
        + " and stderr of "
        + stderr.length()
        + " characters";
  }
}
