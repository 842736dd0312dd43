package dev.pulse.kubernetes;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How one container of a pod is. Immutable.
 *
 * @param init whether it is one of those that run before the others
 * @param restarts how often it was started again; empty when the cluster does not say
 * @param now what it does
 * @param begun when its newest run began, also when that has ended already
 * @param last how its run before this one ended; empty when there was none
 */
record ContainerState(
    String name,
    boolean init,
    boolean ready,
    OptionalLong restarts,
    Doing now,
    Optional<Instant> begun,
    Optional<End> last) {

  /** What a container can be doing. */
  enum Phase {
    RUNNING,
    WAITING,
    TERMINATED,
    /** Something that newer clusters have, or nothing at all. */
    OTHER
  }

  /**
   * What it does, and why.
   *
   * @param reason why it waits, such as {@code CrashLoopBackOff}; empty when it does not
   * @param end how it ended; empty when it has not
   */
  record Doing(Phase phase, String reason, String message, Optional<End> end) {}

  /** How a run ended. */
  record End(String reason, OptionalLong exitCode, Optional<Instant> at) {
    static Optional<End> of(Json state) {
      var terminated = state.at("terminated");
      return terminated.isPresent()
          ? Optional.of(
              new End(
                  Words.line(terminated.text("reason").orElse("")),
                  terminated.number("exitCode"),
                  Words.instant(terminated, "finishedAt")))
          : Optional.empty();
    }

    /** {@code OOMKilled (exit code 137)}. */
    String text() {
      var why = reason.isEmpty() ? "ended" : reason;
      return exitCode.isPresent() ? why + " (exit code " + exitCode.getAsLong() + ")" : why;
    }
  }

  static ContainerState of(Json status, boolean init) {
    return new ContainerState(
        Words.line(status.text("name").orElse("")),
        init,
        status.isTrue("ready"),
        status.number("restartCount"),
        doing(status.at("state")),
        begun(status),
        End.of(status.at("lastState")));
  }

  private static Optional<Instant> begun(Json status) {
    return Words.instant(status, "state", "running", "startedAt")
        .or(() -> Words.instant(status, "state", "terminated", "startedAt"))
        .or(() -> Words.instant(status, "lastState", "terminated", "startedAt"));
  }

  private static Doing doing(Json state) {
    var end = End.of(state);
    if (end.isPresent()) {
      return new Doing(Phase.TERMINATED, "", "", end);
    }
    var waiting = state.at("waiting");
    if (waiting.isPresent()) {
      return new Doing(
          Phase.WAITING,
          Words.line(waiting.text("reason").orElse("")),
          Words.line(waiting.text("message").orElse("")),
          end);
    }
    return new Doing(state.at("running").isPresent() ? Phase.RUNNING : Phase.OTHER, "", "", end);
  }

  /** Whether it is done with what it was started for. */
  boolean succeeded() {
    return now.end().filter(end -> end.exitCode().equals(OptionalLong.of(0))).isPresent();
  }

  /** {@code container web} or {@code init container web}. */
  String title() {
    return (init ? "init container " : "container ") + name;
  }
}
