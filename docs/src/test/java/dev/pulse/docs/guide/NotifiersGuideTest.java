package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.config.Secret;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.api.notify.Receipt;
import dev.pulse.core.notify.EmailNotifier;
import dev.pulse.core.notify.PagerDutyNotifier;
import dev.pulse.core.notify.WebhookNotifier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The excerpts of the guide about notifiers. */
class NotifiersGuideTest {
  @Test
  void webhooks() {
    Notifier hook =
        WebhookNotifier.builder(Secret.of("https://automation.example/pulse"))
            .signedWith(Secret.of("a secret that both sides know"))
            .build();
    Notifier chat =
        WebhookNotifier.builder(Secret.of("https://chat.example/hooks/7f3a"))
            .body("{\"text\": \"{{title}}{{#alerts}}\\n{{text}}{{/alerts}}\"}", "application/json")
            .header("X-Api-Key", Secret.of("the key"))
            .build();

    assertThat(List.of(hook, chat)).map(Notifier::toString).containsOnly("webhook");
  }

  @Test
  void mail() {
    Notifier mail =
        EmailNotifier.builder(
                "smtp.example.org", "Pulse <pulse@example.org>", List.of("ops@example.org"))
            .login("pulse", Secret.of("the password"))
            .build();

    assertThat(mail).hasToString("mail over smtp.example.org:587");
  }

  @Test
  void pagers() {
    Notifier pager = PagerDutyNotifier.builder(Secret.of("the routing key")).build();
    Notifier perAlert =
        PagerDutyNotifier.builder(Secret.of("the routing key"))
            .keyedBy(
                alert -> alert.rule() + ":" + alert.check() + ":" + alert.subject().orElse("-"))
            .build();

    assertThat(List.of(pager, perAlert)).map(Notifier::toString).containsOnly("PagerDuty");
  }

  @Test
  void onesOwn() throws Exception {
    var driver = new HornDriver();
    Notifier horn =
        notification -> {
          if (notification.kind() == Notification.Kind.FIRST) {
            if (!driver.isReady()) {
              throw NotifyException.later("the horn is cooling down", Duration.ofSeconds(30));
            }
            driver.blow();
          }
          return Receipt.none();
        };
    var first = Notification.builder("1", Notification.Kind.FIRST, "gate", Instant.EPOCH).build();

    assertThat(horn.send(first)).isEqualTo(Receipt.none());
    assertThatExceptionOfType(NotifyException.class)
        .isThrownBy(() -> horn.send(first))
        .matches(NotifyException::isWorthRetrying);
  }

  /** Can be blown once. */
  private static final class HornDriver {
    private boolean ready = true;

    boolean isReady() {
      return ready;
    }

    void blow() {
      ready = false;
    }
  }
}
