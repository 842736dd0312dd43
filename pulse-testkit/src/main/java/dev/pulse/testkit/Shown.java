package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that somebody could read of a run, to look for secrets in it. Confine to one thread. */
final class Shown {
  private record Part(String where, String text) {}

  private final List<Part> parts = new ArrayList<>();

  /** Adds something that is printed, kept or sent. */
  void add(String where, @Nullable Object what) {
    parts.add(new Part(where, String.valueOf(what)));
  }

  /** Adds an exception as logs show it: with its causes and what it suppressed. */
  void addFailure(@Nullable Throwable failure) {
    addFailure(failure, new HashSet<>());
  }

  private void addFailure(@Nullable Throwable failure, Set<Throwable> seen) {
    if (failure == null || !seen.add(failure)) {
      return;
    }
    add("an exception", failure);
    addFailure(failure.getCause(), seen);
    for (Throwable suppressed : failure.getSuppressed()) {
      addFailure(suppressed, seen);
    }
  }

  void assertNone(Set<String> secrets) {
    for (Part part : parts) {
      for (String secret : secrets) {
        // Not the text itself: a test's report is read by many.
        assertThat(part.text().contains(secret)).as("a secret in %s", part.where()).isFalse();
      }
    }
  }
}
