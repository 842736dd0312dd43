package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.alert.Severity;
import dev.pulse.api.config.Secret;
import dev.pulse.api.notify.Channel;
import dev.pulse.core.chart.Charts;
import dev.pulse.core.store.Stores;
import dev.pulse.discord.DiscordMention;
import dev.pulse.discord.DiscordNotifier;
import dev.pulse.slack.SlackMention;
import dev.pulse.slack.SlackMessage;
import dev.pulse.slack.SlackNotifier;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChatGuideTest {
  @Test
  void aSlackBot() {
    var token = Secret.of("xoxb-1");
    try (var store = Stores.memory()) {
      var team =
          Channel.of(
              "team",
              SlackNotifier.bot(token, "C0123456789")
                  .mention(Severity.WARNING, SlackMention.user("U024BE7LH"))
                  .mention(Severity.CRITICAL, SlackMention.group("S0614TZR7"))
                  .page(URI.create("https://pulse.example/"))
                  .chart(Charts.latency(store.journal(), Duration.ofHours(6)))
                  .build());

      assertThat(team.notifier()).hasToString("Slack bot in C0123456789");
    }
  }

  @Test
  void aDiscordWebhook() {
    var url = Secret.of("https://discord.com/api/webhooks/1/secret");
    var ops =
        Channel.of(
            "ops",
            DiscordNotifier.webhook(url)
                .mention(Severity.CRITICAL, DiscordMention.role("41771983423143936"))
                .build());

    assertThat(ops.notifier()).hasToString("Discord webhook at discord.com");
  }

  @Test
  void aLayoutOfOnesOwn() {
    var url = Secret.of("https://hooks.slack.com/services/secret");
    var own =
        SlackNotifier.webhook(url)
            .layout(
                message ->
                    SlackMessage.builder(message.alerts().size() + " alerts")
                        .colour("warning")
                        .footer("Acme")
                        .build())
            .build();

    assertThat(own).hasToString("Slack webhook at hooks.slack.com");
  }
}
