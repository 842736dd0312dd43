package dev.pulse.github;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PullReferenceTest {
  @ParameterizedTest
  @CsvSource({
    "https://github.com/sigp/lighthouse/pull/123, sigp/lighthouse#123",
    "github.com/sigp/lighthouse/pull/123/files, sigp/lighthouse#123",
    "HTTPS://GitHub.com/a/b.git/pull/9?x=1, a/b#9",
    "http://www.github.com/a/b/pull/9#x, a/b#9",
    "sigp/lighthouse#77, sigp/lighthouse#77",
    "name_corp/x#77, name_corp/x#77",
    "' #12 ', '#12'",
    "12, '#12'"
  })
  @DisplayName("8.5: accepted")
  void whatPeopleWriteIsUnderstood(String text, String expected) {
    assertThat(PullReference.parse(text)).map(PullReference::toString).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sigp/lighthouse",
        "https://gitlab.com/a/b/pull/1",
        "a/b#",
        "https://github.com/a/b/issues/1",
        "https://github.com.evil.example/a/b/pull/1",
        "https://github.com/a/b/pull/1x",
        "#0",
        "#99999999999",
        "",
        "a/../b#1",
        "a/..#1"
      })
  @DisplayName("8.5: refused")
  void whatIsNotAPullRequestIsRefused(String text) {
    assertThat(PullReference.parse(text)).isEmpty();
  }
}
