package dev.pulse.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Reason;
import dev.pulse.api.config.Problem;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import dev.pulse.testkit.FakeCheckContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PromQlCheckTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final MetricSelector LAG = PromQl.metric("lag");

  private final List<QueryRequest> asked = new ArrayList<>();
  private final FakeCheckContext context =
      FakeCheckContext.builder().clock(InstantSource.fixed(NOW)).build();

  /** A backend that has one answer for everything, and one for questions for times. */
  private MetricsBackend answering(QueryAnswer value, QueryAnswer times) {
    return request -> {
      asked.add(request);
      var answers = new LinkedHashMap<String, QueryAnswer>();
      request
          .queries()
          .keySet()
          .forEach(name -> answers.put(name, answers.isEmpty() ? value : times));
      return answers;
    };
  }

  private PromQlCheck.Builder check(Series... series) {
    return check(QueryAnswer.vector(series));
  }

  private PromQlCheck.Builder check(QueryAnswer answer) {
    return PromQlCheck.builder(answering(answer, answer), LAG);
  }

  private static Series series(String topic, double value) {
    return Series.of("lag", Labels.of("topic", topic), List.of(new Point(NOW, value)));
  }

  private CheckResult run(PromQlCheck.Builder check) throws InterruptedException {
    return check.build().run(context);
  }

  @ParameterizedTest(name = "{0} is {1}: {2}")
  @CsvSource({
    "-1, FAIL, 'is -1, below 0'",
    "0, WARN, 'is 0, below 5'",
    "4.5, WARN, 'is 4.5, below 5'",
    "5, PASS, is 5",
    "10, PASS, is 10",
    "10.5, WARN, 'is 10.5, above 10'",
    "20, WARN, 'is 20, above 10'",
    "21, FAIL, 'is 21, above 20'",
    "Infinity, FAIL, 'is +Inf, above 20'",
    "-Infinity, FAIL, 'is -Inf, below 0'",
    "NaN, UNKNOWN, is not a number",
  })
  void eachValueIsHeldAgainstTheThresholds(double value, Status status, String text)
      throws Exception {
    var result =
        run(check(series("a", value)).failBelow(0).warnBelow(5).warnAbove(10).failAbove(20));
    assertThat(result.status()).isEqualTo(status);
    assertThat(result.findings())
        .containsExactly(
            Finding.of("lag{topic=\"a\"}", status, text).withLabels(Labels.of("topic", "a")));
    assertThat(result.summary()).isEqualTo("lag{topic=\"a\"} " + text);
  }

  @Test
  void theWorstSeriesDecidesAndEachHasAFinding() throws Exception {
    var result =
        run(check(series("a", 1), series("b", 99), series("c", 6)).warnAbove(5).failAbove(9));
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.reason().orElseThrow().code()).isEqualTo("threshold");
    assertThat(result.findings())
        .extracting(Finding::key, Finding::status)
        .containsExactly(
            tuple("lag{topic=\"b\"}", Status.FAIL),
            tuple("lag{topic=\"c\"}", Status.WARN),
            tuple("lag{topic=\"a\"}", Status.PASS));
    assertThat(result.summary())
        .isEqualTo("3 series (1 FAIL, 1 WARN, 1 PASS), first lag{topic=\"b\"} is 99, above 9");
    assertThat(result.samples())
        .containsExactlyInAnyOrder(
            Sample.gauge("lag", Labels.of("topic", "a"), 1),
            Sample.gauge("lag", Labels.of("topic", "b"), 99),
            Sample.gauge("lag", Labels.of("topic", "c"), 6));
  }

  @Test
  void noSeriesAreUnknown() throws Exception {
    var result = run(check().failAbove(1));
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.reason()).contains(Reason.NO_DATA);
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void noSeriesAreWhatSomebodySays(Status status) throws Exception {
    assertThat(run(check().failAbove(1).noData(status)).status()).isEqualTo(status);
  }

  @Test
  void noSeriesAreNoHealthWhenTheServerWarns() throws Exception {
    var partial = QueryAnswer.vector().noting(List.of("store b is down"), List.of());
    var result = run(check(partial).failAbove(1).noData(Status.PASS));
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.summary()).isEqualTo("no series, and the server warns: store b is down");
    assertThat(context.logLines()).containsExactly("the server warns: store b is down");
  }

  @Test
  void failedQueryIsUnknownWithItsReason() throws Exception {
    var failed = QueryAnswer.failed(QueryFailure.of(Reason.TIMEOUT, "no answer in time"));
    var result = run(check(failed).failAbove(1).noData(Status.PASS));
    assertThat(result).isEqualTo(CheckResult.unknown(Reason.TIMEOUT, "no answer in time"));
  }

  @Test
  void textCannotBeJudged() throws Exception {
    assertThat(run(check(QueryAnswer.string("x")).failAbove(1)).status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void scalarIsJudgedAsASeries() throws Exception {
    var scalar =
        QueryAnswer.of(
            QueryAnswer.Type.SCALAR, List.of(Series.of(Labels.empty(), new Point(NOW, 3))));
    var result = run(check(scalar).failAbove(1));
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.samples()).containsExactly(Sample.gauge("promql_value", 3));
  }

  @Test
  void seriesWithoutANumberAreUnknownAndHaveNoSample() throws Exception {
    var histogram = Series.read("lag", Labels.of("topic", "h"), List.of(), true);
    var nothing = Series.read("lag", Labels.of("topic", "n"), List.of(), false);
    var result = run(check(histogram, nothing, series("ok", 1)).failAbove(1));
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.reason()).contains(Reason.NO_DATA);
    assertThat(result.findings())
        .extracting(Finding::text)
        .containsExactly(
            "is a native histogram, and only numbers can be judged", "has no value", "is 1");
    assertThat(result.samples()).hasSize(1);
  }

  @Test
  void oldSampleOfASelectorIsUnknown() throws Exception {
    var times =
        QueryAnswer.vector(
            Series.of(Labels.of("topic", "a"), new Point(NOW, seconds(NOW.minusSeconds(59)))),
            Series.of(Labels.of("topic", "b"), new Point(NOW, seconds(NOW.minusSeconds(121)))),
            Series.of(Labels.of("topic", "n"), new Point(NOW, Double.NaN)));
    var check =
        PromQlCheck.builder(
                answering(
                    QueryAnswer.vector(
                        series("a", 1), series("b", 1), series("c", 1), series("n", 99)),
                    times),
                LAG)
            .failAbove(5)
            .maxAge(Duration.ofMinutes(1));
    var result = run(check);
    assertThat(asked.get(0).queries().values()).containsExactly(LAG, LAG.timestamp());
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.reason().orElseThrow().code()).isEqualTo("stale");
    assertThat(result.findings())
        .extracting(Finding::key, Finding::text)
        .containsExactly(
            tuple("lag{topic=\"b\"}", "has no newer sample than one of 2m1s ago"),
            tuple("lag{topic=\"c\"}", "has a sample that nobody knows the age of"),
            tuple("lag{topic=\"n\"}", "has a sample that nobody knows the age of"),
            tuple("lag{topic=\"a\"}", "is 1"));
  }

  private static double seconds(Instant at) {
    return at.toEpochMilli() / 1000.0;
  }

  @Test
  void oneTimeWithoutLabelsIsEverySeries() throws Exception {
    var time =
        QueryAnswer.vector(
            Series.of(Labels.empty(), new Point(NOW, seconds(NOW.minusSeconds(600)))));
    var check =
        PromQlCheck.builder(
                answering(QueryAnswer.vector(series("a", 1)), time), PromQl.raw("lag * 2"))
            .failAbove(5)
            .maxAge(Duration.ofMinutes(1))
            .timeQuery(PromQl.raw("min(timestamp(lag))"));
    assertThat(run(check).reason().orElseThrow().code()).isEqualTo("stale");
  }

  @Test
  void samplesOfARangeHaveTimesThemselves() throws Exception {
    var matrix =
        QueryAnswer.of(
            QueryAnswer.Type.MATRIX,
            List.of(
                Series.of(
                    Labels.of("topic", "a"),
                    new Point(NOW.minusSeconds(300), 99),
                    new Point(NOW.minusSeconds(30), 1))));
    var range = LAG.over(Duration.ofMinutes(10));
    var check = PromQlCheck.builder(answering(matrix, matrix), range).failAbove(5);
    assertThat(run(check.maxAge(Duration.ofMinutes(1))).status()).isEqualTo(Status.PASS);
    assertThat(run(check.maxAge(Duration.ofSeconds(10))).status()).isEqualTo(Status.UNKNOWN);
    assertThat(asked.get(0).queries()).hasSize(1);
  }

  @Test
  void aRangeThatEndedMinutesAgoSaysNothingOfNow() throws Exception {
    var matrix =
        QueryAnswer.of(
            QueryAnswer.Type.MATRIX,
            List.of(Series.of(Labels.of("topic", "a"), new Point(NOW.minusSeconds(301), 1))));
    var range = LAG.over(Duration.ofHours(1));
    var result = run(PromQlCheck.builder(answering(matrix, matrix), range).failAbove(5));
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void aSubqueryDoesNotTellWhenSamplesWereTaken() {
    var check =
        PromQlCheck.builder(
                answering(QueryAnswer.vector(), QueryAnswer.vector()), PromQl.raw("lag[10m:1m]"))
            .failAbove(5)
            .maxAge(Duration.ofMinutes(1));
    assertThat(check.problems()).extracting(Problem::key).containsExactly("max-age");
  }

  @Test
  void anAgeBelowASecondIsBoundedToo() throws Exception {
    var matrix =
        QueryAnswer.of(
            QueryAnswer.Type.MATRIX,
            List.of(Series.of(Labels.of("topic", "a"), new Point(NOW.minusMillis(700), 1))));
    var check =
        PromQlCheck.builder(answering(matrix, matrix), LAG.over(Duration.ofMinutes(10)))
            .failAbove(5)
            .maxAge(Duration.ofMillis(500));
    assertThat(run(check).findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.text()).contains("less than a second ago"));
  }

  @Test
  void rawThatOnlyLooksLikeARangeIsUnknown() throws Exception {
    var check =
        PromQlCheck.builder(
                answering(QueryAnswer.vector(series("a", 1)), QueryAnswer.vector()),
                PromQl.raw("lag # [10m]"))
            .failAbove(5)
            .maxAge(Duration.ofMinutes(1));
    assertThat(run(check).findings())
        .extracting(Finding::text)
        .containsExactly("has a sample that nobody knows the age of");
  }

  @Test
  void failureToTellTheTimesIsUnknown() throws Exception {
    var failed = QueryAnswer.failed(QueryFailure.of(Reason.STATUS, "answered 500"));
    var check =
        PromQlCheck.builder(answering(QueryAnswer.vector(series("a", 1)), failed), LAG)
            .failAbove(5)
            .maxAge(Duration.ofMinutes(1));
    assertThat(run(check).reason()).contains(Reason.STATUS);
  }

  @Test
  void fewerSeriesThanExpectedAreUnknownButHideNoFailure() throws Exception {
    var result = run(check(series("a", 1)).failAbove(5).minSeries(2));
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.findings().get(0).text()).isEqualTo("1 series, expected at least 2");
    assertThat(run(check(series("a", 9)).failAbove(5).minSeries(2)).status())
        .isEqualTo(Status.FAIL);
  }

  @Test
  void manySeriesAreAllJudgedAndTheWorstAreListed() throws Exception {
    var all = new ArrayList<Series>();
    for (int i = 0; i < 50; i++) {
      all.add(series("t" + i, i));
    }
    var result =
        run(check(QueryAnswer.of(QueryAnswer.Type.VECTOR, all)).failAbove(47.5).maxFindings(3));
    assertThat(result.findings())
        .extracting(Finding::status)
        .containsExactly(Status.FAIL, Status.FAIL, Status.PASS);
    assertThat(result.samples()).hasSize(3);
    assertThat(result.summary())
        .startsWith("50 series (2 FAIL, 48 PASS), first lag{topic=\"t48\"}");
    assertThat(context.logLines()).containsExactly("only 3 of 50 series are listed");
  }

  @Test
  void longLabelsMakeKeysThatAreStillTheirOwn() throws Exception {
    var result =
        run(
            check(series("x".repeat(5000) + "1", 1), series("x".repeat(5000) + "2", 1))
                .failAbove(5));
    assertThat(result.findings())
        .extracting(Finding::key)
        .doesNotHaveDuplicates()
        .allSatisfy(key -> assertThat(key).hasSize(400).startsWith("lag{topic=\"xxx"));
  }

  @Test
  void theTimeOfTheRunIsTheTimeOfTheQuery() throws Exception {
    var brief = FakeCheckContext.builder().timeout(Duration.ofSeconds(3)).build();
    check(series("a", 1)).failAbove(5).build().run(brief);
    assertThat(asked.get(0).within()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(3));
  }

  @Test
  void allProblemsAreToldAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                PromQlCheck.builder(request -> Map.of(), PromQl.raw("a * 2"))
                    .warnAbove(5)
                    .failAbove(4)
                    .failBelow(Double.NEGATIVE_INFINITY)
                    .maxAge(Duration.ZERO)
                    .minSeries(-1)
                    .maxFindings(0)
                    .sample("a b")
                    .build())
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .contains(
                        "warn-above must not be greater than fail-above",
                        "must be finite",
                        "max-age must be longer",
                        "max-age needs a time-query",
                        "min-series must not be negative",
                        "max-findings must be 1 to",
                        "sample must match"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> check().build())
        .withMessageContaining("without one every value passes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> check().failAbove(1).timeQuery(LAG).build())
        .withMessageContaining("time-query is only used with max-age");
  }
}
