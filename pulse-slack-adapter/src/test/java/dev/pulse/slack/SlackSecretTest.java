package dev.pulse.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.config.Secret;
import org.junit.jupiter.api.Test;

class SlackSecretTest {
  @Test
  void aUrlWithABraceTooManyStandsInNoException() {
    String seen;
    try {
      var url = Secret.of("https://hooks.slack.com/services/T0/B0/s3cr3t}");
      seen = SlackNotifier.webhook(url).build().toString();
    } catch (RuntimeException e) {
      seen = String.valueOf(e.getMessage()) + e.getCause();
    }

    assertThat(seen).doesNotContain("s3cr3t").contains("hooks.slack.com");
  }
}
