package dev.pulse.samples.fakes;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What a {@link FakeGitHub} answers in place of what it would. Thread-safe. */
final class FakeGitHubTrouble {
  private final ScriptedAnswers scripted = new ScriptedAnswers();
  private final Queue<HttpAnswer> secondary = new ArrayDeque<>();
  private @Nullable HttpAnswer last;
  private int untilLast;

  ScriptedAnswers scripted() {
    return scripted;
  }

  synchronized void after(int requests, HttpAnswer answer) {
    untilLast = requests;
    last = answer;
  }

  synchronized void secondary(int requests, HttpAnswer answer) {
    for (int i = 0; i < requests; i++) {
      secondary.add(answer);
    }
  }

  synchronized void end() {
    scripted.forget();
    secondary.clear();
    last = null;
  }

  /** For a request that came; to be called once for each. */
  synchronized Optional<HttpAnswer> next(String path) {
    return last != null && untilLast-- <= 0 ? Optional.of(last) : scripted.take(path);
  }

  /** Whether this request meets the secondary limit. */
  synchronized Optional<HttpAnswer> slower() {
    return Optional.ofNullable(secondary.poll());
  }
}
