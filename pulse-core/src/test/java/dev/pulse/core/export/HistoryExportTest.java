package dev.pulse.core.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.squareup.moshi.Moshi;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import dev.pulse.api.store.Windows;
import dev.pulse.core.store.Stores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HistoryExportTest {
  private static final Instant START = Instant.parse("2026-03-28T22:00:00Z");

  private final Store store = Stores.memory();
  private final Journal journal = store.journal();
  private long runs;

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void resultsBecomeLinesNewestFirst() throws IOException {
    run("shop", START, CheckResult.pass("200 OK").withLatency(Duration.ofNanos(12_345_000)));
    run("shop", START.plusSeconds(60), CheckResult.fail(Reason.REFUSED, "no, \"thanks\""));

    assertThat(outcomes(ExportFormat.CSV, OutcomeQuery.of("shop")))
        .isEqualTo(
            """
            run_id,check,started_at,status,reason,summary,latency_ms,took_ms,late_ms,attempt,instance,valid_for_ms,maintenance\r
            2,shop,2026-03-28T22:01:00.000Z,fail,refused,"no, ""thanks""\",,1.5,0,1,i,120000,\r
            1,shop,2026-03-28T22:00:00.000Z,pass,,200 OK,12.345,1.5,0,1,i,120000,\r
            """);
  }

  @Test
  void jsonHasEverythingAndLeavesOutWhatIsNotKnown() throws IOException {
    run(
        "shop",
        START,
        CheckResult.warn(Reason.LATENCY, "slow")
            .withLatency(Duration.ofMillis(1200))
            .withSample(Sample.gauge("phase_seconds", Labels.of("phase", "dns"), 0.002).at(START))
            .withFindings(List.of(Finding.of("pod-1", Status.WARN, "slow")))
            .withDetail("k", "</script>"));

    var rows = json(outcomes(ExportFormat.JSON, OutcomeQuery.of("shop")));

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0))
        .containsEntry("run_id", 1.0)
        .containsEntry("reason", "latency")
        .containsEntry("latency_ms", 1200.0)
        .containsEntry("details", Map.of("k", "</script>"))
        .containsEntry("log", List.of("asked"))
        .doesNotContainKey("maintenance");
    assertThat(rows.get(0).get("samples").toString())
        .contains("phase_seconds", "phase=dns", "0.002", "2026-03-28T22:00:00.000Z");
    assertThat(rows.get(0).get("findings").toString()).contains("pod-1", "warn");
  }

  @Test
  void moreThanAPageIsWrittenOnceAndWhole() throws IOException {
    for (int i = 0; i < 2_500; i++) {
      run("shop", START.plusSeconds(i), CheckResult.pass("ok"));
    }

    var rows = json(outcomes(ExportFormat.JSON, OutcomeQuery.all().prefix("sh")));

    assertThat(rows).hasSize(2_500);
    assertThat(rows.stream().map(row -> row.get("run_id")).distinct()).hasSize(2_500);
  }

  @Test
  void onlyWhatTheQueryWantsIsWritten() throws IOException {
    run("shop", START, CheckResult.pass("ok"));
    run("shop", START.plusSeconds(60), CheckResult.fail(Reason.REFUSED, "no"));
    run("till", START.plusSeconds(60), CheckResult.fail(Reason.REFUSED, "no"));

    var query =
        OutcomeQuery.of("shop").statuses(Set.of(Status.FAIL)).from(START.plusSeconds(1)).limit(1);

    assertThat(json(outcomes(ExportFormat.JSON, query)))
        .singleElement()
        .satisfies(row -> assertThat(row).containsEntry("run_id", 2.0));
  }

  @Test
  void nothingIsAHeaderOrAnEmptyArray() throws IOException {
    assertThat(outcomes(ExportFormat.CSV, OutcomeQuery.of("none")).lines()).hasSize(1);
    assertThat(outcomes(ExportFormat.JSON, OutcomeQuery.of("none"))).isEqualTo("[]");
  }

  @Test
  void daysOfAZoneAreAsLongAsTheCalendarHasThem() throws IOException {
    var berlin = ZoneId.of("Europe/Berlin");
    var from = Instant.parse("2026-03-27T23:00:00Z");
    var to = Instant.parse("2026-03-29T22:00:00Z");
    run("shop", Instant.parse("2026-03-29T12:00:00Z"), CheckResult.pass("ok"));

    var out = new ByteArrayOutputStream();
    long rows =
        HistoryExport.of(journal, ExportFormat.CSV)
            .windows(
                List.of("shop", "gone"), Signal.latency(), Windows.days(from, to, berlin), out);

    assertThat(rows).isEqualTo(4);
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "check,from,to,runs_pass,runs_warn,runs_unknown,runs_fail,up_seconds,down_seconds,"
                + "unknown_seconds,maintenance_seconds,uptime_ratio,signal,values,min,mean,max,p50,"
                + "p95,p99,relative_error",
            "shop,2026-03-27T23:00:00.000Z,2026-03-28T23:00:00.000Z,0,0,0,0,0,0,86400,0,,latency,0,"
                + ",,,,,,0",
            "shop,2026-03-28T23:00:00.000Z,2026-03-29T22:00:00.000Z,1,0,0,0,120,0,82680,0,1,latency"
                + ",0,,,,,,,0",
            "gone,2026-03-27T23:00:00.000Z,2026-03-28T23:00:00.000Z,0,0,0,0,0,0,86400,0,,latency,0,"
                + ",,,,,,0",
            "gone,2026-03-28T23:00:00.000Z,2026-03-29T22:00:00.000Z,0,0,0,0,0,0,82800,0,,latency,0,"
                + ",,,,,,0");
  }

  @Test
  void windowsInJsonSayTheSame() throws IOException {
    run("shop", START, CheckResult.pass("ok").withLatency(Duration.ofMillis(7)));
    var out = new ByteArrayOutputStream();
    HistoryExport.of(journal, ExportFormat.JSON)
        .windows(
            List.of("shop"),
            Signal.latency(),
            Windows.equal(START, START.plusSeconds(240), 1),
            out);

    assertThat(json(out.toString(StandardCharsets.UTF_8)).get(0))
        .containsEntry("up_seconds", 120.0)
        .containsEntry("uptime_ratio", 1.0)
        .containsEntry("signal", "latency")
        .containsEntry("p95", 7.0);
  }

  @Test
  void aStoreThatFailsAtOnceLeavesNothingWritten() {
    var out = new ByteArrayOutputStream();
    var export = HistoryExport.of(failingFrom(1), ExportFormat.JSON);

    assertThatThrownBy(() -> export.outcomes(OutcomeQuery.all(), out))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(
            () ->
                export.windows(
                    List.of("shop"),
                    Signal.latency(),
                    Windows.equal(START, START.plusSeconds(1), 1),
                    out))
        .isInstanceOf(StoreException.class);
    assertThat(out.size()).isZero();
  }

  @Test
  void aStoreThatFailsInTheMiddleLeavesNoCompleteArray() {
    for (int i = 0; i < 2_500; i++) {
      run("shop", START.plusSeconds(i), CheckResult.pass("ok"));
    }
    var out = new ByteArrayOutputStream();
    var export = HistoryExport.of(failingFrom(2), ExportFormat.JSON);

    assertThatThrownBy(() -> export.outcomes(OutcomeQuery.all(), out))
        .isInstanceOf(StoreException.class)
        .hasMessage("the disk is gone");
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("[{").doesNotEndWith("]");
  }

  @Test
  void aStreamThatIsGoneEndsTheExport() {
    for (int i = 0; i < 2_500; i++) {
      run("shop", START.plusSeconds(i), CheckResult.pass("ok"));
    }
    var pages = new AtomicInteger();
    var export = HistoryExport.of(counting(pages), ExportFormat.CSV);

    assertThatThrownBy(() -> export.outcomes(OutcomeQuery.all(), new Closed()))
        .isInstanceOf(IOException.class)
        .hasMessage("gone");
    assertThat(pages).hasValue(1);
  }

  @Test
  void anInterruptedThreadEndsTheExport() {
    run("shop", START, CheckResult.pass("ok"));
    var export = HistoryExport.of(journal, ExportFormat.CSV);
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> export.outcomes(OutcomeQuery.all(), new ByteArrayOutputStream()))
          .isInstanceOf(InterruptedIOException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  /** A reader that went away. */
  private static final class Closed extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("gone");
    }
  }

  private Journal failingFrom(int call) {
    var calls = new AtomicInteger();
    return journal(
        () -> {
          if (calls.incrementAndGet() >= call) {
            throw new StoreException("the disk is gone", null);
          }
        });
  }

  private Journal counting(AtomicInteger calls) {
    return journal(calls::incrementAndGet);
  }

  private Journal journal(Runnable beforeEach) {
    return (Journal)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Journal.class},
            (proxy, method, arguments) -> {
              beforeEach.run();
              try {
                return method.invoke(journal, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void run(String check, Instant started, CheckResult result) {
    var outcome =
        Outcome.builder(check, ++runs, started, result)
            .took(Duration.ofNanos(1_500_000))
            .instance("i")
            .log(List.of("asked"))
            .validFor(Duration.ofMinutes(2))
            .build();
    store.commit(Commit.builder().outcomes(List.of(outcome)).build());
  }

  private String outcomes(ExportFormat format, OutcomeQuery query) throws IOException {
    var out = new ByteArrayOutputStream();
    HistoryExport.of(journal, format).outcomes(query, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @SuppressWarnings("unchecked") // keys of JSON objects are texts
  private static List<Map<String, Object>> json(String text) throws IOException {
    var value = new Moshi.Builder().build().adapter(Object.class).fromJson(text);
    return new ArrayList<>((List<Map<String, Object>>) value);
  }
}
