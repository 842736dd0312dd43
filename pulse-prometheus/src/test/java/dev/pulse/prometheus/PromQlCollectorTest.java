package dev.pulse.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulse.api.check.Reason;
import dev.pulse.api.collect.Samples;
import dev.pulse.api.collect.Samples.Unavailable;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.testkit.FakeCollectContext;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PromQlCollectorTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final PromQl ANY = PromQl.metric("any");
  private static final QueryAnswer FAILED =
      QueryAnswer.failed(QueryFailure.of(Reason.STATUS, "answered 500"));

  private final Map<String, QueryAnswer> answers = new LinkedHashMap<>();
  private final FakeCollectContext context = FakeCollectContext.create();

  private PromQlCollector.Builder collector() {
    return PromQlCollector.builder(request -> answers);
  }

  private static Series series(String queue, double value) {
    return Series.of(Labels.of("queue", queue), new Point(NOW, value));
  }

  private Samples collect(PromQlCollector.Builder collector) throws InterruptedException {
    return collector.build().collect(context);
  }

  @Test
  void eachSeriesIsASampleUnderTheNameOfItsQuery() throws Exception {
    answers.put("depth", QueryAnswer.vector(series("a", 1), series("b", -2.5)));
    answers.put("sent_total", QueryAnswer.vector(series("a", 7)));
    var brought = collect(collector().gauge("depth", ANY).counter("sent_total", ANY));
    assertThat(brought.asList())
        .containsExactly(
            Sample.gauge("depth", Labels.of("queue", "a"), 1),
            Sample.gauge("depth", Labels.of("queue", "b"), -2.5),
            Sample.counter("sent_total", Labels.of("queue", "a"), 7));
    assertThat(brought.unavailable()).isEmpty();
  }

  @Test
  void whatIsNotFiniteIsNamedAsUnavailable() throws Exception {
    answers.put(
        "depth",
        QueryAnswer.vector(
            series("a", 1),
            series("b", Double.NaN),
            series("c", Double.POSITIVE_INFINITY),
            Series.read(null, Labels.of("queue", "d"), List.of(), true),
            Series.of(Labels.of("queue", "e"))));
    var brought = collect(collector().gauge("depth", ANY));
    assertThat(brought.asList()).hasSize(1);
    assertThat(brought.unavailable())
        .containsExactly(
            new Unavailable("depth {queue=\"b\"}", "is NaN"),
            new Unavailable("depth {queue=\"c\"}", "is +Inf"),
            new Unavailable("depth {queue=\"d\"}", "is a native histogram"),
            new Unavailable("depth {queue=\"e\"}", "has no value"));
  }

  @Test
  void oneFailureOfSeveralIsNamedAsUnavailable() throws Exception {
    answers.put("depth", FAILED);
    answers.put("sent", QueryAnswer.vector(series("a", 1)).noting(List.of("partial"), List.of()));
    answers.put("none", QueryAnswer.vector());
    var brought = collect(collector().gauge("depth", ANY).gauge("sent", ANY).gauge("none", ANY));
    assertThat(brought.asList()).hasSize(1);
    assertThat(brought.unavailable())
        .containsExactly(
            new Unavailable("depth", "answered 500"),
            new Unavailable("none", "the query has no series"));
    assertThat(context.logLines()).containsExactly("the server warns: partial");
  }

  @Test
  void whenNothingCouldBeReadItThrows() {
    answers.put("depth", FAILED);
    assertThatExceptionOfType(MetricsException.class)
        .isThrownBy(() -> collect(collector().gauge("depth", ANY)))
        .withMessage("answered 500");
  }

  @Test
  void sameLabelsOfTwoMetricsAreNotMixed() throws Exception {
    answers.put(
        "depth",
        QueryAnswer.vector(
            Series.of("a", Labels.empty(), List.of(new Point(NOW, 1))),
            Series.of("b", Labels.empty(), List.of(new Point(NOW, 2)))));
    var brought = collect(collector().gauge("depth", ANY));
    assertThat(brought.asList()).containsExactly(Sample.gauge("depth", 1));
    assertThat(brought.unavailable())
        .containsExactly(
            new Unavailable("depth b", "has the same labels as a series of another name"));
  }

  @Test
  void samplesOfARangeKeepTheirTime() throws Exception {
    var then = NOW.minusSeconds(40);
    answers.put(
        "depth",
        QueryAnswer.of(
            QueryAnswer.Type.MATRIX, List.of(Series.of(Labels.empty(), new Point(then, 1)))));
    var range = PromQl.metric("x").over(Duration.ofMinutes(5));
    assertThat(collect(collector().gauge("depth", range)).asList())
        .containsExactly(Sample.gauge("depth", 1).at(then));
  }

  @Test
  void tooManySeriesAreUnavailableAndNotCut() throws Exception {
    answers.put("depth", QueryAnswer.vector(series("a", 1), series("b", 2)));
    var brought = collect(collector().gauge("depth", ANY).maxSeries(1));
    assertThat(brought.asList()).isEmpty();
    assertThat(brought.unavailable())
        .containsExactly(new Unavailable("depth", "2 series; at most 1 are taken"));
  }

  @Test
  void allProblemsAreToldAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                collector()
                    .gauge("a b", ANY)
                    .gauge("x", ANY)
                    .counter("x", ANY)
                    .maxSeries(0)
                    .build())
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .contains("but has \"a b\"", "must not have \"x\" twice", "max-series must"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> collector().build())
        .withMessageContaining("must have at least one query");
  }
}
