package dev.pulse.core.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceTest {
  private static final double PAGE = 0.0144;

  @ParameterizedTest(name = "{0} of {1} bad runs: {2}")
  @CsvSource({
    // Three nines, the pair of an hour, each 10 seconds, minute, 5 minutes, hour.
    "6, 360, false",
    "12, 360, true",
    "1, 60, false",
    "3, 60, false",
    "4, 60, true",
    "1, 12, false",
    "2, 12, true",
    "1, 1, false",
    "2, 2, true"
  })
  void aFewRunsMoreThanChanceAreProof(long bad, long count, boolean proven) {
    assertThat(Evidence.USUAL.proves(bad, count, PAGE)).isEqualTo(proven);
  }

  @Test
  void withoutConfidenceTheShareIsTakenAsItIs() {
    assertThat(new Evidence(0, 1).proves(1, 60, PAGE)).isTrue();
    assertThat(new Evidence(0, 1).proves(0, 60, PAGE)).isFalse();
    assertThat(new Evidence(0, 2).proves(1, 60, PAGE)).isFalse();
  }

  /** Where one run or all were bad the bound of Clopper and Pearson has a closed form. */
  @ParameterizedTest
  @CsvSource({"1", "2", "5", "12", "60", "360", "25920"})
  void agreesWithTheBoundsOfClopperAndPearson(long count) {
    double one = 1 - Math.pow(0.95, 1.0 / count);
    double all = Math.pow(0.05, 1.0 / count);

    assertThat(Evidence.atLeast(1, count, one)).isCloseTo(0.05, within(1e-9));
    assertThat(Evidence.atLeast(count, count, all)).isCloseTo(0.05, within(1e-9));
  }

  @Test
  void isTheSumOfTheProbabilitiesOfAllThatAreRarer() {
    var random = new Random(42);
    for (int i = 0; i < 300; i++) {
      int count = 1 + random.nextInt(80);
      double p = 0.001 + random.nextDouble() * 0.4;
      int many = (int) Math.floor(count * p) + 1 + random.nextInt(5);
      if (many <= count) {
        assertThat(Evidence.atLeast(many, count, p))
            .as("%s of %s at %s", many, count, p)
            .isCloseTo(exactly(many, count, p), within(1e-12));
      }
    }
  }

  @Test
  void manyRunsOverflowNothing() {
    assertThat(Evidence.atLeast(300_000, 3_162_240, 0.09)).isBetween(1e-198, 1e-197);
    assertThat(Evidence.atLeast(31_630, 3_162_240, 0.01)).isBetween(0.4, 0.6);
  }

  private static double exactly(int many, int count, double p) {
    var success = new BigDecimal(p);
    var failure = BigDecimal.ONE.subtract(success);
    var sum = BigDecimal.ZERO;
    for (int k = many; k <= count; k++) {
      var term =
          success
              .pow(k, MathContext.DECIMAL128)
              .multiply(failure.pow(count - k, MathContext.DECIMAL128));
      for (int i = 1; i <= k; i++) {
        term =
            term.multiply(BigDecimal.valueOf(count - k + i))
                .divide(BigDecimal.valueOf(i), MathContext.DECIMAL128);
      }
      sum = sum.add(term, MathContext.DECIMAL128);
    }
    return sum.doubleValue();
  }
}
