package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.DetectorState;
import dev.pulse.api.detect.Verdict;
import java.time.Instant;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DetectorContractTest {
  @Nested
  class HoldsForADetectorThatSavesAllItKnows extends DetectorContract {
    @Override
    protected Detector create() {
      return new RunningMaximum();
    }
  }

  @Nested
  class HoldsForADetectorWithoutMemory extends DetectorContract {
    @Override
    protected Detector create() {
      return (value, at) -> value > 100 ? Verdict.anomalous() : Verdict.normal();
    }
  }

  @Test
  void noticesAStateThatIsNotSaved() {
    var contract =
        contractOf(
            () ->
                new RunningMaximum() {
                  @Override
                  public DetectorState state() {
                    return DetectorState.NONE;
                  }
                });

    assertThatThrownBy(contract::goesOnExactlyWhereTheSavedOneStopped)
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(contract::verdictsDoNotDependOnHowTheValuesWereBatched)
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void noticesAStateThatIsRestoredBlindly() {
    var contract =
        contractOf(
            () ->
                new RunningMaximum() {
                  @Override
                  public void restore(DetectorState state) {
                    maximum = state.values().length == 0 ? maximum : state.values()[0];
                  }
                });

    assertThatThrownBy(contract::aStateOfAnotherFormIsRefusedAndChangesNothing)
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(contract::theEmptyStateMakesItForget).isInstanceOf(AssertionError.class);
  }

  @Test
  void noticesDetectorsThatAreOneAndTheSame() {
    var shared = new RunningMaximum();

    assertThatThrownBy(contractOf(() -> shared)::twoDetectorsDoNotShareWhatTheyLearn)
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void noticesFactsThatAreNotNumbers() {
    var contract =
        contractOf(() -> (value, at) -> Verdict.normal().withFact("logarithm", Math.log(value)));

    assertThatThrownBy(contract::finiteValuesOfAllSizesAreJudgedInFiniteNumbers)
        .isInstanceOf(AssertionError.class);
  }

  private static DetectorContract contractOf(Supplier<Detector> detectors) {
    return new DetectorContract() {
      @Override
      protected Detector create() {
        return detectors.get();
      }
    };
  }

  /** Finds every new maximum odd. */
  private static class RunningMaximum implements Detector {
    double maximum = Double.NEGATIVE_INFINITY;

    @Override
    public Verdict observe(double value, Instant at) {
      boolean higher = value > maximum;
      maximum = Math.max(maximum, value);
      return higher ? Verdict.anomalous().withFact("maximum", maximum) : Verdict.normal();
    }

    @Override
    public DetectorState state() {
      return Double.isFinite(maximum) ? DetectorState.of("maximum/1", maximum) : DetectorState.NONE;
    }

    @Override
    public void restore(DetectorState state) {
      maximum = state.isNone() ? Double.NEGATIVE_INFINITY : state.values("maximum/1")[0];
    }
  }
}
