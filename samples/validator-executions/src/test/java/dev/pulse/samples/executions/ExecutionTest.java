package dev.pulse.samples.executions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Section 4.6; how columns are read from what sqlite3 writes is shown by ClusterTest. */
class ExecutionTest {
  @ParameterizedTest
  @DisplayName("Row 6: states")
  @CsvSource({
    "pending,0",
    "running,1",
    "completed,2",
    "failed,3",
    "COMPLETED,2",
    "'  Failed ',3",
    "paused,0",
    "'',0"
  })
  void states(String text, int number) {
    assertThat(ScriptedPods.in(text).meaning().number()).isEqualTo(number);
  }

  @Test
  void statesDoNotDependOnTheLanguageOfTheMachine() {
    var before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr"));
    try {
      assertThat(ScriptedPods.in("FAILED").meaning()).isEqualTo(ExecutionState.FAILED);
      assertThat(ScriptedPods.in("PENDING").meaning()).isEqualTo(ExecutionState.PENDING);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void theLabelOfAStateIsItsTextAndNeverEmptyOrLong() {
    assertThat(ScriptedPods.in(" Completed ").stateLabel()).isEqualTo(" Completed ");
    assertThat(ScriptedPods.in("").stateLabel()).isEqualTo("unknown");
    assertThat(ScriptedPods.in("😀".repeat(200)).stateLabel()).isEqualTo("😀".repeat(128));
  }

  static Stream<Arguments> hashes() {
    return Stream.of(
        argumentSet("NULL", null, false, 0L),
        argumentSet("empty", "", false, 0L),
        argumentSet("boom", "boom", true, 579_208_708L),
        argumentSet("no such table", "no such table: EXECUTIONS", true, 3_336_497_818L));
  }

  @ParameterizedTest
  @DisplayName("Row 8, 10.1: error hash")
  @MethodSource
  void hashes(@Nullable String error, boolean hasError, long hash) {
    var execution = new Execution("x", "failed", null, null, null, null, error);

    assertThat(execution.hasError()).isEqualTo(hasError);
    assertThat(execution.errorHash()).isEqualTo(hash);
  }

  @Test
  @DisplayName("10.1: a text whose CRC is 0 has the hash 1")
  void anErrorIsNeverHashedToNoError() {
    // Letters whose case was chosen so that the CRC-32 of all of them is 0.
    var text = "ABCDEfGHijKLmnOPQRSTuVwXyzAbCDEFghijklmn";

    assertThat(new Execution("x", "failed", null, null, null, null, text).errorHash()).isEqualTo(1);
  }

  @Test
  @DisplayName("Row 8, defect 5: two JVMs give the same hash")
  void theHashIsTheSameInAnotherProcess() throws Exception {
    var said =
        Command.run(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            HashProgram.class.getName(),
            "boom");

    assertThat(said).isEqualTo(new Command.Said(0, "579208708" + System.lineSeparator()));
  }

  /** Prints the hash of an error. */
  static final class HashProgram {
    private HashProgram() {}

    public static void main(String[] arguments) {
      var execution = new Execution("x", "failed", null, null, null, null, arguments[0]);
      System.out.println(execution.errorHash());
    }
  }

  @Test
  void differencesOfTheLargestNumbersDoNotOverflow() {
    var execution = new Execution("x", "completed", Long.MIN_VALUE, Long.MAX_VALUE, 9L, 4L, null);

    assertThat(execution.blocksProcessed()).hasValue(0x1p64);
    assertThat(execution.durationSeconds()).hasValue(-5);
  }
}
