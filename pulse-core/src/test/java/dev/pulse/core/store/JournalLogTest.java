package dev.pulse.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.store.Commit;
import dev.pulse.core.store.Database.Durability;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JournalLogTest {
  private static final Incident INCIDENT = Incident.builder(1, "a", "down", Instant.EPOCH).build();
  private static final Outcome OUTCOME =
      Outcome.builder("a", 2, Instant.EPOCH, CheckResult.pass("")).build();

  static Stream<Arguments> commits() {
    return Stream.of(
        argumentSet(
            "results and rule states",
            Commit.builder().outcomes(List.of(OUTCOME)).ruleState("a", new byte[0]),
            Durability.NORMAL),
        argumentSet(
            "an incident among results",
            Commit.builder().outcomes(List.of(OUTCOME)).incident(INCIDENT),
            Durability.FULL),
        argumentSet("a document", Commit.builder().document("c", "d", "{}"), Durability.FULL),
        argumentSet(
            "a document that is removed",
            Commit.builder().withoutDocument("c", "d"),
            Durability.FULL));
  }

  @ParameterizedTest
  @MethodSource("commits")
  void whatPeopleRelyOnSurvivesALossOfPower(Commit.Builder commit, Durability expected) {
    assertThat(JournalLog.durabilityOf(commit.build())).isEqualTo(expected);
  }
}
