package dev.pulse.benchmarks.journal;

import dev.pulse.api.model.Signal;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.Windows;
import dev.pulse.benchmarks.profile.Profile;
import dev.pulse.core.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Asks for 24 hours of one check in 1,440 slices, again and again, for a profile. */
public final class DayInSlices {
  private static final int SLICES = 1_440;
  private static final int WARM_UP_SECONDS = 5;
  private static final int SECONDS = 10;

  private DayInSlices() {}

  /**
   * Asks.
   *
   * @param args a folder for a file of a few megabytes
   */
  public static void main(String[] args) throws IOException {
    var folder = Files.createTempDirectory(Path.of(args[0]), "slices");
    try {
      var file = folder.resolve("pulse.db");
      var end = Instant.parse("2026-02-01T00:00:00Z");
      var name = JournalBenchmark.fill(file, end);
      try (var store = Stores.sqlite(file)) {
        ask(store.journal(), name, end, WARM_UP_SECONDS);
        var profile = Profile.begin("24 h in 1,440 slices");
        long asked = ask(store.journal(), name, end, SECONDS);
        profile.end(asked, 1_000, "1,000 questions");
      }
    } finally {
      StoreFile.deleteAll(folder);
    }
  }

  private static long ask(Journal journal, String check, Instant end, int seconds) {
    var day = Windows.equal(end.minus(Duration.ofDays(1)), end, SLICES);
    long begin = System.nanoTime();
    long asked = 0;
    while (System.nanoTime() - begin < seconds * 1_000_000_000L) {
      var slices = journal.history(check, Signal.latency(), day);
      if (slices.size() != SLICES) {
        throw new IllegalStateException(slices.size() + " slices instead of " + SLICES);
      }
      // As the question of the figures does it: the quantile is part of the answer.
      long known =
          slices.stream().filter(slice -> slice.values().quantile(0.95).isPresent()).count();
      if (known < SLICES * 0.9) {
        throw new IllegalStateException("only " + known + " slices have values");
      }
      asked++;
    }
    return asked;
  }
}
