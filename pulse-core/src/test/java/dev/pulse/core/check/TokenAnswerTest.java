package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenAnswerTest {
  static TokenAnswer read(String body) {
    try {
      return TokenAnswer.read(200, body);
    } catch (TokenException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"3600, 3600", "'\"3600\"', 3600", "3599.9, 3599", "0, 0", "999999999, 999999999"})
  void lifetimeIsANumberOrATextOfOne(String written, long seconds) {
    var answer =
        read("{\"access_token\":\"a\",\"token_type\":\"bearer\",\"expires_in\":" + written + "}");
    assertThat(answer.lifetime()).contains(Duration.ofSeconds(seconds));
  }

  @Test
  void lifetimeMayBeNull() {
    var answer = read("{\"access_token\":\"a\",\"token_type\":\"bearer\",\"expires_in\":null}");
    assertThat(answer.lifetime()).isEmpty();
    assertThat(answer.token().reveal()).isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"invalid_client", "invalid_scope", "temporarily_unavailable"})
  void knownErrorIsNamed(String error) {
    assertThatExceptionOfType(TokenException.class)
        .isThrownBy(() -> TokenAnswer.read(400, "{\"error\":\"" + error + "\"}"))
        .withMessage("400 Bad Request (" + error + ")");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"error\":\"hunter2\"}", "{\"error\":[\"invalid_client\"]}", "hunter2"})
  void foreignErrorIsNotRepeated(String body) {
    assertThatExceptionOfType(TokenException.class)
        .isThrownBy(() -> TokenAnswer.read(400, body))
        .withMessage("400 Bad Request");
  }
}
