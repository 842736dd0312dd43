package dev.pulse.testkit;

import static dev.pulse.testkit.Rules.mutant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.DetectorState;
import dev.pulse.api.detect.Verdict;
import java.time.Instant;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DetectorContractTest {
  private static final Rules RULES = new Rules(DetectorContract.class);

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

  static Arguments[] mutants() {
    var shared = new RunningMaximum();
    return new Arguments[] {
      mutant(
          "goesOnExactlyWhereTheSavedOneStopped", "saves nothing", contractOf(SavesNothing::new)),
      mutant(
          "verdictsDoNotDependOnHowTheValuesWereBatched",
          "saves nothing",
          contractOf(SavesNothing::new)),
      mutant(
          "twoDetectorsDoNotShareWhatTheyLearn", "is one and the same", contractOf(() -> shared)),
      mutant("theEmptyStateMakesItForget", "keeps what it has", contractOf(RestoresBlindly::new)),
      mutant(
          "aStateOfAnotherFormIsRefusedAndChangesNothing",
          "takes whatever comes",
          contractOf(RestoresBlindly::new)),
      mutant(
          "finiteValuesOfAllSizesAreJudgedInFiniteNumbers",
          "takes a logarithm",
          contractOf(() -> (value, at) -> Verdict.normal().withFact("log", Math.log(value)))),
      mutant(
          "breakingARunLeavesAStateToGoOnFrom",
          "writes what it cannot read",
          contractOf(BreaksItsState::new)),
    };
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void ruleCanBeBroken(String rule, DetectorContract mutant) {
    assertThatThrownBy(() -> RULES.apply(rule, mutant)).isInstanceOf(AssertionError.class);
  }

  @Test
  void everyRuleHasItsMutant() {
    assertThat(Rules.broken(mutants())).isEqualTo(RULES.names());
  }

  private static final class SavesNothing extends RunningMaximum {
    @Override
    public DetectorState state() {
      return DetectorState.NONE;
    }
  }

  private static final class RestoresBlindly extends RunningMaximum {
    @Override
    public void restore(DetectorState state) {
      maximum = state.values().length == 0 ? maximum : state.values()[0];
    }
  }

  /** Forgets on a break what it claims to have saved. */
  private static final class BreaksItsState extends RunningMaximum {
    private boolean broken;

    @Override
    public void breakRun() {
      broken = true;
    }

    @Override
    public DetectorState state() {
      return broken ? DetectorState.of("maximum/1", maximum, 1) : super.state();
    }
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
