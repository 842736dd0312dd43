package dev.pulse.samples.fakes;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** What a fake was told to answer in place of what it would, by how paths begin. Thread-safe. */
final class ScriptedAnswers {
  private final Map<String, HttpAnswer> always = new LinkedHashMap<>();
  private final Map<String, Queue<HttpAnswer>> once = new LinkedHashMap<>();

  synchronized void always(String path, HttpAnswer answer) {
    always.put(path, answer);
  }

  synchronized void once(String path, HttpAnswer... answers) {
    once.computeIfAbsent(path, key -> new ArrayDeque<>()).addAll(List.of(answers));
  }

  synchronized void forget() {
    always.clear();
    once.clear();
  }

  /** For a request that came; to be called once for each. */
  synchronized Optional<HttpAnswer> take(String path) {
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
}
