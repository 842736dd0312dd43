package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Status;
import dev.pulse.core.condition.Conditions;
import dev.pulse.testkit.FakeCheckContext;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an HTTP check keeps of the body, and what conditions make of it. */
class HttpCheckBodyTest {
  private final MockWebServer server = new MockWebServer();

  @BeforeEach
  void start() throws Exception {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpCheck.Builder get() {
    return HttpCheck.get(server.url("/").toString());
  }

  private static CheckResult wanting(HttpCheck check) throws InterruptedException {
    return check.run(FakeCheckContext.builder().bodyWanted().build());
  }

  private CheckResult judged(HttpCheck check, String expression) throws Exception {
    return Conditions.failUnless(expression).on(check).run(FakeCheckContext.create());
  }

  private void answer(String body) {
    server.enqueue(new MockResponse.Builder().body(body).build());
  }

  @Test
  void theBodyIsKeptOnlyWhenSomebodyWantsIt() throws Exception {
    answer("hello");
    answer("hello");

    assertThat(get().build().run(FakeCheckContext.create()).body()).isEmpty();
    assertThat(wanting(get().build()).body()).contains("hello");
  }

  @Test
  void anAnswerToHeadHasNoBodyThatAConditionCouldPassOn() throws Exception {
    answer("hello");
    var head = HttpCheck.request("HEAD", server.url("/").toString()).build();

    var result = wanting(head);

    assertThat(result.status()).isEqualTo(Status.PASS);
    assertThat(result.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain, UTF-8",
    "text/plain; charset=iso-8859-1, ISO-8859-1",
    "text/plain; charset=utf-16be, UTF-16BE",
    "text/plain; charset=made-up, UTF-8",
    "nonsense, UTF-8"
  })
  void theCharsetIsTheServersOrUtf8(String type, String charset) throws Exception {
    server.enqueue(
        new MockResponse.Builder()
            .setHeader("Content-Type", type)
            .body(new Buffer().writeString("grün", Charset.forName(charset)))
            .build());

    assertThat(wanting(get().build()).body()).contains("grün");
  }

  @Test
  void theMarkOfTheByteOrderIsNoPartOfTheText() throws Exception {
    answer("\ufeff{\"state\": \"ok\"}");

    assertThat(judged(get().build(), "json('$.state') == 'ok'").status()).isEqualTo(Status.PASS);
  }

  @Test
  void aCompressedBodyIsJudgedAsItReads() throws Exception {
    var zipped = new Buffer();
    try (var zip = new GZIPOutputStream(zipped.outputStream())) {
      zip.write("{\"state\": \"ok\"}".getBytes(StandardCharsets.UTF_8));
    }
    server.enqueue(
        new MockResponse.Builder().setHeader("Content-Encoding", "gzip").body(zipped).build());

    assertThat(judged(get().build(), "json('$.state') == 'ok'").status()).isEqualTo(Status.PASS);
  }

  @Test
  void anEmptyBodyIsABody() throws Exception {
    server.enqueue(new MockResponse.Builder().code(204).build());

    assertThat(judged(get().build(), "body == '' and status == 204").status())
        .isEqualTo(Status.PASS);
  }

  @Test
  void aStateThatIsNotOkFails() throws Exception {
    answer("{\"state\": \"degraded\", \"token\": \"s3cret\"}");
    var result = judged(get().build(), "status == 200 and json('$.state') == 'ok'");

    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.reason()).contains(Reason.CONDITION);
    assertThat(result.summary())
        .matches(
            "does not hold: status == 200 and json\\('\\$\\.state'\\) == 'ok'"
                + " \\(status is 200, json\\('\\$\\.state'\\) is 'degraded'\\); 200 in \\d+ ms");
    assertThat(result.samples()).isNotEmpty();
  }

  @Test
  void aPageInPlaceOfJsonFails() throws Exception {
    answer("<html>please log in</html>");
    var result = judged(get().build(), "json('$.error') == null");

    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.summary())
        .startsWith("does not hold: json('$.error') == null (the body is not JSON); 200 in ");
  }

  @Test
  void aStatusThatIsNotAcceptedStaysAFailure() throws Exception {
    server.enqueue(new MockResponse.Builder().code(404).body("gone").build());
    server.enqueue(new MockResponse.Builder().code(404).body("gone").build());
    var expression = "status == 404 and body contains 'gone'";

    assertThat(judged(get().build(), expression).reason()).contains(Reason.STATUS);
    assertThat(judged(get().acceptStatus(404).build(), expression).status()).isEqualTo(Status.PASS);
  }

  @Test
  void aBodyBeyondItsCapIsTooLarge() throws Exception {
    answer("x".repeat(101));

    assertThat(judged(get().maxBody(100).build(), "body contains 'x'").reason())
        .contains(Reason.TOO_LARGE);
  }

  @Test
  void halfABodyIsNotJudged() throws Exception {
    answer("x".repeat(4 << 20));
    answer("x".repeat((4 << 20) + 1));
    var check = get().maxBody(8 << 20).build();

    assertThat(judged(check, "not (body contains 'error')").status()).isEqualTo(Status.PASS);
    var result = judged(check, "not (body contains 'error')");
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.reason()).contains(Reason.NO_DATA);
  }

  @Test
  void anIgnoredBodyIsNotThere() throws Exception {
    answer("hello");

    assertThat(wanting(get().ignoreBody().build()).body()).isEmpty();
  }
}
