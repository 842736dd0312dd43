package dev.pulse.core.internal.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.alert.Acknowledgement;
import dev.pulse.api.alert.Alert;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notification.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListingTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private static Alert.Builder alert() {
    return Alert.builder(1, "shop", "downtime", START)
        .severity(Severity.CRITICAL)
        .title("shop is down");
  }

  private static Listing listing(int count, int omitted, Alert... alerts) {
    var message =
        Notification.builder("id", Kind.FIRST, "team", START)
            .alerts(List.of(alerts))
            .omitted(omitted)
            .build();
    return Listing.of(message, PlainMarkup.PLAIN, 1_000, 2_000, count);
  }

  @Test
  void anAlertSaysAllThatIsKnown() {
    var details = new LinkedHashMap<String, String>();
    details.put("failures", "3");
    details.put("code", "503");
    var alert =
        alert()
            .text("503 <later>")
            .acknowledged(new Acknowledgement("Ada", START.plusSeconds(60), "on it"))
            .annotations(Collections.singletonMap("runbook", "https://wiki"))
            .details(details)
            .build();

    assertThat(listing(10, 0, alert).alerts())
        .containsExactly(
            """
            [shop is down]
            503 &lt;later>
            critical since 2026-03-01T10:00:00Z
            taken over by Ada at 2026-03-01T10:01:00Z: on it
            runbook: https://wiki
            failures=3 code=503""");
  }

  @Test
  void anAlertThatIsOverSaysHowLongItTook() {
    var alert = alert().ended(START.plusSeconds(303), "recovered").build();
    assertThat(listing(10, 0, alert).alerts())
        .containsExactly(
            "[shop is down]\nover since 2026-03-01T10:05:03Z, after 5 min 3 s: recovered");
  }

  @Test
  void anAlertThatIsTooLongEndsWithAMark() {
    var annotations = new LinkedHashMap<String, String>();
    for (int i = 0; i < 10; i++) {
      annotations.put("note" + i, "<".repeat(100));
    }
    var text = listing(10, 0, alert().annotations(annotations).build()).alerts().get(0);
    assertThat(text).hasSizeBetween(500, 1_000).endsWith("&lt;\n…");
  }

  @Test
  void whatDoesNotFitIsCounted() {
    var alerts = new Alert[60];
    Arrays.fill(alerts, alert().build());

    assertThat(listing(4, 70, alerts).alerts()).hasSize(4);
    assertThat(listing(4, 70, alerts).rest()).isEqualTo("and 126 more alerts");
    var byLength = listing(60, 0, alerts);
    assertThat(byLength.alerts().stream().mapToInt(String::length).sum()).isBetween(1_900, 2_000);
    assertThat(byLength.alerts().size() + byLength.more()).isEqualTo(60);
  }

  @Test
  void theRestIsOnlyMentionedWhereThereIsOne() {
    assertThat(listing(10, 0, alert().build()).rest()).isEmpty();
    assertThat(listing(10, 1, alert().build()).rest()).isEqualTo("and 1 more alert");
    assertThat(listing(10, 2).rest()).isEqualTo("2 more alerts");
  }

  @ParameterizedTest
  @CsvSource({
    "PT-1S, 0 s",
    "PT0S, 0 s",
    "PT59.9S, 59 s",
    "PT1M, 1 min",
    "PT5M3S, 5 min 3 s",
    "PT1H, 1 h",
    "PT23H59M59S, 23 h 59 min",
    "P1D, 1 d",
    "P3DT4H5M, 3 d 4 h"
  })
  void spansAreToldByTheirTwoLargestParts(Duration time, String words) {
    assertThat(Span.of(time)).isEqualTo(words);
  }
}
