package dev.pulse.core.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import dev.pulse.core.check.HttpCheck;
import dev.pulse.testkit.FakeCheckContext;
import dev.pulse.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionsTest {
  private static final CheckResult RESULT =
      CheckResult.pass("200 in 31 ms")
          .withLatency(Duration.ofNanos(31_250_000))
          .withDetail("status_code", "200")
          .withDetail("region", "eu")
          .withDetail("replicas", "3")
          .withDetail("queue_depth", "shadowed")
          .withSample(Sample.gauge("queue_depth", 7))
          .withSample(Sample.gauge("phase_seconds", Labels.of("phase", "dns"), 0.002))
          .withSample(Sample.gauge("latency", 99))
          .withFindings(List.of(Finding.of("pod-1", Status.PASS, "runs")))
          .withBody("{\"state\": \"ok\"}");

  private final FakeCheckContext context =
      FakeCheckContext.builder().clock(ManualClock.at("2026-03-01T12:00:00Z")).build();

  private CheckResult run(Conditions conditions, CheckResult result) throws Exception {
    return conditions.on(ran -> result).run(context);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "latency == 31.25",
        "status == 200",
        "reason == ''",
        "summary contains '31 ms'",
        "body contains 'state' and json('$.state') == 'ok'",
        "region == 'eu'",
        "replicas >= 3 and replicas == 3",
        "queue_depth == 7",
      })
  void aResultHasTheseNames(String expression) throws Exception {
    assertThat(run(Conditions.failUnless(expression), RESULT)).isEqualTo(RESULT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"phase_seconds < 1", "days_to_expiry > 14", "nothing == 1"})
  void aNameThatTheResultDoesNotHaveIsUnknown(String expression) throws Exception {
    var result = run(Conditions.failUnless(expression), RESULT);

    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.reason()).contains(Reason.NO_DATA);
    var name = expression.substring(0, expression.indexOf(' '));
    assertThat(result.summary())
        .isEqualTo("cannot tell: " + expression + " (there is no " + name + " here); 200 in 31 ms");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"latency < 5", "status == 200", "body contains 'x'", "json('$.x') == null"})
  void aPlainResultPassesNoCondition(String expression) throws Exception {
    var result = run(Conditions.failUnless(expression), CheckResult.pass("fine"));

    assertThat(result.reason()).contains(Reason.NO_DATA);
  }

  @Test
  void daysToExpiryCountsByTheClockOfTheRun() throws Exception {
    var end = Instant.parse("2026-03-16T00:00:00Z");
    var result =
        RESULT.withSample(
            Sample.gauge("tls_certificate_not_after_seconds", (double) end.getEpochSecond()));

    assertThat(run(Conditions.failUnless("days_to_expiry == 14.5"), result)).isEqualTo(result);
    assertThat(run(Conditions.failUnless("days_to_expiry > 21"), result).summary())
        .contains("(days_to_expiry is 14.5)");
  }

  @Test
  void aBrokenConditionFailsAndTellsWhatItSaw() throws Exception {
    var result = run(Conditions.failUnless("json('$.state') == 'down' and latency < 5"), RESULT);

    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.reason()).contains(Reason.CONDITION);
    assertThat(result.summary())
        .isEqualTo(
            "does not hold: json('$.state') == 'down' and latency < 5 (json('$.state') is 'ok');"
                + " 200 in 31 ms");
  }

  @Test
  void whatWasMeasuredStays() throws Exception {
    var result = run(Conditions.failUnless("latency < 5"), RESULT);

    assertThat(result.latency()).isEqualTo(RESULT.latency());
    assertThat(result.samples()).isEqualTo(RESULT.samples());
    assertThat(result.findings()).isEqualTo(RESULT.findings());
    assertThat(result.details()).isEqualTo(RESULT.details());
    assertThat(result.body()).isEqualTo(RESULT.body());
  }

  @Test
  void theWarnFormWarns() throws Exception {
    var result = run(Conditions.warnUnless("latency < 5"), RESULT);

    assertThat(result.status()).isEqualTo(Status.WARN);
    assertThat(result.reason()).contains(Reason.CONDITION);
  }

  @Test
  void aFailureWinsOverWhatIsNotKnownAndThatOverAWarning() throws Exception {
    var conditions = Conditions.warnUnless("latency < 5").andWarnUnless("status == 200");
    assertThat(run(conditions, RESULT).status()).isEqualTo(Status.WARN);

    conditions = conditions.andWarnUnless("gone == 1");
    assertThat(run(conditions, RESULT).status()).isEqualTo(Status.UNKNOWN);

    conditions = conditions.andFailUnless("gone == 1");
    assertThat(run(conditions, RESULT).status()).isEqualTo(Status.UNKNOWN);

    conditions = conditions.andFailUnless("latency < 6").andFailUnless("latency < 7");
    var result = run(conditions, RESULT);
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.summary())
        .isEqualTo("does not hold: latency < 6 (latency is 31.25) and 1 more; 200 in 31 ms");
  }

  @Test
  void conditionsOnlyMakeItWorse() throws Exception {
    var conditions = Conditions.failUnless("status == 200").andWarnUnless("latency < 5");
    var warned = CheckResult.warn(Reason.LATENCY, "slow").withLatency(Duration.ofSeconds(1));
    var unknown = CheckResult.unknown(Reason.DENIED, "not asked").withDetail("status_code", "200");
    var failed = CheckResult.fail(Reason.STATUS, "404").withDetail("status_code", "200");

    assertThat(run(Conditions.warnUnless("latency < 5"), warned)).isEqualTo(warned);
    assertThat(run(Conditions.failUnless("latency < 5"), warned).status()).isEqualTo(Status.FAIL);
    assertThat(run(conditions, unknown)).isEqualTo(unknown);
    assertThat(run(conditions, failed)).isEqualTo(failed);
  }

  @Test
  void theSummaryIsBounded() throws Exception {
    var expression = "body == 'x'" + " or body == 'y'".repeat(100);
    var result =
        run(
            Conditions.failUnless(expression),
            CheckResult.pass("s".repeat(500)).withBody("secret ".repeat(100_000)));

    assertThat(result.summary())
        .hasSizeLessThan(400)
        .contains("(body has 700000 characters)")
        .doesNotContain("secret");
  }

  @Test
  void theBodyIsWantedOnlyWhenAConditionReadsIt() throws Exception {
    var wanted = new ArrayList<Boolean>();
    Check check =
        run -> {
          wanted.add(run.bodyWanted());
          return RESULT;
        };
    Conditions.failUnless("status == 200").on(check).run(context);
    Conditions.failUnless("status == 200 and body contains 'ok'").on(check).run(context);
    Conditions.warnUnless("length(json('$.a')) == 200").on(check).run(context);
    // An outer condition's wish goes through an inner one that has none.
    Conditions.failUnless("lower(body) != ''")
        .on(Conditions.failUnless("status == 200").on(check))
        .run(context);

    assertThat(wanted).containsExactly(false, true, true, true);
  }

  @Test
  void theCheckSeesTheContextOfItsRun() throws Exception {
    var seen = new ArrayList<CheckContext>();
    Check check =
        run -> {
          seen.add(run);
          run.log().add("noted");
          return RESULT;
        };
    Conditions.failUnless("body contains 'ok'").on(check).run(context);

    var run = seen.get(0);
    assertThat(run.target()).isEqualTo(context.target());
    assertThat(run.clock()).isSameAs(context.clock());
    assertThat(run.attempt()).isEqualTo(context.attempt());
    assertThat(run.previous()).isEqualTo(context.previous());
    assertThat(run.latest("x")).isEmpty();
    assertThat(run.remaining()).isPositive();
    assertThat(context.logLines()).contains("noted");
  }

  @Test
  void aCheckThatAnswersNothingOrThrowsIsLeftToTheEngine() throws Exception {
    var conditions = Conditions.failUnless("status == 200");

    assertThat(conditions.on(run -> null).run(context)).isNull();
    assertThatThrownBy(
            () ->
                conditions
                    .on(
                        run -> {
                          throw new InterruptedException("stop");
                        })
                    .run(context))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void anInterruptEndsALongSearch() {
    var check =
        Conditions.failUnless("matches(body, '(a{0,30}){0,30}b')")
            .on(
                run -> {
                  Thread.currentThread().interrupt();
                  return CheckResult.pass("fine").withBody("a".repeat(1 << 20));
                });

    assertThatThrownBy(() -> check.run(context)).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void aBodyThatIsIgnoredCannotBeJudged() {
    var check = HttpCheck.get("http://127.0.0.1/").ignoreBody().build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Conditions.warnUnless("json('$.a') == 1").on(check))
        .withMessage(
            "the condition \"json('$.a') == 1\" needs the body, which this HTTP check is told to"
                + " ignore");
    assertThat(Conditions.failUnless("status == 200").on(check)).hasToString(check.toString());
  }

  @Test
  void theCheckBeneathCanBeToldApart() {
    Check check = run -> RESULT;
    var once = Conditions.failUnless("status == 200").on(check);

    assertThat(check.unwrapped()).isSameAs(check);
    assertThat(once.unwrapped()).isSameAs(check);
    assertThat(Conditions.warnUnless("latency < 5").on(once).unwrapped()).isSameAs(check);
  }

  @Test
  void aSyntaxErrorIsThrownWhereItIsGiven() {
    assertThatIllegalArgumentException().isThrownBy(() -> Conditions.failUnless("a ="));
    assertThatIllegalArgumentException().isThrownBy(() -> Conditions.warnUnless("a ="));
    var good = Conditions.of(List.of(Condition.of("a == 1")), List.of());
    assertThatIllegalArgumentException().isThrownBy(() -> good.andFailUnless("a ="));
    assertThatIllegalArgumentException().isThrownBy(() -> good.andWarnUnless("a ="));
  }
}
