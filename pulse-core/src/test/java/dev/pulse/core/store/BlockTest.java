package dev.pulse.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockTest {
  private static final long START = 1_772_366_400_000L;
  private static final long[] LONGS = {
    0,
    1,
    -1,
    2,
    127,
    128,
    -128,
    1 << 20,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MAX_VALUE - 1,
    Long.MIN_VALUE + 1,
    1L << 62,
    -(1L << 62),
    4_096,
    1_000_000_007
  };
  private static final double[] DOUBLES = {
    0,
    -0.0,
    1,
    -1,
    0.1,
    1 / 3.0,
    200,
    1e300,
    -1e300,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    9e15,
    0.3,
    0.123456789,
    123_456_789.123,
    1e-12,
    4.35
  };
  private static final String[] TEXTS = {
    "",
    "0",
    "00",
    "007",
    "200 OK in 12.05 ms",
    "200 OK in 9 ms",
    "x".repeat(10_000),
    "\0",
    "a\0b",
    "12345678901234567890123",
    "999999999999999999",
    "1000000000000000000",
    "ä🦆٣ 7",
    "{\"details\":{\"status_code\":\"200\"}}",
    "1-2-3-4-5-6-7-8-9-10-11-12"
  };

  static void assertKept(List<StoredResult> results) throws SQLException {
    assertThat(bytesOf(Block.open(Block.seal(results)).results())).isEqualTo(bytesOf(results));
  }

  /** Every part of some results, each in its own form, which has a test of its own. */
  private static byte[] bytesOf(List<StoredResult> results) {
    var out = new ByteWriter();
    results.forEach(result -> result.write(out));
    return out.toArray();
  }

  /** What a check over HTTP leaves behind every 30 seconds, with the noise of a real network. */
  static StoredResult http(int i, Random random) {
    long started = START + 30_000L * i + (random.nextInt(10) == 0 ? 1 : 0);
    long latency = 12_000_000L + Math.abs((long) (random.nextGaussian() * 2_000_000));
    long took = latency / 1_000 + 60 + random.nextInt(40);
    long dns = 200_000L + random.nextInt(100_000);
    long connect = 1_000_000L + random.nextInt(300_000);
    long first = latency - dns - connect - 150_000 + random.nextInt(50_000);
    var numbers =
        ByteBuffer.allocate(7 * 8)
            .putDouble(200)
            .putDouble(0)
            .putDouble(5_123)
            .putDouble(dns / 1e9)
            .putDouble(connect / 1e9)
            .putDouble(first / 1e9)
            .putDouble(latency / 1e9);
    return new StoredResult(
        StoredResult.idAt(started + took / 1_000) + random.nextInt(3),
        started,
        0,
        latency,
        took,
        100 + random.nextInt(400),
        1,
        1,
        0,
        "200 OK in " + latency / 1_000_000 + " ms",
        3,
        numbers.array(),
        "{\"details\":{\"status_code\":\"200\"}}",
        70_000,
        0);
  }

  /** A result of which only the latency was measured. */
  static StoredResult plain(int i, Random random) {
    long started = START + 30_000L * i;
    long latency = 12_000_000L + Math.abs((long) (random.nextGaussian() * 2_000)) * 1_000;
    long took = latency / 1_000 + random.nextInt(40);
    long id = StoredResult.idAt(started + took / 1_000);
    var none = StoredResult.NO_NUMBERS;
    long late = 100L + random.nextInt(400);
    return new StoredResult(
        id, started, 0, latency, took, late, 1, 1, 0, "ok", 0, none, null, 70_000, 0);
  }

  /** As {@link #http}, of a check that measures in microseconds, with a rhythm of days. */
  static StoredResult measured(int i, Random random) {
    long started = START + 30_000L * i + random.nextInt(2);
    double rhythm = 1 + 0.3 * Math.sin(i / 200.0);
    long latency = 1_000L * Math.round(12_000 * rhythm * Math.exp(random.nextGaussian() / 10));
    boolean without = random.nextInt(50) == 0;
    long took = latency / 1_000 + 20 + random.nextInt(60);
    long dns = 20_000L + random.nextInt(40) * 1_000L;
    long connect = 1_000L * Math.round(latency / 1e3 * (0.2 + random.nextDouble() / 5));
    long first = latency - dns - connect - 30_000 - random.nextInt(20) * 1_000L;
    var numbers =
        ByteBuffer.allocate(7 * 8)
            .putDouble(200)
            .putDouble(0)
            .putDouble(5_123 + random.nextInt(3))
            .putDouble(dns / 1e9)
            .putDouble(connect / 1e9)
            .putDouble(first / 1e9)
            .putDouble((latency + 15_000 + random.nextInt(10) * 1_000L) / 1e9);
    return new StoredResult(
        StoredResult.idAt(started + took / 1_000 + random.nextInt(2)),
        started,
        0,
        without ? StoredResult.NO_LATENCY : latency,
        took,
        100L * random.nextInt(4),
        1,
        1,
        0,
        "200 OK in " + latency / 1_000_000 + " ms",
        3,
        numbers.array(),
        "{\"details\":{\"status_code\":\"200\"}}",
        120_000,
        0);
  }

  /** Anything that fits into the types. */
  private static StoredResult hostile(int i, Random random) {
    long shape = random.nextInt(4);
    var numbers = ByteBuffer.allocate(shape == 0 ? 0 : (int) shape * 12 + 8);
    while (numbers.remaining() >= 8) {
      numbers.putDouble(DOUBLES[random.nextInt(DOUBLES.length)]);
    }
    if (numbers.hasRemaining()) {
      numbers.putInt(random.nextInt());
    }
    return new StoredResult(
        1L + i + (random.nextBoolean() ? 0 : LONGS[random.nextInt(LONGS.length)] & (1L << 53) - 1),
        LONGS[random.nextInt(LONGS.length)],
        random.nextInt(4),
        random.nextBoolean() ? -1 : LONGS[random.nextInt(LONGS.length)] & Long.MAX_VALUE,
        LONGS[random.nextInt(LONGS.length)] & Long.MAX_VALUE,
        random.nextLong() & Long.MAX_VALUE,
        (int) LONGS[random.nextInt(LONGS.length)],
        1L + random.nextInt(3),
        random.nextInt(3),
        TEXTS[random.nextInt(TEXTS.length)] + (random.nextInt(3) == 0 ? random.nextInt() : ""),
        shape,
        numbers.array(),
        random.nextBoolean() ? null : TEXTS[random.nextInt(TEXTS.length)],
        LONGS[random.nextInt(LONGS.length)] & Long.MAX_VALUE,
        random.nextInt(3));
  }

  static Stream<Named<IntFunction<List<StoredResult>>>> kinds() {
    return Stream.of(
        Named.of("HTTP", seed -> many(seed, BlockTest::http)),
        Named.of("measured", seed -> many(seed, BlockTest::measured)),
        Named.of("plain", seed -> many(seed, BlockTest::plain)),
        Named.of("hostile", seed -> many(seed, BlockTest::hostile)));
  }

  interface Maker {
    StoredResult make(int i, Random random);
  }

  static List<StoredResult> many(int seed, Maker maker) {
    var random = new Random(seed);
    int count = seed % 5 == 0 ? 1 + seed % 3 : 1 + random.nextInt(480);
    return IntStream.range(0, count).mapToObj(i -> maker.make(i, random)).toList();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyResultIsKept(IntFunction<List<StoredResult>> kind) throws SQLException {
    for (int seed = 0; seed < 150; seed++) {
      assertKept(kind.apply(seed));
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyResultIsKeptByItself(IntFunction<List<StoredResult>> kind) {
    var results = kind.apply(7);
    var out = new ByteWriter();
    results.forEach(result -> result.write(out));

    var in = new ByteReader(out.toArray());
    var read = new ArrayList<StoredResult>();
    while (in.hasMore()) {
      read.add(StoredResult.read(in));
    }

    assertThat(read).usingRecursiveFieldByFieldElementComparator().isEqualTo(results);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void columnsCanBeReadAlone(IntFunction<List<StoredResult>> kind) throws SQLException {
    for (int seed = 0; seed < 20; seed++) {
      var results = kind.apply(seed);
      byte[] body = Block.seal(results);

      assertThat(Block.open(body).runIds())
          .isEqualTo(results.stream().mapToLong(result -> result.runId).toArray());
      assertThat(Block.open(body).latencies())
          .isEqualTo(results.stream().mapToLong(result -> result.latency).toArray());
      var with = results.stream().filter(result -> result.shape == 3).toList();
      if (!with.isEmpty()) {
        assertThat(Block.open(body).numbers(3, 2))
            .isEqualTo(
                with.stream().mapToLong(r -> ByteBuffer.wrap(r.numbers).getLong(16)).toArray());
      }
    }
  }

  @Test
  void anyNumbersAreKept() {
    var random = new Random(1);
    for (int round = 0; round < 2_000; round++) {
      var numbers = new long[1 + random.nextInt(200)];
      int width = random.nextInt(65);
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = width == 0 ? 5 : random.nextLong() >> (64 - width);
        if (random.nextInt(20) == 0) {
          numbers[i] = LONGS[random.nextInt(LONGS.length)];
        }
      }
      var out = new ByteWriter();
      NumberColumn.write(out, numbers);
      var in = new ByteReader(out.toArray());

      assertThat(NumberColumn.read(in, numbers.length)).isEqualTo(numbers);
      assertThat(in.hasMore()).isFalse();
    }
  }

  @Test
  void numbersWithACommonFactorAndAFewStraysStaySmall() {
    var numbers = new long[480];
    Arrays.setAll(numbers, i -> 30_000L * i + (i == 100 ? 7_777_777 : 0));
    var out = new ByteWriter();
    NumberColumn.write(out, numbers);

    assertThat(out.length()).isLessThan(30);
  }

  @Test
  void whatIsOnlyTimeAndLatencyTakesThreeBytes() throws SQLException {
    var random = new Random(1);
    var none = StoredResult.NO_NUMBERS;
    var results =
        IntStream.range(0, 1_200)
            .mapToObj(i -> measured(i, random))
            .map(
                r ->
                    new StoredResult(
                        r.runId,
                        r.started,
                        0,
                        r.latency,
                        r.took,
                        r.late,
                        1,
                        1,
                        0,
                        "ok",
                        0,
                        none,
                        null,
                        r.validFor,
                        0))
            .toList();

    assertKept(results);
    assertThat(Block.seal(results).length / 1_200.0).isLessThan(3.3);
  }

  /** As the last of many phases, which is what all the others leave of the latency. */
  @Test
  void theLastOfVeryManySamplesIsRead() throws SQLException {
    int samples = 20_000;
    var random = new Random(1);
    var results = new ArrayList<StoredResult>();
    for (int i = 0; i < 5; i++) {
      var plain = measured(i, random);
      var numbers = ByteBuffer.allocate(samples * Double.BYTES);
      for (int sample = 1; sample < samples; sample++) {
        numbers.putDouble(1 / 1e9);
      }
      numbers.putDouble((plain.latency - samples + 1) / 1e9);
      results.add(
          new StoredResult(
              plain.runId,
              plain.started,
              0,
              plain.latency,
              plain.took,
              plain.late,
              1,
              1,
              0,
              "ok",
              1,
              numbers.array(),
              null,
              plain.validFor,
              0));
    }
    byte[] body = Block.seal(results);

    long[] last = Block.open(body).numbers(1, samples - 1);

    for (int i = 0; i < last.length; i++) {
      assertThat(Double.longBitsToDouble(last[i]))
          .isEqualTo((results.get(i).latency - samples + 1) / 1e9);
    }
    assertKept(results);
  }

  @Test
  void phasesOfARunTakeLittleBesideItsLatency() throws SQLException {
    var random = new Random(1);
    var results = IntStream.range(0, 600).mapToObj(i -> measured(i, random)).toList();

    assertKept(results);
    assertThat(Block.seal(results).length / 600.0).isLessThan(7.3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void blocksOfOlderFormsAreRead(int version) throws Exception {
    InputStream stored = BlockTest.class.getResourceAsStream("block-" + version + ".bin");
    var random = new Random(11);
    // The first form had no validity: it is derived from the distances of 30 seconds.
    long validFor = version == 1 ? 120_000 : 70_000;
    var expected =
        IntStream.range(0, 90).mapToObj(i -> http(i, random).withValidFor(validFor)).toList();
    try (stored) {
      assertThat(bytesOf(Block.open(stored.readAllBytes()).results())).isEqualTo(bytesOf(expected));
    }
  }

  @Test
  void textsWithoutAnythingInCommonAreKept() throws SQLException {
    var random = new Random(3);
    var results = new ArrayList<StoredResult>();
    for (int i = 0; i < 120; i++) {
      var text = new StringBuilder();
      random.ints(300, 'a', 'z').forEach(c -> text.append((char) c));
      var none = StoredResult.NO_NUMBERS;
      results.add(
          new StoredResult(
              i + 1, i, 3, -1, 0, 0, 1, 1, 1, text.toString(), 0, none, "" + text, i, i % 2));
    }

    assertKept(results);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 20, 100})
  void aDamagedBlockIsAFailureAndNotAnAnswer(int place) {
    byte[] body = Block.seal(many(3, BlockTest::http));
    body[place] ^= 4;

    assertThatExceptionOfType(DamagedException.class)
        .isThrownBy(() -> Block.open(body).results())
        .withMessageContaining("a block of results is not as Pulse writes it");
    assertThatExceptionOfType(DamagedException.class)
        .isThrownBy(() -> Block.open(Arrays.copyOf(body, place)));
  }
}
