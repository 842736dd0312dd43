package dev.pulse.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OldValidityTest {
  private static final long MINUTE = 60_000;
  private static final long DAY = 86_400_000;

  static Stream<Arguments> starts() {
    return Stream.of(
        argumentSet("every 30 seconds", new long[] {0, 30_000, 60_000, 90_000}, 2 * MINUTE),
        argumentSet("a gap", new long[] {0, 30_000, 60_000, 9_000_000}, 2 * MINUTE),
        argumentSet("the clock set back", new long[] {0, 30_000, -500_000, -470_000}, 2 * MINUTE),
        argumentSet("one by itself", new long[] {77}, 3 * MINUTE),
        argumentSet("all at once", new long[] {5, 5, 5}, MINUTE),
        argumentSet("once a day", new long[] {0, DAY, 2 * DAY}, DAY),
        argumentSet("all of time", new long[] {Long.MAX_VALUE, Long.MIN_VALUE}, DAY));
  }

  @ParameterizedTest
  @MethodSource("starts")
  void twoDistancesAndAMinuteAreSpokenFor(long[] started, long expected) {
    assertThat(OldValidity.of(started)).isEqualTo(expected);
  }

  @Test
  void resultsOfAnOldLogGetTheirValidityFromTheirNeighbours() throws SQLException {
    var tail = new Tail(1);
    var random = new Random(1);
    for (int i = 0; i < 3; i++) {
      tail.add(i, new ByteReader(rowWithoutValidity(BlockTest.plain(i, random))));
    }
    var out = new ByteWriter();
    BlockTest.plain(3, random).withValidFor(7).write(out);
    tail.add(3, new ByteReader(out.toArray()));

    var seen = tail.seen(Long.MIN_VALUE);
    assertThat(seen.results())
        .extracting(result -> result.validFor)
        .containsExactly(2 * MINUTE, 2 * MINUTE, 2 * MINUTE, 7L);
    assertThat(seen.byRunId().result(1).validFor).isEqualTo(2 * MINUTE);
    assertThat(seen.byRunId().result(3).validFor).isEqualTo(7);
  }

  /** As results were written before they had a validity and a maintenance. */
  private static byte[] rowWithoutValidity(StoredResult result) {
    var out = new ByteWriter();
    out.put(result.status | 4);
    out.signed(result.started);
    out.signed(result.runId - StoredResult.idAt(result.started));
    out.unsigned(result.took);
    out.unsigned(result.late);
    out.unsigned(result.instance);
    out.text(result.summary);
    out.unsigned(result.latency);
    return out.toArray();
  }

  @Test
  void resultsThatHaveAValidityKeepIt() {
    var random = new Random(1);
    List<StoredResult> results =
        IntStream.range(0, 5).mapToObj(i -> BlockTest.plain(i, random)).toList();

    assertThat(OldValidity.addTo(results)).isSameAs(results);
  }
}
