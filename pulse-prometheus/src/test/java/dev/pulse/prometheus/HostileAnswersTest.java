package dev.pulse.prometheus;

import static dev.pulse.prometheus.ServerFake.TIME;
import static dev.pulse.prometheus.ServerFake.series;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.Reason;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a server sends that is not what it should be ends in one failure, never in a value. */
class HostileAnswersTest {
  private static final PromQl UP = PromQl.metric("up");

  private ServerFake fake;

  @BeforeEach
  void start() throws Exception {
    fake = new ServerFake();
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  static Stream<Arguments> prometheus() {
    var good = series("{\"a\":\"1\"}", "1");
    return Stream.of(
        Arguments.of("nothing", ""),
        Arguments.of("a page", "<html>login</html>"),
        Arguments.of("half of it", "{\"status\":\"success\",\"data\":{\"resul"),
        Arguments.of("another one behind it", vector(good) + "{}"),
        Arguments.of("null", "null"),
        Arguments.of("a list", "[]"),
        Arguments.of("no data", "{\"status\":\"success\"}"),
        Arguments.of("null for data", "{\"status\":\"success\",\"data\":null}"),
        Arguments.of("data that is a text", "{\"status\":\"success\",\"data\":\"x\"}"),
        Arguments.of("a status of its own", vector(good).replace("success", "fine")),
        Arguments.of("a type of its own", vector(good).replace("vector", "tensor")),
        Arguments.of("no type", vector(good).replace("resultType", "kind")),
        Arguments.of("no result", vector(good).replace("\"result\"", "\"results\"")),
        Arguments.of(
            "a result that is an object",
            vector(good).replace("[{", "{\"a\":{").replace("}]", "}}")),
        Arguments.of("null for a result", vector(good).replace("[" + good + "]", "null")),
        Arguments.of("a series without labels", vector("{\"value\":[1,\"1\"]}")),
        Arguments.of("a series without a value", vector("{\"metric\":{}}")),
        Arguments.of("a label that is a number", vector(series("{\"a\":1}", "1"))),
        Arguments.of("a value that is a number", vector("{\"metric\":{},\"value\":[1,1]}")),
        Arguments.of("a value in hexadecimal", vector(series("{}", "0x1p3"))),
        Arguments.of("a value with a suffix", vector(series("{}", "1d"))),
        Arguments.of("a value that no double holds", vector(series("{}", "1e999"))),
        Arguments.of("an empty value", vector(series("{}", ""))),
        Arguments.of("three parts of a value", vector("{\"metric\":{},\"value\":[1,\"1\",2]}")),
        Arguments.of("a time that is a text", vector("{\"metric\":{},\"value\":[\"1\",\"1\"]}")),
        Arguments.of("a time out of range", vector("{\"metric\":{},\"value\":[1e300,\"1\"]}")),
        Arguments.of("one series twice", vector(good, good)),
        Arguments.of(
            "times in disorder",
            "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},"
                + "\"values\":[[2,\"1\"],[1,\"1\"]]}]}}"),
        Arguments.of(
            "warnings that are no texts", vector(good).replace("}}", "},\"warnings\":[1]}")),
        Arguments.of(
            "an abyss", vector(good).replace("\"1\"]", "\"1\"],\"x\":" + "[".repeat(100_000))));
  }

  private static String vector(String... series) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
        + String.join(",", series)
        + "]}}";
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("prometheus")
  void malformedAnswerOfPrometheusIsOneFailure(String name, String body) throws Exception {
    fake.answers(200, body);
    assertFailure(fake.prometheus().build().instant(UP, TIME));
  }

  static Stream<Arguments> grafana() {
    var time = "{\"name\":\"Time\",\"type\":\"time\"}";
    var value = "{\"name\":\"Value\",\"type\":\"number\",\"labels\":{\"a\":\"1\"}}";
    return Stream.of(
        Arguments.of("nothing", ""),
        Arguments.of("no results", "{\"message\":\"hello\"}"),
        Arguments.of("results that are a list", "{\"results\":[]}"),
        Arguments.of("another result", "{\"results\":{\"other\":{\"frames\":[]}}}"),
        Arguments.of("a status that is a text", "{\"results\":{\"query\":{\"status\":\"200\"}}}"),
        Arguments.of("a result that says nothing", "{\"results\":{\"query\":{}}}"),
        Arguments.of("null for frames", "{\"results\":{\"query\":{\"frames\":null}}}"),
        Arguments.of("frames that are an object", "{\"results\":{\"query\":{\"frames\":{}}}}"),
        Arguments.of("no column of times", frame(value, "[1]")),
        Arguments.of(
            "a column of texts", frame(time + "," + value.replace("number", "string"), "[1],[1]")),
        Arguments.of("fewer values than times", frame(time + "," + value, "[1,2],[1]")),
        Arguments.of("fewer columns than heads", frame(time + "," + value, "[1]")),
        Arguments.of("texts for numbers", frame(time + "," + value, "[1],[\"1\"]")),
        Arguments.of("a value without a time", frame(time + "," + value, "[null],[1]")),
        Arguments.of(
            "labels that are a list",
            frame(time + "," + value.replace("{\"a\":\"1\"}", "[1]"), "[1],[1]")),
        Arguments.of("one series twice", frame(time + "," + value + "," + value, "[1],[1],[1]")),
        Arguments.of("an abyss", "{\"results\":" + "{\"a\":".repeat(100_000)));
  }

  private static String frame(String fields, String values) {
    return "{\"results\":{\"query\":{\"status\":200,\"frames\":[{\"schema\":{\"fields\":["
        + fields
        + "]},\"data\":{\"values\":["
        + values
        + "]}}]}}}";
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("grafana")
  void malformedAnswerOfGrafanaIsOneFailure(String name, String body) throws Exception {
    fake.answers(200, body);
    assertFailure(fake.grafana().build().instant(UP, TIME));
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() throws Exception {
    var body = vector(series("{\"a\":\"\u00ff\"}", "1")).getBytes(StandardCharsets.ISO_8859_1);
    fake.answers(body);
    var failure = fake.prometheus().build().instant(UP, TIME).failure().orElseThrow();
    assertThat(failure.message()).endsWith("which cannot be understood: it is not UTF-8");
  }

  @Test
  void theFailureSaysWhereItIsAndNotWhat() throws Exception {
    fake.answers(200, vector(series("{\"a\":\"1\"}", "evil")));
    var failure = fake.prometheus().build().instant(UP, TIME).failure().orElseThrow();
    assertThat(failure.message())
        .endsWith(
            " answered 200, which cannot be understood: expected a number in a text at"
                + " $.data.result[0].value[2]")
        .doesNotContain("evil");
  }

  private static void assertFailure(QueryAnswer answer) {
    var failure = answer.failure().orElseThrow();
    assertThat(failure.reason()).as(failure.message()).isEqualTo(Reason.PROTOCOL);
    assertThat(failure.message()).contains("answered 200, which cannot be understood: ");
  }
}
