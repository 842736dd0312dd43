package dev.pulse.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.squareup.moshi.JsonReader;
import okio.Buffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunsJsonTest {
  private static Builds runs(String... more) throws Exception {
    var all = new StringBuilder();
    for (int i = 0; i < more.length; i++) {
      all.append(i == 0 ? "" : ",")
          .append("{\"id\":")
          .append(i + 1)
          .append(",\"head_branch\":\"main\",\"status\":\"completed\"")
          .append(",\"conclusion\":\"failure\",\"updated_at\":\"2026-11-21T12:00:00Z\"")
          .append(more[i])
          .append('}');
    }
    var json = "{\"workflow_runs\":[" + all + "]}";
    return FactJson.read(
        JsonReader.of(new Buffer().writeUtf8(json)), reader -> RunsJson.read(reader, "main"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",'event':'pull_request','repository':{'full_name':'acme/x'},"
            + "'head_repository':{'full_name':'eve/x'}",
        ",'event':'push','repository':{'full_name':'acme/x'},"
            + "'head_repository':{'full_name':'eve/x'}",
        ",'head_repository':{'full_name':'eve/x'}",
        ",'event':'pull_request','repository':{'full_name':'acme/x'},'head_repository':null",
        ",'event':'pull_request_target'"
      })
  @DisplayName("a run of a fork's branch of the same name is no build of the default branch")
  void runsOfForksAreNoBuilds(String more) throws Exception {
    assertThat(runs(more.replace('\'', '"')).all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",'event':'push','repository':{'full_name':'acme/x'},"
            + "'head_repository':{'full_name':'acme/x'}",
        ",'event':'pull_request','repository':{'full_name':'acme/x'},"
            + "'head_repository':{'full_name':'acme/x'}",
        ",'event':'schedule','repository':{'full_name':'acme/x'}"
      })
  void runsOfTheRepositoryItselfAre(String more) throws Exception {
    assertThat(runs(more.replace('\'', '"')).all()).hasSize(1);
  }

  @Test
  void theWorkflowIsNamedInOneLine() throws Exception {
    assertThat(runs(",\"name\":\"CI\\u001b[2J\\n main\"", ",\"name\":null").all())
        .extracting(Build::workflow)
        .containsExactlyInAnyOrder("CI\ufffd[2J\ufffd main", "");
  }

  @Test
  void theOthersOfAPageStillCount() throws Exception {
    var fork = ",\"head_repository\":{\"full_name\":\"eve/x\"}";
    assertThat(runs(fork, "", fork, "").all()).extracting(Build::runId).containsOnly(2L, 4L);
  }
}
