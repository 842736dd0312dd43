package dev.pulse.core.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;

class TokenAnswerFuzzTest {
  private static final Duration LONGEST = Duration.ofSeconds(999_999_999);

  /** The first byte of an input decides between success and refusal; a body follows. */
  @FuzzTest
  void anyBodyIsATokenForAHeaderOrRefused(byte[] input) {
    if (input.length == 0) {
      return;
    }
    var body = new String(input, 1, input.length - 1, UTF_8);
    TokenAnswer answer;
    try {
      answer = TokenAnswer.read(input[0] == '!' ? 401 : 200, body);
    } catch (TokenException e) {
      // Only our own words and the few known errors: the rest may be a secret.
      assertThat(e.getMessage()).hasSizeLessThan(80).matches("[A-Za-z0-9_ ()]+");
      return;
    }
    assertThat(answer.token().reveal()).matches("[!-~]+");
    answer.lifetime().ifPresent(it -> assertThat(it).isBetween(Duration.ZERO, LONGEST));
    assertThat(answer.toString()).startsWith("TokenAnswer[Optional");
  }
}
