package dev.pulse.samples.repohealth.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pulse.github.BuildState;
import dev.pulse.samples.server.web.HttpError;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 6: the body of a report. */
class BuildReportTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static BuildReport read(String body) {
    return BuildReport.read(body, NOW);
  }

  private static String problem(String body) {
    var error = catchThrowableOfType(HttpError.class, () -> read(body));
    assertThat(error.status()).isEqualTo(400);
    return error.detail().orElseThrow();
  }

  private static String with(String member) {
    return "{\"repo\":\"shop\",\"status\":\"success\",\"run_id\":7," + member + "}";
  }

  @Test
  @DisplayName("Section 6: what is left out has its default")
  void onlyRepositoryStatusAndRunAreRequired() {
    assertThat(read("{\"repo\":\"shop\",\"status\":\"failure\",\"run_id\":7}"))
        .isEqualTo(
            new BuildReport(
                "shop",
                BuildState.FAILURE,
                7,
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                NOW));
  }

  @Test
  void everythingCanBeTold() {
    assertThat(
            read(
                "{\"repo\":\"a.b-c_d\",\"status\":\"skipped\",\"run_id\":\"0123\",\"run_attempt\":3,"
                    + "\"branch\":\"feature/ü\",\"sha\":\"0aF9\",\"url\":\"https://ci.example/1\","
                    + "\"finished_at\":\"2026-03-01T13:59:00+02:00\"}"))
        .isEqualTo(
            new BuildReport(
                "a.b-c_d",
                BuildState.SKIPPED,
                123,
                3,
                Optional.of("feature/ü"),
                Optional.of("0aF9"),
                Optional.of(URI.create("https://ci.example/1")),
                Instant.parse("2026-03-01T11:59:00Z")));
  }

  @Test
  void nullIsAsIfItWereLeftOut() {
    assertThat(read(with("\"branch\":null,\"finished_at\":null")).branch()).isEmpty();
    assertThat(problem("{\"repo\":null,\"status\":\"success\",\"run_id\":7}"))
        .startsWith("repo is required");
  }

  @Test
  @DisplayName("Section 6: all that is wrong is told at once, by its field")
  void allProblemsAreToldAtOnce() {
    assertThat(
            problem(
                "{\"repo\":\"a/b\",\"status\":\"fine\",\"run_id\":0,\"run_attempt\":0,\"sha\":\"x\","
                    + "\"branch\":\"\",\"url\":\"ftp://a\",\"finished_at\":\"yesterday\"}"))
        .isEqualTo(
            "repo must be 1 to 100 letters, digits, dots, hyphens or underscores, but is \"a/b\"; "
                + "status must be success, failure, cancelled or skipped, but is \"fine\"; "
                + "run_id must be a whole number above 0 with at most 18 digits, but is \"0\"; "
                + "run_attempt must be a whole number from 1 to 999999, but is \"0\"; "
                + "branch must be 1 to 255 characters on one line, but is \"\"; "
                + "sha must be 4 to 64 hexadecimal digits, but is \"x\"; "
                + "url must be an http or https URL without credentials of at most 2048 characters,"
                + " but is \"ftp://a\"; "
                + "finished_at must be a time such as 2026-01-31T12:00:00Z that is not in the"
                + " future, but is \"yesterday\"");
    assertThat(problem("{}")).contains("repo is required", "status is required", "run_id is req");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.0", "1e3", "-1", "\"+1\"", "\" 1\"", "\"١\"", "1234567890123456789", "\"\""})
  void aRunIsAWholeNumber(String run) {
    assertThat(problem("{\"repo\":\"shop\",\"status\":\"success\",\"run_id\":" + run + "}"))
        .startsWith("run_id must be a whole number");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "https://user:password@ci.example/",
        "https:ci",
        "//ci.example",
        "https://ci.example/a b"
      })
  void anAddressIsOneOfTheWeb(String url) {
    assertThat(problem(with("\"url\":\"" + url + "\""))).startsWith("url must be");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T12:05:00Z, true",
    "2026-03-01T12:05:01Z, false",
    "1970-01-01T00:00:00Z, true",
    "1969-12-31T23:59:59Z, false",
    "2026-03-01T12:00:00, false",
    "2026-03-01, false",
    "+1000000-01-01T00:00:00Z, false"
  })
  void aBuildHasEndedByNowGiveOrTakeAClockThatIsFast(String time, boolean taken) {
    var body = with("\"finished_at\":\"" + time + "\"");
    if (taken) {
      assertThat(read(body).finishedAt()).isEqualTo(Instant.parse(time));
    } else {
      assertThat(problem(body)).startsWith("finished_at must be");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "\"x\"",
        "{",
        "{\"repo\":}",
        "nothing",
        "{\"repo\":\"a\"} {}",
        "{}x"
      })
  void anythingButOneObjectIsRefused(String body) {
    assertThatThrownBy(() -> read(body)).isInstanceOf(HttpError.class);
  }

  @Test
  @DisplayName("Decision 1422: a name that is not known is refused, and so is one that comes twice")
  void unknownNamesAreRefused() {
    assertThat(problem(with("\"runAttempt\":2")))
        .startsWith("runAttempt is not known; known are repo, status");
    assertThat(problem(with("\"run_id\":8"))).isEqualTo("run_id must be given once");
    assertThat(problem(with("\"branch\":[\"main\"]"))).startsWith("branch must be a text");
    assertThat(problem(with("\"sha\":1234"))).isEqualTo("sha must be a text");
    assertThat(problem(with("\"<img>\\u0000\":1"))).startsWith("<img>\uFFFD is not known");
  }
}
