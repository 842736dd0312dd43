package dev.pulse.core.check;

import static java.util.Objects.requireNonNull;

import dev.pulse.core.internal.heartbeat.HeartbeatState;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a job says about itself: it begins, it succeeded, it failed. Hand it to {@link
 * Heartbeats#report}. Immutable.
 *
 * <pre>{@code
 * heartbeats.report("backup", HeartbeatReport.ended(process.waitFor()).withOutput(lines)).join();
 * }</pre>
 */
public final class HeartbeatReport {
  /** How many characters of output are kept; the last ones, because they tell how it ended. */
  static final int MAX_OUTPUT = 10_000;

  private static final Pattern TERMINAL_CODES = Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]");
  private static final Pattern LINE_ENDS = Pattern.compile("[\r\n]+");

  private final Kind kind;
  private final @Nullable Integer exitCode;
  private final @Nullable String output;

  private enum Kind {
    START,
    SUCCESS,
    FAILURE
  }

  private HeartbeatReport(Kind kind, @Nullable Integer exitCode, @Nullable String output) {
    this.kind = kind;
    this.exitCode = exitCode;
    this.output = output;
  }

  /** A run begins. */
  public static HeartbeatReport started() {
    return new HeartbeatReport(Kind.START, null, null);
  }

  /** A run ended well. */
  public static HeartbeatReport succeeded() {
    return new HeartbeatReport(Kind.SUCCESS, null, null);
  }

  /** A run failed. */
  public static HeartbeatReport failed() {
    return new HeartbeatReport(Kind.FAILURE, null, null);
  }

  /**
   * A run failed with an exit code. It is a failure whatever the code: a script that asks for the
   * code too late finds 0.
   *
   * @throws IllegalArgumentException unless 0 to 255
   */
  public static HeartbeatReport failed(int exitCode) {
    return new HeartbeatReport(Kind.FAILURE, requireCode(exitCode), null);
  }

  /**
   * A run ended: well with 0, and with every other exit code it failed.
   *
   * @throws IllegalArgumentException unless 0 to 255
   */
  public static HeartbeatReport ended(int exitCode) {
    var kind = requireCode(exitCode) == 0 ? Kind.SUCCESS : Kind.FAILURE;
    return new HeartbeatReport(kind, exitCode, null);
  }

  private static int requireCode(int code) {
    if (code < 0 || code > 255) {
      throw new IllegalArgumentException("exit code must be 0 to 255, but is " + code);
    }
    return code;
  }

  /**
   * This report with the last lines of what the job printed, for people: at most 10,000 characters
   * of it, the last ones, on one line and without control characters.
   */
  public HeartbeatReport withOutput(String output) {
    var text = requireNonNull(output, "output").strip();
    // Cut first, so that the rest costs little whatever was sent; cleaning only shortens, but for
    // line ends, so cut once more.
    var end = Texts.last(text, MAX_OUTPUT);
    var plain = TERMINAL_CODES.matcher(end).replaceAll("").replace('\t', ' ');
    var line = LINE_ENDS.matcher(plain).replaceAll(" | ");
    // What only coloured or moved something leaves nothing to read.
    var kept = line.isBlank() ? null : Texts.foreign(Texts.last(line, MAX_OUTPUT), MAX_OUTPUT);
    return new HeartbeatReport(kind, exitCode, kept);
  }

  /** What is known after this report. */
  HeartbeatState after(HeartbeatState before, Instant at, @Nullable Duration longest) {
    return kind == Kind.START
        ? before.start(at, longest, output)
        : before.end(at, kind == Kind.SUCCESS, exitCode, output);
  }

  /** What it says, without the output. */
  @Override
  public String toString() {
    return switch (kind) {
      case START -> "started";
      case SUCCESS -> "succeeded";
      case FAILURE -> exitCode == null ? "failed" : "failed with exit code " + exitCode;
    };
  }
}
