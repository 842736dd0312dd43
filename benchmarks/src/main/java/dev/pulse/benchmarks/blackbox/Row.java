package dev.pulse.benchmarks.blackbox;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Check;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One target, how both are asked about it, and what they are expected to say. Immutable. */
final class Row {
  /** Whose verdict, or whose way of saying it, is the better one. */
  enum Right {
    BOTH(""),
    PULSE("Pulse"),
    BLACKBOX("blackbox_exporter"),
    EITHER("a matter of taste");

    final String words;

    Right(String words) {
      this.words = words;
    }
  }

  /**
   * A question to blackbox_exporter.
   *
   * @param hostname the name for the handshake and the Host header; none when the target has it
   */
  record Probe(String module, String target, @Nullable String hostname) {}

  private final int number;
  private final String group;
  private final String title;
  private final Probe probe;
  private final Check check;
  private final Duration timeout;
  private final String pulse;
  private final boolean blackbox;
  private final Right right;
  private final String why;

  private Row(int number, Draft draft, Check check, String pulse) {
    this.number = number;
    this.group = draft.group;
    this.title = draft.title;
    this.probe = requireNonNull(draft.probe, "probe");
    this.check = check;
    this.timeout = draft.timeout;
    this.pulse = pulse;
    this.blackbox = draft.success;
    this.right = draft.right;
    this.why = draft.why;
  }

  /** Its place in the table, from 1. */
  int number() {
    return number;
  }

  String title() {
    return title;
  }

  Probe probe() {
    return probe;
  }

  Check check() {
    return check;
  }

  Duration timeout() {
    return timeout;
  }

  /** The time is only waited for: once is enough, and others may be asked meanwhile. */
  boolean waits() {
    return timeout.compareTo(Draft.LONG) < 0;
  }

  /** The verdict that Pulse should come to: {@code PASS}, or {@code FAIL tls}. */
  String pulse() {
    return pulse;
  }

  /** Whether blackbox_exporter called it a success when the reasons were written down. */
  boolean blackbox() {
    return blackbox;
  }

  Right right() {
    return right;
  }

  /** Why they differ; empty when they agree. */
  String why() {
    return why;
  }

  /** Whether a verdict of Pulse calls the target well. */
  static boolean isUp(String verdict) {
    return verdict.equals("PASS") || verdict.startsWith("WARN ");
  }

  @Override
  public String toString() {
    return group + ": " + title;
  }

  /** A row that is being written down. Confine to one thread. */
  static final class Draft {
    private static final Duration LONG = Duration.ofSeconds(10);

    private final List<Row> rows;
    private final String group;
    private final String title;
    private @Nullable Probe probe;
    private Duration timeout = LONG;
    private boolean success;
    private Right right = Right.BOTH;
    private String why = "";

    /** To be added to these rows, by its last method. */
    Draft(List<Row> rows, String group, String title) {
      this.rows = rows;
      this.group = group;
      this.title = title;
    }

    /** Blackbox_exporter is asked this, and says that it is a success. */
    Draft success(String module, String target) {
      probe = new Probe(module, target, null);
      success = true;
      return this;
    }

    /** Blackbox_exporter is asked this, and says that it is a failure. */
    Draft failure(String module, String target) {
      probe = new Probe(module, target, null);
      success = false;
      return this;
    }

    /** Blackbox_exporter is told the name that it cannot resolve. */
    Draft named(String hostname) {
      var old = requireNonNull(probe, "probe");
      probe = new Probe(old.module(), old.target(), hostname);
      return this;
    }

    /** Pulse has a second; the module of blackbox_exporter has to have one as well. */
    Draft aSecond() {
      timeout = Duration.ofSeconds(1);
      return this;
    }

    Draft better(Right right, String why) {
      this.right = right;
      this.why = why;
      return this;
    }

    /** Pulse is asked this, and should come to that verdict. */
    void pulse(Check check, String verdict) {
      if (isUp(verdict) != success && why.isEmpty()) {
        throw new IllegalArgumentException(title + ": they differ, and nobody says why");
      }
      rows.add(new Row(rows.size() + 1, this, check, verdict));
    }
  }
}
