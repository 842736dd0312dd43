package dev.pulse.benchmarks.micro;

import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.Verdict;
import dev.pulse.core.detect.EwmaChart;
import dev.pulse.core.detect.ProportionZTest;
import dev.pulse.core.detect.RarityScore;
import dev.pulse.core.detect.RobustZScore;
import dev.pulse.core.detect.RollingZScore;
import dev.pulse.core.detect.SeasonalZScore;
import java.time.Instant;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One more value of a series that a detector has learnt. */
@State(Scope.Benchmark)
public class DetectorBenchmark {
  private static final int VALUES = 1 << 14;
  private static final long FROM = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

  /** Every detector that Pulse brings along, as it is by default. */
  @Param({"zscore", "proportion", "ewma", "robust", "seasonal", "rarity"})
  public String type = "";

  private final double[] values = new double[VALUES];
  private Detector detector = RollingZScore.builder().build();
  private int next;

  /** Learns four weeks of a value each minute. */
  @Setup
  public void learn() {
    var random = new SplittableRandom(1);
    for (int i = 0; i < VALUES; i++) {
      values[i] =
          type.equals("proportion")
              ? random.nextInt(100) == 0 ? 1 : 0
              : Math.rint(80 * Math.exp(0.1 * random.nextGaussian()));
    }
    detector = detector(type);
    for (int i = 0; i < 28 * 1_440; i++) {
      observe();
    }
  }

  private static Detector detector(String type) {
    return switch (type) {
      case "zscore" -> RollingZScore.builder().build();
      case "proportion" -> new ProportionZTest();
      case "ewma" -> EwmaChart.builder().build();
      case "robust" -> RobustZScore.builder().build();
      case "seasonal" -> SeasonalZScore.builder().build();
      case "rarity" -> RarityScore.builder().build();
      default -> throw new IllegalArgumentException(type);
    };
  }

  /** Learns and judges. */
  @Benchmark
  public Verdict observe() {
    int i = next++;
    return detector.observe(values[i & VALUES - 1], Instant.ofEpochMilli(FROM + i * 60_000L));
  }
}
