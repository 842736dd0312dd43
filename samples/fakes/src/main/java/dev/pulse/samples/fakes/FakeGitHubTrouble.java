package dev.pulse.samples.fakes;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What a {@link FakeGitHub} answers in place of what it would. Thread-safe. */
final class FakeGitHubTrouble {
  private final Map<String, HttpAnswer> always = new LinkedHashMap<>();
  private final Map<String, Queue<HttpAnswer>> once = new LinkedHashMap<>();
  private final Queue<HttpAnswer> secondary = new ArrayDeque<>();
  private @Nullable HttpAnswer last;
  private int untilLast;

  synchronized void always(String path, HttpAnswer answer) {
    always.put(path, answer);
  }

  synchronized void once(String path, List<HttpAnswer> answers) {
    once.computeIfAbsent(path, key -> new ArrayDeque<>()).addAll(answers);
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
    always.clear();
    once.clear();
    secondary.clear();
    last = null;
  }

  /** For a request that came; to be called once for each. */
  synchronized Optional<HttpAnswer> next(String path) {
    if (last != null && untilLast-- <= 0) {
      return Optional.of(last);
    }
    for (var entry : once.entrySet()) {
      if (path.startsWith(entry.getKey()) && !entry.getValue().isEmpty()) {
        return Optional.of(entry.getValue().remove());
      }
    }
    return always.entrySet().stream()
        .filter(entry -> path.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** Whether this request meets the secondary limit. */
  synchronized Optional<HttpAnswer> slower() {
    return Optional.ofNullable(secondary.poll());
  }
}
