package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.config.Secret;
import dev.pulse.api.model.Labels;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.discord.DiscordMention;
import dev.pulse.discord.DiscordMessage;
import dev.pulse.discord.DiscordNotifier;
import dev.pulse.discord.DiscordThread;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiscordLayoutGuideTest {
  @Test
  void theChannelComesFromTheMessage() {
    var token = Secret.of("token");
    var everybody = "197038439483310086";
    var discord =
        Channel.of(
                "discord",
                DiscordNotifier.bot(
                        token, message -> message.groupLabels().get("discord").orElse(everybody))
                    .layout(DiscordLayoutGuideTest::layout)
                    .build())
            .timeout(Duration.ofMinutes(2));

    assertThat(discord.notifier()).hasToString("Discord bot");
  }

  static DiscordMessage layout(Notification notification) {
    if (notification.firing().isEmpty()) {
      return DiscordMessage.builder("All is well again").colour(0x28a745).title("Shop").build();
    }
    var titles = notification.firing().stream().map(Alert::title).toList();
    return DiscordMessage.builder("")
        .title("Shop")
        .field("Failing", String.valueOf(titles.size()), true)
        .thumbnail(URI.create("https://shop.example/logo.png"))
        .link("Dashboard", URI.create("https://grafana.example/d/shop"))
        .thread(
            DiscordThread.builder("Shop")
                .archiveAfter(Duration.ofHours(1))
                .say("What fails now:")
                .listing("Checks", titles)
                .mention(DiscordMention.role("41771983423143936"))
                .build())
        .build();
  }

  @Test
  void whatFiresHasAThreadAndTheEndHasALine() {
    var alert = Alert.builder(7, "shop", "downtime", Instant.EPOCH).title("shop is down").build();
    var firing =
        Notification.builder("id", Kind.FIRST, "discord", Instant.EPOCH)
            .group("g", Labels.of("discord", "197038439483310087"))
            .alerts(List.of(alert))
            .build();
    assertThat(layout(firing).thread()).map(DiscordThread::name).contains("Shop");

    var over =
        Notification.builder("id", Kind.RESOLVED, "discord", Instant.EPOCH)
            .alerts(List.of(alert.ended(Instant.EPOCH, "recovered")))
            .build();
    assertThat(layout(over).thread()).isEmpty();
    assertThat(layout(over).content()).isEqualTo("All is well again");
  }
}
