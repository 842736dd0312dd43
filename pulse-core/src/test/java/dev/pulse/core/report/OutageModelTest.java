package dev.pulse.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.store.Store;
import dev.pulse.core.store.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Outages that are found with one question must be those that a look at every result finds. */
class OutageModelTest {
  private static final Instant BEGIN = Instant.parse("2026-06-01T00:00:00Z");
  private static final Instant END = Instant.parse("2026-06-05T07:00:00Z");
  private static final Instant LATER = Instant.parse("2026-07-01T00:00:00Z");
  private static final String LETTERS = "ppppfffffuwm";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void outagesAreThoseOfEveryResult(long seed) {
    var random = new Random(seed);
    try (Store memory = Stores.memory();
        Store sqlite = Stores.sqlite(folder.resolve("pulse.db"))) {
      var outcomes = outcomes(new History(memory), random);
      new History(memory).write(outcomes);
      new History(sqlite).write(outcomes);

      var expected = expected(outcomes);
      for (Store store : List.of(memory, sqlite)) {
        var report =
            SlaReport.builder(store.journal(), () -> LATER, BEGIN, END).check("shop").build();
        var entry = report.checks().get(0);
        assertThat(entry.outages().total()).isEqualTo(entry.uptime().down());
        assertThat(entry.outages().isComplete()).isTrue();
        assertThat(
                List.of(
                    entry.outages().count(),
                    entry.outages().longest().orElse(Duration.ZERO),
                    entry.outages().recovered()))
            .isEqualTo(expected);
      }
    }
  }

  /** Rows of the same answer, gaps, answers that begin together, days without a change. */
  private static List<Outcome> outcomes(History history, Random random) {
    var outcomes = new ArrayList<Outcome>();
    var at = BEGIN.minus(Duration.ofHours(2));
    char letter = 'p';
    while (at.isBefore(END.plus(Duration.ofHours(2)))) {
      if (random.nextInt(8) == 0) {
        letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
      }
      outcomes.add(history.outcome("shop", at, letter, Duration.ofMinutes(15)));
      at = at.plus(Duration.ofMinutes(5L * random.nextInt(3)));
      if (random.nextInt(40) == 0) {
        at = at.plus(Duration.ofMinutes(random.nextInt(600)));
      }
      if (random.nextInt(100) == 0) {
        for (int i = 0; i < 300; i++) {
          outcomes.add(history.outcome("shop", at, 'f', Duration.ofMinutes(15)));
          at = at.plus(Duration.ofMinutes(10));
        }
      }
    }
    return outcomes;
  }

  private static List<Object> expected(List<Outcome> outcomes) {
    var ordered = new ArrayList<>(outcomes);
    ordered.sort(Comparator.comparing(Outcome::started).thenComparing(Outcome::runId));
    long count = 0;
    long recovered = 0;
    var longest = Duration.ZERO;
    Instant from = null;
    Instant to = null;
    boolean endsUp = false;
    for (int i = 0; i <= ordered.size(); i++) {
      Outcome one = i < ordered.size() ? ordered.get(i) : null;
      boolean down =
          one != null && one.status().name().equals("FAIL") && one.maintenance().isEmpty();
      if (from != null && to != null && (one == null || !down || one.started().isAfter(to))) {
        boolean empty = one != null && isSilent(ordered, i);
        if (empty) {
          continue;
        }
        endsUp =
            one != null
                && one.started().equals(to)
                && one.status().isUp()
                && one.maintenance().isEmpty();
        var cutFrom = from.isBefore(BEGIN) ? BEGIN : from;
        var cutTo = to.isAfter(END) ? END : to;
        if (cutFrom.isBefore(cutTo)) {
          count++;
          var length = Duration.between(cutFrom, cutTo);
          longest = length.compareTo(longest) > 0 ? length : longest;
          if (from.isAfter(BEGIN) && to.isBefore(END) && endsUp) {
            recovered++;
          }
        }
        from = null;
      }
      if (one != null && down && !isSilent(ordered, i)) {
        var end = one.started().plus(one.validFor());
        if (i + 1 < ordered.size() && ordered.get(i + 1).started().isBefore(end)) {
          end = ordered.get(i + 1).started();
        }
        from = from == null ? one.started() : from;
        to = end;
      }
    }
    return List.of(count, longest, recovered);
  }

  /** Whether the next one began at the same time and speaks instead. */
  private static boolean isSilent(List<Outcome> ordered, int index) {
    return index + 1 < ordered.size()
        && ordered.get(index + 1).started().equals(ordered.get(index).started());
  }
}
