package dev.pulse.core.internal.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.model.Labels;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notification.Kind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadlineTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private static Alert.Builder alert() {
    return Alert.builder(1, "shop", "downtime", START).severity(Severity.CRITICAL).title("a<b");
  }

  private static String headline(Notification.Builder message) {
    return Headline.of(message.build(), PlainMarkup.PLAIN, 100);
  }

  private static Notification.Builder message(Kind kind, Alert... alerts) {
    return Notification.builder("id", kind, "team", START).alerts(List.of(alerts));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FIRST | Critical: a&lt;b",
        "CHANGED | Critical, changed: a&lt;b",
        "REPEAT | Critical, still firing: a&lt;b",
        "ESCALATED | Critical, nobody has taken it over: a&lt;b",
        "DIGEST | Daily digest: a&lt;b",
        "SUMMARY | Critical, too many for a message each: a&lt;b",
        "TEST | Test: a&lt;b"
      })
  void eachKindSaysWhyItComes(Kind kind, String headline) {
    assertThat(headline(message(kind, alert().build()))).isEqualTo(headline);
  }

  @Test
  void whatIsOverIsNotCalledCritical() {
    assertThat(headline(message(Kind.RESOLVED, alert().ended(START, "recovered").build())))
        .isEqualTo("Resolved: a&lt;b");
  }

  @Test
  void severalAreCountedWithThoseThatAreLeftOut() {
    var message =
        message(Kind.FIRST, alert().build(), alert().build())
            .omitted(3)
            .group("g", Labels.of("region", "<eu>", "team", "core"));
    assertThat(headline(message)).isEqualTo("Critical: 5 alerts of region=&lt;eu>, team=core");
    assertThat(Headline.counts(message.build())).isEqualTo("2 firing, 0 over, 3 more");
  }

  @Test
  void oneThatIsLeftOutHasNoTitle() {
    assertThat(headline(message(Kind.SUMMARY).omitted(1)))
        .isEqualTo("Info, too many for a message each: 1 alert");
  }

  @Test
  void aDayWithoutAlertsIsToldAsOne() {
    assertThat(headline(message(Kind.DIGEST))).isEqualTo("Daily digest: nothing came up");
  }

  @Test
  void itFitsWhateverTheTitle() {
    var long1 = headline(message(Kind.FIRST, alert().title("<".repeat(1000)).build()));
    assertThat(long1).hasSizeLessThanOrEqualTo(100).endsWith("&lt;…");
  }
}
