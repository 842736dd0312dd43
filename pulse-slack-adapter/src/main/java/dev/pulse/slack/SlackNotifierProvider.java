package dev.pulse.slack;

import dev.pulse.api.alert.Severity;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Secret;
import dev.pulse.api.config.Settings;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.notify.NotifierContext;
import dev.pulse.api.spi.NotifierProvider;
import dev.pulse.core.chart.Charts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Makes {@link SlackNotifier}s of the type {@code slack}. Options: either {@code url} (an incoming
 * webhook), or {@code token} and {@code channel} (a bot) and {@code base-url}; {@code page}; {@code
 * buttons}: true or false; {@code chart}: how much of the latency to draw; {@code mentions}: a
 * section with lists for {@code info}, {@code warning} and {@code critical}, of {@code user:U…},
 * {@code group:S…}, {@code here} and {@code channel}.
 */
public final class SlackNotifierProvider implements NotifierProvider {
  /** For {@link java.util.ServiceLoader}. */
  public SlackNotifierProvider() {}

  @Override
  public String type() {
    return "slack";
  }

  /** Without a history there are no charts: messages go without. */
  @Override
  public Notifier create(Settings settings) {
    return create(
        settings,
        () -> {
          throw new IllegalStateException("there is no history to draw a chart of");
        });
  }

  @Override
  public Notifier create(Settings settings, NotifierContext context) {
    var builder = builder(settings);
    settings
        .uri("page", "http", "https")
        .describedAs("where people find Pulse's page")
        .optional()
        .ifPresent(builder::page);
    if (settings
        .bool("buttons")
        .describedAs("whether messages have buttons; somebody must answer to them")
        .orElse(false)) {
      builder.buttons();
    }
    settings
        .duration("chart")
        .between(Duration.ofMinutes(1), Duration.ofDays(31))
        .describedAs("how much of the latency before a message to draw; without it no picture")
        .optional()
        .ifPresent(back -> builder.chart(Charts.latency(context::journal, back)));
    readMentions(settings.section("mentions"), builder);
    var problems = builder.problems();
    if (!problems.isEmpty()) {
      throw new ConfigurationException(
          problems.stream()
              .map(problem -> settings.problem(problem.key(), problem.message()))
              .toList());
    }
    return builder.build();
  }

  private static SlackNotifier.Builder builder(Settings settings) {
    var url =
        settings
            .secret("url")
            .describedAs("the URL of an incoming webhook; instead of token and channel")
            .optional();
    var token = settings.secret("token").describedAs("the token of a bot, xoxb-…").optional();
    var channel =
        settings
            .text("channel")
            .describedAs("the id of the bot's channel, such as C0123456789")
            .optional();
    var base =
        settings
            .uri("base-url", "http", "https")
            .describedAs("where Slack's Web API is; " + SlackNotifier.API + " unless told")
            .optional();
    if (url.isPresent() == token.isPresent()) {
      settings.note(
          "url", "must be there unless there are token and channel, and must not be there then");
    } else if (token.isPresent() != channel.isPresent()) {
      settings.note("channel", "belongs to a token, and a token needs it");
    }
    var builder =
        url.isPresent()
            ? SlackNotifier.webhook(url.get())
            : SlackNotifier.bot(
                token.orElse(Secret.of("placeholder")), channel.orElse("placeholder"));
    base.ifPresent(builder::baseUrl);
    return builder;
  }

  private static void readMentions(Settings section, SlackNotifier.Builder builder) {
    for (var severity : Severity.values()) {
      var name = severity.name().toLowerCase(Locale.ROOT);
      section
          .texts(name)
          .describedAs("whom to mention in messages that are " + name + " or worse")
          .map(SlackNotifierProvider::mentions, List.<SlackMention>of())
          .orElse(List.of())
          .forEach(mention -> builder.mention(severity, mention));
    }
  }

  private static List<SlackMention> mentions(List<String> texts) {
    var mentions = new ArrayList<SlackMention>();
    var problems = new ArrayList<String>();
    for (var text : texts) {
      try {
        mentions.add(SlackMention.parse(text));
      } catch (IllegalArgumentException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return mentions;
  }
}
