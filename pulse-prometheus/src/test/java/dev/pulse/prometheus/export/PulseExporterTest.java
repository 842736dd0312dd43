package dev.pulse.prometheus.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.collect.Samples;
import dev.pulse.api.maintenance.Maintenance;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.score.Factor;
import dev.pulse.api.score.Score;
import dev.pulse.api.score.ScorerCheck;
import dev.pulse.core.store.Stores;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PulseExporterTest {
  private static final CheckResult REFUSED = CheckResult.fail(Reason.REFUSED, "refused");

  @Test
  void aScrapeTellsHowEachCheckStands() {
    try (var watching = new Watching();
        var exporter = PulseExporter.of(watching.pulse())) {
      watching
          .with("shop", context -> CheckResult.pass("ok").withLatency(Duration.ofMillis(12)))
          .with("door", context -> REFUSED)
          .with("fog", context -> CheckResult.unknown(Reason.NO_DATA, "nobody knows"));
      watching.pulse().pause("door");

      assertThat(Watching.text(exporter))
          .contains("# TYPE pulse_check_up gauge\n")
          .contains("pulse_check_up{check=\"shop\"} 1.0\n")
          .contains("pulse_check_up{check=\"door\"} 0.0\n")
          .doesNotContain("pulse_check_up{check=\"fog\"}")
          .contains("pulse_check_latency_seconds{check=\"shop\"} 0.012\n")
          .doesNotContain("pulse_check_latency_seconds{check=\"door\"}")
          .contains("pulse_check_last_run_timestamp_seconds{check=\"fog\"} 1.7723664E9\n")
          .contains("pulse_check_paused{check=\"door\"} 1.0\n")
          .contains("pulse_check_paused{check=\"shop\"} 0.0\n")
          .contains("pulse_check_maintenance{check=\"shop\"} 0.0\n")
          .contains("pulse_check_open_incidents{check=\"shop\"} 0.0\n")
          .contains("pulse_runs_total{status=\"fail\"} 1.0\n")
          .contains("pulse_checks 3.0\n");
    }
  }

  @Test
  void announcedWorkIsTold() {
    var start = Instant.parse(Watching.START);
    try (var watching =
            new Watching(
                builder ->
                    builder.maintenance(
                        Maintenance.once("disks", start, start.plus(Duration.ofHours(1)))));
        var exporter = PulseExporter.of(watching.pulse())) {
      watching.with("shop", context -> REFUSED);

      assertThat(Watching.metric(exporter, "pulse_check_maintenance"))
          .contains("pulse_check_maintenance{check=\"shop\"} 1.0");
    }
  }

  @Test
  void samplesHaveTheirOwnNamesAndLabelsAndTheCheck() {
    try (var watching = new Watching();
        var exporter =
            PulseExporter.builder(watching.pulse())
                .describe("queue_depth", "Messages that \\ wait\nhere")
                .build()) {
      watching.pulse().add(mailQueue());
      watching.pass(Duration.ZERO);

      assertThat(Watching.text(exporter))
          .contains("# HELP queue_depth Messages that \\\\ wait\\nhere\n# TYPE queue_depth gauge\n")
          .contains("queue_depth{check=\"mail\",queue=\"in\"} 17.0\n")
          .contains("queue_depth{check=\"mail\",queue=\"out\"} 0.5\n")
          .contains("# HELP mails_sent_total Measured by checks or collectors\n")
          .contains("# TYPE mails_sent_total counter\n")
          .contains("mails_sent_total{check=\"mail\"} 90210.0\n");
    }
  }

  private static Registration mailQueue() {
    return Registration.collector(
            "mail",
            context ->
                Samples.builder()
                    .gauge("queue_depth", Labels.of("queue", "in"), 17)
                    .gauge("queue_depth", Labels.of("queue", "out"), 0.5)
                    .counter("mails_sent_total", Labels.empty(), 90_210)
                    .build())
        .build();
  }

  @Test
  void aSampleThatIsNotYieldedAnyMoreHasNoSeries() {
    var result = new AtomicReference<>(CheckResult.pass("").withSample(Sample.gauge("depth", 1)));
    try (var watching = new Watching();
        var exporter = PulseExporter.of(watching.pulse())) {
      watching.with("mail", context -> result.get());
      assertThat(Watching.text(exporter)).contains("depth{check=\"mail\"} 1.0\n");

      result.set(CheckResult.pass("").withSample(Sample.gauge("width", 2)));
      watching.pass(Duration.ofMinutes(1));

      assertThat(Watching.text(exporter))
          .contains("width{check=\"mail\"} 2.0\n")
          .doesNotContain("depth");
    }
  }

  @Test
  void theSeriesOfARemovedRegistrationEnd() {
    try (var watching = new Watching();
        var exporter = PulseExporter.of(watching.pulse())) {
      watching.with("mail", Sample.gauge("depth", 1));
      assertThat(Watching.text(exporter)).contains("\"mail\"");

      watching.pulse().remove("mail");

      assertThat(Watching.text(exporter)).doesNotContain("\"mail\"").doesNotContain("depth");
    }
  }

  @Test
  void whatIsTooOldToSpeakHasNoSeriesButItsAge() {
    try (var watching = new Watching();
        var exporter = PulseExporter.of(watching.pulse())) {
      watching.with(
          "mail",
          context ->
              CheckResult.pass("ok")
                  .withLatency(Duration.ofMillis(3))
                  .withSample(Sample.gauge("depth", 1)));
      watching.pulse().pause("mail");
      // Two intervals and the time a run may take.
      watching.pass(Duration.ofSeconds(130));
      assertThat(Watching.text(exporter))
          .contains("pulse_check_up{check=\"mail\"} 1.0\n")
          .contains("depth{check=\"mail\"}");

      watching.pass(Duration.ofMillis(1));

      assertThat(Watching.text(exporter))
          .doesNotContain("pulse_check_up{")
          .doesNotContain("pulse_check_latency_seconds{")
          .doesNotContain("pulse_check_maintenance{")
          .doesNotContain("depth")
          .contains("pulse_check_last_run_timestamp_seconds{check=\"mail\"} 1.7723664E9\n")
          .contains("pulse_check_paused{check=\"mail\"} 1.0\n");
    }
  }

  @Test
  void aRestartKeepsWhatStillSpeaks(@TempDir Path folder) {
    var store = folder.resolve("pulse.db");
    var rule = AlertRule.whenFailing().after(1);
    try (var watching = new Watching(builder -> builder.store(Stores.sqlite(store)).rule(rule))) {
      watching.with("mail", context -> REFUSED.withSample(Sample.gauge("depth", 1)));
    }

    try (var watching = new Watching(builder -> builder.store(Stores.sqlite(store)).rule(rule));
        var exporter = PulseExporter.of(watching.pulse())) {
      watching
          .pulse()
          .add(
              Registration.check("mail", context -> CheckResult.pass("not asked yet"))
                  .schedule(Schedules.daily(LocalTime.MIDNIGHT, ZoneOffset.UTC))
                  .rule(rule)
                  .build());

      assertThat(Watching.text(exporter))
          .contains("pulse_check_up{check=\"mail\"} 0.0\n")
          .contains("depth{check=\"mail\"} 1.0\n")
          .contains("pulse_check_open_incidents{check=\"mail\"} 1.0\n");
    }
  }

  @Test
  void openIncidentsAreCountedByRuleAndSeverityUntilTheyEnd() {
    var findings = new AtomicReference<>(List.of("a", "b"));
    try (var watching =
            new Watching(
                builder ->
                    builder
                        .rule(AlertRule.whenFinding().severity(Severity.CRITICAL))
                        .rule(AlertRule.whenFailing().after(1).severity(Severity.WARNING)));
        var exporter = PulseExporter.of(watching.pulse())) {
      watching.with("disks", context -> disks(findings.get()));
      assertThat(Watching.metric(exporter, "pulse_incidents_open"))
          .containsExactlyInAnyOrder(
              "# TYPE pulse_incidents_open gauge",
              "pulse_incidents_open{check=\"disks\",rule=\"downtime\",severity=\"warning\"} 1.0",
              "pulse_incidents_open{check=\"disks\",rule=\"finding\",severity=\"critical\"} 2.0");

      findings.set(List.of());
      watching.pass(Duration.ofMinutes(5));

      assertThat(Watching.metric(exporter, "pulse_incidents_open")).isEmpty();
    }
  }

  private static CheckResult disks(List<String> full) {
    return full.isEmpty()
        ? CheckResult.pass("all well")
        : CheckResult.worstOf(
            Reason.of("disk"),
            "full",
            full.stream().map(disk -> Finding.of(disk, Status.FAIL, "full")).toList());
  }

  @Test
  void aScoreIsShownWithItsFactorsAndAnInconclusiveOneIsNot() {
    var scores =
        new AtomicReference<>(
            Score.weighted(
                List.of(
                    Factor.of("build", 25, 80, "8 of 10"), Factor.missing("coverage", 20, "404"))));
    try (var watching = new Watching();
        var exporter = PulseExporter.of(watching.pulse())) {
      watching
          .with("repo", ScorerCheck.of(context -> scores.get()))
          .with("golf", Sample.gauge("score", 72));
      assertThat(Watching.text(exporter))
          .contains("pulse_check_score{check=\"repo\"} 80.0\n")
          .contains("pulse_check_score_factor{check=\"repo\",factor=\"build\"} 80.0\n")
          .doesNotContain("coverage")
          .contains("score{check=\"golf\"} 72.0\n")
          .doesNotContain("\nscore{check=\"repo\"}");

      scores.set(Score.inconclusive(Reason.NO_DATA, "nothing known"));
      watching.pass(Duration.ofMinutes(1));

      assertThat(Watching.text(exporter)).doesNotContain("pulse_check_score");
    }
  }

  @Test
  void aNameThatIsGaugeHereAndCounterThereHasNoType() {
    try (var watching = new Watching();
        var exporter = PulseExporter.of(watching.pulse())) {
      watching
          .with("a", Sample.gauge("jobs", 1))
          .with("b", Sample.counter("jobs", Labels.empty(), 2));

      assertThat(Watching.metric(exporter, "jobs"))
          .containsExactly("# TYPE jobs untyped", "jobs{check=\"a\"} 1.0", "jobs{check=\"b\"} 2.0");
      assertThat(Watching.lines(Watching.openMetrics(exporter), "jobs"))
          .contains("# TYPE jobs unknown");
    }
  }

  @Test
  void theNamesOfPulseAndOfTheRegistryAreNotForSamples() {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Gauge.builder("host.load", () -> 3).description("Load").register(registry);
    try (var watching = new Watching();
        var exporter = PulseExporter.builder(watching.pulse()).meters(registry).build()) {
      watching.with(
          "liar",
          Sample.gauge("pulse_check_up", 1),
          Sample.gauge("host_load", 0),
          Sample.counter("pulse_runs_total", Labels.empty(), 1),
          Sample.gauge("pulse_run_duration_seconds_count", 5),
          Sample.gauge("pulse_exporter_series_refused_total", 0),
          // The name of that counter in OpenMetrics.
          Sample.gauge("pulse_runs", 5),
          Sample.gauge("pulse_run", 1));

      var text = Watching.text(exporter);
      assertThat(text)
          .containsOnlyOnce("pulse_check_up{check=\"liar\"}")
          .contains("host_load 3.0\n")
          .doesNotContain("host_load{")
          .doesNotContain("pulse_run_duration_seconds_count{")
          .contains("pulse_run{check=\"liar\"} 1.0\n")
          .contains("pulse_exporter_series_refused_total{reason=\"name\"} 6.0\n");
      assertThat(series(Watching.openMetrics(exporter))).isEqualTo(series(text));
    }
  }

  /** The names and labels of all lines. */
  private static Set<String> series(String page) {
    return page.lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void scrapesWhileChecksComeAndGoAreWhole() throws Exception {
    try (var watching = new Watching();
        var exporter = PulseExporter.of(watching.pulse())) {
      watching.with("always", Sample.gauge("x", 1));
      var pool = Executors.newFixedThreadPool(3);
      var scrapes = new ArrayList<Future<List<String>>>();
      for (int i = 0; i < 60; i++) {
        scrapes.add(pool.submit(() -> Watching.metric(exporter, "x")));
        watching.with("now-and-then", Sample.gauge("x", 2));
        watching.pulse().remove("now-and-then");
      }
      pool.shutdown();

      for (var scrape : scrapes) {
        assertThat(scrape.get(30, TimeUnit.SECONDS))
            .startsWith("# TYPE x gauge", "x{check=\"always\"} 1.0")
            .hasSizeBetween(2, 3);
      }
    }
  }

  @Test
  void labelsAreMadeValidOrTheirSeriesRefused() {
    try (var watching = new Watching();
        var exporter = PulseExporter.of(watching.pulse())) {
      watching.with(
          "a",
          Sample.gauge("x", Labels.of("check", "own", "empty", ""), 1),
          Sample.gauge("x", Labels.of("check", "own", "exported_check", "taken"), 2),
          Sample.gauge("x", Labels.of("__name__", "up"), 3),
          Sample.gauge("x", Labels.of("text", "say \"hi\" \\ bye\nü€𝄞\ud800"), 4));

      assertThat(Watching.metric(exporter, "x"))
          .containsExactly(
              "# TYPE x gauge",
              "x{check=\"a\",exported_check=\"own\"} 1.0",
              "x{check=\"a\",exported_check=\"taken\",exported_exported_check=\"own\"} 2.0",
              "x{check=\"a\",text=\"say \\\"hi\\\" \\\\ bye\\nü€𝄞?\"} 4.0");
      assertThat(refused(exporter, "label")).isEqualTo(2);
    }
  }

  @Test
  void aSeriesIsToldOnceByACheckAndTheFirstCounts() {
    try (var watching = new Watching();
        var exporter = PulseExporter.of(watching.pulse())) {
      watching
          .with(
              "a",
              Sample.gauge("x", 1),
              Sample.gauge("x", 2),
              Sample.gauge("x", Labels.of("empty", ""), 3),
              Sample.gauge("x", Labels.of("n", "1"), 4),
              Sample.gauge("x", Labels.of("n", "1"), 5))
          .with("b", Sample.gauge("x", 6), Sample.gauge("x", Labels.of("n", "1"), 7));

      assertThat(Watching.metric(exporter, "x"))
          .containsExactly(
              "# TYPE x gauge",
              "x{check=\"a\"} 1.0",
              "x{check=\"a\",n=\"1\"} 4.0",
              "x{check=\"b\"} 6.0",
              "x{check=\"b\",n=\"1\"} 7.0");
      assertThat(refused(exporter, "duplicate")).isEqualTo(6);
    }
  }

  @Test
  void aLineThatIsTooLongIsRefusedAndTheRestIsThere() {
    try (var watching = new Watching();
        var exporter = PulseExporter.of(watching.pulse())) {
      watching.with(
          "a",
          Sample.gauge("x", Labels.of("text", "y".repeat(5000)), 1),
          Sample.gauge("x", Labels.of("text", "short"), 2));

      assertThat(Watching.metric(exporter, "x"))
          .containsExactly("# TYPE x gauge", "x{check=\"a\",text=\"short\"} 2.0");
      assertThat(refused(exporter, "length")).isEqualTo(2);
    }
  }

  @Test
  void whatIsBeyondTheLimitsIsRefusedAndCountedAndTheOthersStay() {
    try (var watching = new Watching();
        var exporter =
            PulseExporter.builder(watching.pulse()).seriesPerMetric(3).series(5).build()) {
      watching.with("a", many("x", 4)).with("b", many("y", 4)).with("c", many("z", 1));
      var first = Watching.text(exporter);

      assertThat(Watching.lines(first, "x")).hasSize(1 + 3);
      assertThat(Watching.lines(first, "y")).hasSize(1 + 2);
      assertThat(Watching.lines(first, "z")).isEmpty();
      assertThat(first)
          .contains("pulse_check_up{check=\"c\"} 1.0\n")
          .contains("pulse_exporter_series_refused_total{reason=\"metric_limit\"} 1.0\n")
          .contains("pulse_exporter_series_refused_total{reason=\"limit\"} 3.0\n");
      var second = Watching.text(exporter);
      assertThat(Watching.lines(second, "x")).isEqualTo(Watching.lines(first, "x"));
      assertThat(second)
          .contains("pulse_exporter_series_refused_total{reason=\"metric_limit\"} 2.0\n")
          .contains("pulse_exporter_series_refused_total{reason=\"limit\"} 6.0\n");
    }
  }

  private static Sample[] many(String name, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Sample.gauge(name, Labels.of("n", "" + i), i))
        .toArray(Sample[]::new);
  }

  @Test
  void everyReasonOfARefusalIsThereFromTheBeginning() {
    try (var watching = new Watching();
        var exporter = PulseExporter.of(watching.pulse())) {
      assertThat(Watching.metric(exporter, "pulse_exporter_series_refused_total"))
          .containsExactly(
              "# TYPE pulse_exporter_series_refused_total counter",
              "pulse_exporter_series_refused_total{reason=\"metric_limit\"} 0.0",
              "pulse_exporter_series_refused_total{reason=\"limit\"} 0.0",
              "pulse_exporter_series_refused_total{reason=\"name\"} 0.0",
              "pulse_exporter_series_refused_total{reason=\"label\"} 0.0",
              "pulse_exporter_series_refused_total{reason=\"duplicate\"} 0.0",
              "pulse_exporter_series_refused_total{reason=\"length\"} 0.0");
    }
  }

  @Test
  void numbersAreWrittenAsJavaWritesThem() {
    var numbers =
        List.of(
            0.0,
            -0.0,
            1.0,
            -1.0,
            12.0,
            9_999_999.0,
            1e7,
            -1e7,
            0.1,
            1e-3,
            1e-4,
            1.5e300,
            4.9e-324,
            123_456.789,
            -7.25);
    var samples = new ArrayList<Sample>();
    numbers.forEach(
        number -> samples.add(Sample.gauge("x", Labels.of("n", "" + samples.size()), number)));
    try (var watching = new Watching();
        var exporter = PulseExporter.of(watching.pulse())) {
      watching.with("a", samples.toArray(Sample[]::new));

      var lines = Watching.metric(exporter, "x");

      assertThat(lines.subList(1, lines.size()))
          .map(line -> line.substring(line.indexOf(' ') + 1))
          .isEqualTo(numbers.stream().map(number -> Double.toString(number)).toList());
    }
  }

  @Test
  void openMetricsHasItsOwnFormOfCountersAndAnEnd() {
    try (var watching = new Watching();
        var exporter =
            PulseExporter.builder(watching.pulse()).describe("sent_total", "Say \"hi\"").build()) {
      watching.with(
          "a",
          Sample.counter("sent_total", Labels.empty(), 1),
          Sample.counter("odd", Labels.empty(), 2),
          Sample.counter("jobs_total", Labels.empty(), 3),
          Sample.gauge("jobs", 4),
          Sample.counter("_total", Labels.empty(), 5));

      var scrape = exporter.scrape(Watching.OPEN_METRICS);

      assertThat(scrape.contentType())
          .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
      assertThat(Watching.body(scrape))
          .contains(
              "# HELP sent Say \\\"hi\\\"\n# TYPE sent counter\nsent_total{check=\"a\"} 1.0\n")
          .contains("# TYPE odd unknown\nodd{check=\"a\"} 2.0\n")
          .contains("# TYPE jobs_total unknown\njobs_total{check=\"a\"} 3.0\n")
          .contains("# TYPE jobs gauge\n")
          .contains("# TYPE _total unknown\n")
          .contains("# TYPE pulse_exporter_series_refused counter\n")
          .contains("# TYPE pulse_runs counter\n")
          .containsOnlyOnce("# EOF")
          .endsWith("# EOF\n");
      assertThat(Watching.text(exporter)).doesNotContain("# EOF");
    }
  }

  @Test
  void theBodyIsTheSameInEveryWay() throws IOException {
    try (var watching = new Watching();
        var exporter = PulseExporter.of(watching.pulse())) {
      watching.with("a", Sample.gauge("x", 1));

      var scrape = exporter.scrape(null);
      var out = new ByteArrayOutputStream();
      scrape.writeTo(out);

      assertThat(out.toByteArray()).isEqualTo(scrape.body()).hasSize((int) scrape.length());
      assertThat(scrape).hasToString(scrape.length() + " bytes of " + scrape.contentType());
    }
  }

  @Test
  void metersOfTheHostAreShownAndThoseOfPulseAreRemovedAtTheEnd() {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Counter.builder("host.orders").description("Orders").register(registry).increment();
    try (var watching = new Watching()) {
      try (var exporter = PulseExporter.builder(watching.pulse()).meters(registry).build()) {
        assertThat(Watching.text(exporter))
            .contains("host_orders_total 1.0\n")
            .contains("pulse_checks 0.0\n");
        exporter.close();
      }

      assertThat(registry.scrape()).contains("host_orders_total").doesNotContain("pulse_");
    }
  }

  @Test
  void aCompositeWithARegistryForPrometheusWillDo() {
    var prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var simple = new SimpleMeterRegistry();
    var inner = new CompositeMeterRegistry().add(prometheus);
    var registry = new CompositeMeterRegistry().add(simple).add(inner);
    try (var watching = new Watching();
        var exporter = PulseExporter.builder(watching.pulse()).meters(registry).build()) {
      watching.with("a", Sample.gauge("x", 1));

      assertThat(Watching.text(exporter)).contains("pulse_runs_total{status=\"pass\"} 1.0\n");
      assertThat(simple.get("pulse.checks").gauge().value()).isEqualTo(1);
    }
  }

  @Test
  void allThatIsWrongWithABuilderIsToldAtOnce() {
    try (var watching = new Watching()) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  PulseExporter.builder(watching.pulse())
                      .seriesPerMetric(0)
                      .series(10_000_001)
                      .describe("x", " ")
                      .meters(new SimpleMeterRegistry())
                      .build())
          .withMessageContainingAll(
              "seriesPerMetric must be 1 to 10000000, but is 0",
              "series must be 1 to 10000000, but is 10000001",
              "the description of \"x\" must not be blank",
              "but is a io.micrometer.core.instrument.simple.SimpleMeterRegistry");
    }
  }

  @Test
  void aClosedExporterSaysSo() {
    try (var watching = new Watching()) {
      var exporter = PulseExporter.of(watching.pulse());
      exporter.close();
      exporter.close();

      assertThatIllegalStateException()
          .isThrownBy(() -> exporter.scrape(null))
          .withMessage("the exporter is closed");
    }
  }

  private static double refused(PulseExporter exporter, String reason) {
    return Watching.metric(exporter, "pulse_exporter_series_refused_total").stream()
        .filter(line -> line.contains("\"" + reason + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }
}
