package dev.pulse.core.internal.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notification.Kind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColourTest {
  @ParameterizedTest
  @CsvSource({
    "FIRST, CRITICAL, true, dc3545",
    "REPEAT, WARNING, true, ffc107",
    "CHANGED, INFO, true, 17a2b8",
    "RESOLVED, CRITICAL, false, 28a745",
    "SUMMARY, CRITICAL, false, 28a745",
    "TEST, CRITICAL, true, 17a2b8"
  })
  void whatFiresIsColouredByItsSeverityAndWhatIsOverIsGreen(
      Kind kind, Severity severity, boolean fires, String colour) {
    var alert = Alert.builder(1, "shop", "downtime", Instant.EPOCH).severity(severity);
    if (!fires) {
      alert.ended(Instant.EPOCH, "recovered");
    }
    var message =
        Notification.builder("id", kind, "team", Instant.EPOCH).alerts(List.of(alert.build()));

    assertThat(String.format("%06x", Colour.of(message.build()))).isEqualTo(colour);
  }
}
