package dev.pulse.samples.fakes;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * A container of a {@link FakePod}; runs and is ready unless told otherwise. Confined to the action
 * that {@link FakePod#container(String, java.util.function.Consumer)} hands it to.
 */
public final class FakeContainer {
  private final String name;
  private final Instant started;
  private String image = "registry.example/app:1";
  private boolean ready = true;
  private int restarts;
  private Map<String, Object> state;
  private Map<String, Object> lastState = Map.of();

  FakeContainer(String name, Instant started) {
    this.name = name;
    this.started = started;
    this.state = Map.of("running", Map.of("startedAt", text(started)));
  }

  /** Its image. */
  public FakeContainer image(String image) {
    this.image = image;
    return this;
  }

  /** Whether its readiness probe passes. */
  public FakeContainer ready(boolean ready) {
    this.ready = ready;
    return this;
  }

  /** How often it was started anew. */
  public FakeContainer restarts(int restarts) {
    this.restarts = restarts;
    return this;
  }

  /** It has not started, or not again: {@code CrashLoopBackOff}, {@code ImagePullBackOff}, … */
  public FakeContainer waiting(String reason, String message) {
    ready = false;
    state = Map.of("waiting", Json.object("reason", reason, "message", message));
    return this;
  }

  /** It has ended, and stays so. */
  public FakeContainer terminated(String reason, int exitCode, Instant finished) {
    ready = false;
    state = Map.of("terminated", end(reason, exitCode, finished));
    return this;
  }

  /** How the run before this one ended, and that this one, if any, began then. */
  public FakeContainer lastTerminated(String reason, int exitCode, Instant finished) {
    if (isRunning()) {
      state = Map.of("running", Map.of("startedAt", text(finished)));
    }
    lastState = Map.of("terminated", end(reason, exitCode, finished));
    return this;
  }

  String name() {
    return name;
  }

  boolean isReady() {
    return ready;
  }

  boolean isRunning() {
    return state.containsKey("running");
  }

  Map<String, Object> spec() {
    return Json.object("name", name, "image", image, "resources", Map.of());
  }

  Map<String, Object> status() {
    return Json.object(
        "name",
        name,
        "state",
        state,
        "lastState",
        lastState,
        "ready",
        ready,
        "restartCount",
        restarts,
        "image",
        image,
        "imageID",
        "",
        "started",
        isRunning());
  }

  private Map<String, Object> end(String reason, int exitCode, Instant finished) {
    return Json.object(
        "exitCode",
        exitCode,
        "reason",
        reason,
        "startedAt",
        text(started),
        "finishedAt",
        text(finished));
  }

  static String text(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
