package dev.pulse.github;

import static dev.pulse.github.FactsFixture.NOW;
import static dev.pulse.github.FactsFixture.build;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildsTest {
  @Test
  @DisplayName("10.5: cancelled, failure, success is failing")
  void theNewestThatSaysSomethingDecides() {
    var builds =
        Builds.of(
            List.of(
                build(1, BuildState.SUCCESS),
                build(2, BuildState.FAILURE),
                build(3, BuildState.CANCELLED)));

    assertThat(builds.status()).isEqualTo(BuildStatus.FAILING);
    assertThat(builds.lastRun()).isEqualTo(build(3, BuildState.CANCELLED).finishedAt());
    assertThat(builds.counted()).isEqualTo(2);
  }

  @Test
  @DisplayName("row 3: only the ten newest of 25 count")
  void onlyTenCount() {
    var all = new ArrayList<Build>();
    for (int i = 1; i <= 25; i++) {
      all.add(build(i, i <= 15 ? BuildState.FAILURE : BuildState.SUCCESS));
    }

    assertThat(Builds.of(all).succeeded()).isEqualTo(10);
    assertThat(Builds.of(all).counted()).isEqualTo(10);
  }

  @Test
  void whatIsUnderWayTakesNoPlace() {
    var all = new ArrayList<Build>();
    for (int i = 1; i <= 10; i++) {
      all.add(build(i, BuildState.SUCCESS));
      all.add(build(100 + i, BuildState.PENDING));
    }

    assertThat(Builds.of(all).succeeded()).isEqualTo(10);
    assertThat(Builds.of(all).status()).isEqualTo(BuildStatus.PASSING);
  }

  @Test
  void withoutResultItIsPendingOrUnknown() {
    assertThat(Builds.of(List.of(build(1, BuildState.PENDING))).status())
        .isEqualTo(BuildStatus.PENDING);
    assertThat(Builds.of(List.of(build(1, BuildState.SKIPPED))).status())
        .isEqualTo(BuildStatus.UNKNOWN);
    assertThat(Builds.of(List.of()).status()).isEqualTo(BuildStatus.UNKNOWN);
    assertThat(Builds.of(List.of()).lastRun()).isEmpty();
  }

  @Test
  void onlyTheLastAttemptOfARunCounts() {
    var first = Build.builder(7, BuildState.FAILURE, NOW).build();
    var second = Build.builder(7, BuildState.SUCCESS, NOW.minusSeconds(9)).attempt(2).build();

    assertThat(Builds.of(List.of(second, first)).all()).containsExactly(second);
  }

  @Test
  void aReportSaysHowARunEndedUntilGitHubDoes() {
    var polled = Build.builder(7, BuildState.PENDING, NOW).build();
    var reported = Build.builder(7, BuildState.FAILURE, NOW).build();

    assertThat(Builds.of(List.of(polled)).withReported(List.of(reported)).all())
        .containsExactly(reported);
    assertThat(Builds.of(List.of(reported)).withReported(List.of(polled)).all())
        .containsExactly(reported);
  }

  @Test
  void whatGitHubSaysGoesBeforeAReport() {
    var polled = Build.builder(7, BuildState.FAILURE, NOW).build();
    var reported = Build.builder(7, BuildState.SUCCESS, NOW.plusSeconds(1)).build();
    var other = Build.builder(8, BuildState.SUCCESS, NOW.plusSeconds(1)).build();

    var builds = Builds.of(List.of(polled)).withReported(List.of(reported, other));

    assertThat(builds.all()).containsExactly(other, polled);
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "completed,success,SUCCESS",
    "completed,failure,FAILURE",
    "completed,timed_out,FAILURE",
    "completed,startup_failure,FAILURE",
    "completed,action_required,FAILURE",
    "completed,cancelled,CANCELLED",
    "completed,stale,CANCELLED",
    "completed,skipped,SKIPPED",
    "completed,neutral,NEUTRAL",
    "completed,something new,NEUTRAL",
    "queued,'',PENDING",
    "in_progress,'',PENDING",
    "waiting,success,PENDING"
  })
  void statesOfRuns(String status, String conclusion, BuildState state) {
    assertThat(BuildState.of(status, conclusion)).isEqualTo(state);
  }
}
