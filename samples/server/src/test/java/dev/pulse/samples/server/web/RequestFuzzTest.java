package dev.pulse.samples.server.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a caller can send: a query, a header, a body. */
class RequestFuzzTest {
  /** What a body is read as. */
  public record Wanted(
      String name,
      int count,
      @Nullable Instant at,
      @Nullable List<String> tags,
      @Nullable Map<String, Double> numbers) {}

  @FuzzTest
  void anyQueryIsReadOrTheCallersFault(byte[] input) {
    try {
      var query = request(new String(input, UTF_8), "", input).query("limit", "open", "before");
      query.number("limit", 1, 1000).ifPresent(it -> assertThat(it).isBetween(1L, 1000L));
      query.flag("open");
      query.text("before");
    } catch (HttpError e) {
      assertIsFitForTheCaller(e);
    }
  }

  @FuzzTest
  void anyHeaderHasATokenOrNone(byte[] input) {
    var header = new String(input, UTF_8);

    var token = request("", header, input).token();

    assertThat(token.isEmpty() || header.indexOf(' ') > 0).isTrue();
  }

  @FuzzTest
  void anyBodyIsReadOrTheCallersFault(byte[] input) {
    var request = request("", "", input);
    assertThat(request.bodyForPeople().length()).isLessThanOrEqualTo(input.length);
    try {
      var wanted = request.json(Wanted.class);
      assertThat(request.body()).contains("{");
      assertThat(wanted.count()).isBetween(Integer.MIN_VALUE, Integer.MAX_VALUE);
    } catch (HttpError e) {
      assertIsFitForTheCaller(e);
    }
  }

  private static Request request(String query, String authorization, byte[] body) {
    return new Request(
        "POST", "/api", Map.of(), query, name -> authorization, body, "127.0.0.1", null);
  }

  private static void assertIsFitForTheCaller(HttpError error) {
    assertThat(error.status()).isEqualTo(400);
    assertThat(error.message().length()).isLessThan(150);
    assertThat(error.detail().orElse("").length()).isLessThan(600);
    assertThat(error.message() + error.detail().orElse(""))
        .matches(text -> text.codePoints().noneMatch(Character::isISOControl), "on one line")
        .doesNotContain("\u2028", "\u2029");
  }
}
