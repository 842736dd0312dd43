package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Status;
import dev.pulse.core.check.HttpCheck;
import dev.pulse.core.condition.Conditions;
import dev.pulse.testkit.FakeCheckContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionsGuideTest {
  @Test
  void onACheck() {
    Check shop =
        Conditions.failUnless("status == 200 and json('$.state') == 'ok'")
            .andWarnUnless("latency < 500 and days_to_expiry > 14")
            .on(HttpCheck.get("https://shop.example/health").build());
    assertThat(shop).hasToString("GET https://shop.example/health");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{} ; json('$.error') == null ; PASS",
        "{} ; json('$.state') == 'ok' ; FAIL",
        "{} ; not (json('$.state') == 'down') ; FAIL",
        "`` ; status == 204 or json('$.state') == 'ok' ; PASS",
        "<html> ; json('$.error') == null ; FAIL",
        "{\"a\":[{\"b c\":1}]} ; json('$.a[0][\\'b c\\']') == 1 ; PASS",
        "ok ; latency < 500 ; UNKNOWN",
      })
  void whatIsMissingPassesNothing(String body, String expression, Status expected)
      throws Exception {
    var said = CheckResult.pass("204").withDetail("status_code", "204").withBody(body);
    var result =
        Conditions.failUnless(expression).on(context -> said).run(FakeCheckContext.create());
    assertThat(result.status()).isEqualTo(expected);
  }

  @Test
  void theSummarySaysWhatItSaw() throws Exception {
    var said = CheckResult.pass("200 in 31 ms").withBody("{\"state\":\"degraded\"}");
    var result =
        Conditions.failUnless("json('$.state') == 'ok'")
            .on(context -> said)
            .run(FakeCheckContext.create());
    assertThat(result.reason()).contains(Reason.CONDITION);
    assertThat(result.summary())
        .isEqualTo(
            "does not hold: json('$.state') == 'ok' (json('$.state') is 'degraded'); 200 in 31 ms");
  }
}
