package dev.pulse.samples.server.api;

import static dev.pulse.samples.server.Answers.object;
import static dev.pulse.samples.server.Answers.objects;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import dev.pulse.core.Pulse;
import dev.pulse.samples.server.Answers;
import dev.pulse.samples.server.PulseServer;
import dev.pulse.samples.server.web.Caller;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExportRoutesTest {
  private static final Instant NOW = Instant.parse("2026-03-30T12:00:00Z");
  private static final Instant START = Instant.parse("2026-03-30T10:00:00Z");

  private final StoreWithFaults faults = new StoreWithFaults();
  private final Store store = faults.store();
  private final ManualClock clock = ManualClock.at(NOW.toString());
  private final Pulse pulse =
      Pulse.builder()
          .store(store)
          .clock(clock)
          .scheduler(new ManualScheduler(clock))
          .executor(Runnable::run)
          .register(never("shop"))
          .register(never("till"))
          .start();
  private final PulseServer server = PulseServer.builder(pulse).port(0).start();
  private final Caller caller = new Caller(server.port());
  private long runs;

  @BeforeEach
  void askAlone() {
    ReadPast.await();
  }

  @AfterEach
  void close() {
    faults.before(method -> {});
    server.close();
    pulse.close();
  }

  /** A check whose history a test writes. */
  private static Registration never(String name) {
    return Registration.check(name, context -> CheckResult.pass("ok"))
        .schedule(Schedules.daily(LocalTime.MIDNIGHT, ZoneOffset.UTC))
        .build();
  }

  private void write(String check, int count, Instant first) {
    var outcomes = new ArrayList<Outcome>();
    for (int i = 0; i < count; i++) {
      outcomes.add(
          Outcome.builder(check, ++runs, first.plusSeconds(i), CheckResult.pass("=1+1, or so"))
              .validFor(Duration.ofSeconds(60))
              .build());
    }
    store.commit(Commit.builder().outcomes(outcomes).build());
  }

  @Test
  void resultsAreAFileOfCsvUnlessToldOtherwise() {
    write("shop", 2, START);

    var answer = caller.get("/api/v1/checks/shop/export");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/csv; charset=utf-8");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"pulse-shop-results-2026-03-30.csv\"");
    assertThat(answer.body().lines())
        .hasSize(3)
        .element(1)
        .asString()
        .startsWith("2,shop,2026-03-30T10:00:01.000Z,pass,,\"'=1+1, or so\",");
  }

  @Test
  void aResultInJsonIsTheOneOfTheList() {
    write("shop", 3, START);

    var exported = caller.get("/api/v1/checks/shop/export?format=json");
    var listed = caller.get("/api/v1/checks/shop/outcomes");

    assertThat(exported.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(Answers.value(exported.body()))
        .isEqualTo(object(Answers.value(listed.body())).get("items"));
  }

  @Test
  void allChecksAndThoseOfAPrefixAreExported() {
    write("shop", 1, START);
    write("till", 1, START);
    write("gone", 1, START);

    assertThat(checks("/api/v1/export?format=json")).containsExactly("gone", "till", "shop");
    assertThat(checks("/api/v1/export?format=json&prefix=sh")).containsExactly("shop");
    assertThat(checks("/api/v1/export?format=json&windows=1")).containsExactly("shop", "till");
  }

  @Test
  void whoWasRemovedStillHasAHistory() {
    write("gone", 1, START);

    assertThat(checks("/api/v1/checks/gone/export?format=json")).containsExactly("gone");
    assertThat(caller.get("/api/v1/checks/never/export").statusCode()).isEqualTo(404);
    assertThat(caller.get("/api/v1/checks/%22x/export").statusCode()).isEqualTo(404);
  }

  @Test
  void daysOfAZoneHaveTheLengthOfTheCalendar() {
    write("shop", 1, START);

    var rows =
        rows(
            "/api/v1/checks/shop/export?format=json&windows=day&zone=Europe/Berlin"
                + "&from=2026-03-28&to=2026-03-31");

    assertThat(rows)
        .extracting(row -> row.get("from"))
        .containsExactly(
            "2026-03-27T23:00:00.000Z", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z");
    assertThat(rows.get(1)).containsEntry("unknown_seconds", 23 * 3600.0);
    assertThat(rows.get(2)).containsEntry("up_seconds", 60.0).containsEntry("uptime_ratio", 1.0);
    assertThat(rows.get(1)).doesNotContainKey("uptime_ratio");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          format=xml                  | format  | csv or json
          windows=year                | windows | day, week or month
          windows=0                   | windows | a number from 1 to 5000
          windows=9999                | windows | a number from 1 to 5000
          windows=day&status=fail     | status  | left out beside windows
          signal=latency              | signal  | left out without windows
          status=bad                  | status  | pass, warn
          from=-4000d                 | from    | at most 3660 days
          zone=Mars                   | zone    | such as Europe/Berlin
          prefix=s                    | prefix  | one of the parameters
          """)
  void parametersThatAreNotAllowedAreNamedWithWhatIs(String query, String name, String allowed) {
    var answer = caller.get("/api/v1/checks/shop/export?" + query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(object(answer.body())).containsEntry("parameter", name);
    assertThat(String.valueOf(object(answer.body()).get("detail"))).contains(allowed);
  }

  @Test
  void anExportThatCannotBeginIsAnOrdinaryError() {
    write("shop", 1, START);
    faults.before(
        method -> {
          throw new StoreException("the disk is gone", null);
        });

    var answer = caller.get("/api/v1/checks/shop/export");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.headers().firstValue("Content-Disposition")).isEmpty();
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @Test
  void anErrorBeforeAnythingWasWrittenIsAnOrdinaryErrorToo() {
    write("shop", 1, START);
    faults.before(
        method -> {
          throw new NoClassDefFoundError("password=hunter2");
        });

    var answer = caller.get("/api/v1/checks/shop/export");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.headers().firstValue("Content-Disposition")).isEmpty();
    assertThat(answer.body()).doesNotContain("hunter2");
  }

  private static Stream<Named<Runnable>> whatCanGoWrong() {
    return Stream.of(
        Named.of(
            "an exception",
            () -> {
              throw new StoreException("the disk is gone", null);
            }),
        Named.of(
            "an error",
            () -> {
              throw new NoClassDefFoundError("the disk is gone");
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whatCanGoWrong")
  void anExportThatFailsInTheMiddleIsBrokenOff(Runnable failure) throws IOException {
    write("shop", 2_500, START);
    var pages = new AtomicInteger();
    faults.before(
        method -> {
          if (method.equals("outcomes") && pages.incrementAndGet() > 2) {
            failure.run();
          }
        });

    assertThatThrownBy(() -> caller.get("/api/v1/checks/shop/export"))
        .isInstanceOf(UncheckedIOException.class);
    pages.set(0);
    var raw = caller.raw("GET /api/v1/checks/shop/export HTTP/1.1\r\nHost: localhost\r\n\r\n");

    assertThat(raw).contains("200 OK", "Transfer-Encoding: chunked", "shop,2026-03-30");
    assertThat(raw).doesNotEndWith("\r\n0\r\n\r\n").doesNotContain("disk");
  }

  @Test
  void aCallerWhoGoesAwayFreesThePlace() throws Exception {
    write("shop", 2_500, START);
    for (int i = 0; i < 6; i++) {
      var reached = new CountDownLatch(1);
      var gone = new CountDownLatch(1);
      var pages = new AtomicInteger();
      faults.before(
          method -> {
            if (method.equals("outcomes") && pages.incrementAndGet() == 2) {
              reached.countDown();
              await(gone);
            }
          });
      try (var socket = exportWhenThereIsRoom()) {
        socket.setSoLinger(true, 0);
        assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
      }
      gone.countDown();
    }
    faults.before(method -> {});

    assertThat(whenThereIsRoom("/api/v1/export?format=json")).hasSize(2_500);
  }

  /** The connection of an export that has begun; those who went away may be on their way out. */
  private Socket exportWhenThereIsRoom() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < deadline) {
      var socket = caller.connect();
      socket
          .getOutputStream()
          .write(
              "GET /api/v1/export HTTP/1.1\r\nHost: localhost\r\n\r\n"
                  .getBytes(StandardCharsets.UTF_8));
      var status = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
      if (new String(status, StandardCharsets.UTF_8).equals("HTTP/1.1 200")) {
        return socket;
      }
      socket.close();
    }
    throw new AssertionError("there is no room");
  }

  private List<Map<String, Object>> whenThereIsRoom(String path) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    var answer = caller.get(path);
    while (answer.statusCode() == 503 && System.nanoTime() < deadline) {
      answer = caller.get(path);
    }
    assertThat(answer.statusCode()).isEqualTo(200);
    return objects(Answers.value(answer.body()));
  }

  @Test
  void onlySoManyAreWrittenAtATime() throws Exception {
    write("shop", 1, START);
    var begun = new CountDownLatch(4);
    var end = new CountDownLatch(1);
    faults.before(
        method -> {
          begun.countDown();
          await(end);
        });
    var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    for (int i = 0; i < 4; i++) {
      answers.add(caller.sendLater(caller.to("/api/v1/export")));
    }
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

    var fifth = caller.get("/api/v1/export");
    end.countDown();

    assertThat(fifth.statusCode()).isEqualTo(503);
    assertThat(fifth.headers().firstValue("Retry-After")).contains("5");
    assertThat(fifth.body()).contains("Try again when one of them is done.");
    for (var answer : answers) {
      assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void headAsksNothingOfTheStore() {
    var pages = new AtomicInteger();
    faults.before(
        method -> {
          if (method.equals("outcomes")) {
            pages.incrementAndGet();
          }
        });

    var answer = caller.send("HEAD", "/api/v1/checks/shop/export", "");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Disposition")).isPresent();
    assertThat(pages).hasValue(0);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted", e);
    }
  }

  private List<Map<String, Object>> rows(String path) {
    return objects(Answers.value(caller.get(path).body()));
  }

  private List<Object> checks(String path) {
    return rows(path).stream().map(row -> row.get("check")).toList();
  }
}
