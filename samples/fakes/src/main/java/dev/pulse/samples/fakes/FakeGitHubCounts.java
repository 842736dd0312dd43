package dev.pulse.samples.fakes;

import java.util.Map;
import java.util.TreeMap;

/** How often what was asked. Thread-safe. */
final class FakeGitHubCounts {
  private final Map<String, Integer> byRoute = new TreeMap<>();
  private int notModified;

  synchronized void add(String route, int status) {
    byRoute.merge(route, 1, Integer::sum);
    notModified += status == 304 ? 1 : 0;
  }

  synchronized Map<String, Integer> byRoute() {
    return new TreeMap<>(byRoute);
  }

  synchronized int notModified() {
    return notModified;
  }

  synchronized void forget() {
    byRoute.clear();
    notModified = 0;
  }
}
