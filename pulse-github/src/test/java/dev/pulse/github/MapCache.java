package dev.pulse.github;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What systems keep in a table. */
final class MapCache implements HttpCache {
  final Map<String, KeptAnswer> answers = new ConcurrentHashMap<>();

  @Override
  public Optional<KeptAnswer> find(String key) {
    return Optional.ofNullable(answers.get(key));
  }

  @Override
  public void keep(String key, KeptAnswer answer) {
    answers.put(key, answer);
  }
}
