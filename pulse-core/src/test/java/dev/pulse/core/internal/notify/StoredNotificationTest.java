package dev.pulse.core.internal.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.alert.Acknowledgement;
import dev.pulse.api.alert.Alert;
import dev.pulse.api.alert.Frequency;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.model.Labels;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.api.store.StoreException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredNotificationTest {
  private static final Instant T0 = Instant.parse("2026-03-01T12:00:00.000000001Z");
  private static final String HOSTILE = "'\"\\ 🦆\u202E\n\u2028</script>{{x}}";

  /** Every part has a value of its own. */
  private static Notification rich() {
    var annotations = new LinkedHashMap<String, String>();
    annotations.put("z", HOSTILE);
    annotations.put("a", "");
    var full =
        Alert.builder((1L << 53) - 1, "shop " + HOSTILE, "down", T0)
            .subject("")
            .severity(Severity.CRITICAL)
            .frequency(Frequency.DAILY_DIGEST)
            .title(HOSTILE)
            .text("text")
            .labels(Labels.of("team", HOSTILE))
            .annotations(annotations)
            .details(Map.of("n", "3.14"))
            .ended(T0.plusSeconds(1), "")
            .acknowledged(new Acknowledgement("Zoë", T0, HOSTILE))
            .build();
    return Notification.builder("00001-mail", Kind.CHANGED, "mail", T0)
        .group("g", Labels.of("team", HOSTILE))
        .omitted(7)
        .alerts(List.of(full, Alert.builder(1, "bare", "down", T0).build()))
        .build();
  }

  @Test
  void everyPartIsKept() {
    var read = StoredNotification.parse(rich().id(), StoredNotification.textOf(rich()));

    assertThat(read).isEqualTo(rich());
    assertThat(read.alerts().get(1).annotations().keySet()).containsExactly("z", "a");
  }

  @Test
  void theQueueReadsWhatItNeeds() {
    var message = StoredNotification.message(rich().id(), StoredNotification.textOf(rich()));

    assertThat(message).isEqualTo(Message.of(rich()));
    assertThat(message.incidents()).containsExactly(1L, (1L << 53) - 1);
  }

  @Test
  void whatANewerVersionAddsIsPassedOver() {
    var text = StoredNotification.textOf(rich()).replaceFirst("\\{", "{\"mood\":[{\"x\":1}],");

    assertThat(StoredNotification.parse(rich().id(), text)).isEqualTo(rich());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"kind\":\"NONE\"}",
        "{\"kind\":\"FIRST\",\"channel\":\"mail\",\"group\":\"g\",\"at\":\"SECRET\"}",
        "{\"kind\":\"FIRST\",\"channel\":\"mail\",\"group\":\"g\",\"incidents\":[1],\"omitted\":0}"
      })
  void whatIsNoNotificationIsDamagedAndNotRepeated(String text) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> StoredNotification.parse("7", text))
        .withMessageContaining("message \"7\"")
        .matches(thrown -> !String.valueOf(thrown.getCause()).contains("SECRET"));
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> StoredNotification.message("7", text))
        .withMessageContaining("message \"7\"");
  }
}
