package dev.pulse.samples.app.config;

import dev.pulse.api.config.Settings;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.notify.NotifierContext;
import dev.pulse.api.notify.Receipt;
import dev.pulse.core.plugin.Plugins;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the ways to people: how each is treated and, through the provider of its type, what it is.
 */
final class ChannelReader {
  private static final Notifier UNREADABLE = notification -> Receipt.none();
  private static final Channel PLACEHOLDER = Channel.of("placeholder", UNREADABLE);

  private final Plugins plugins;
  private final NotifierContext context;

  ChannelReader(Plugins plugins, NotifierContext context) {
    this.plugins = plugins;
    this.context = context;
  }

  /**
   * The channels by name; also those with problems, so that whoever names them is not blamed as
   * well.
   */
  Map<String, Channel> read(List<Settings> sections) {
    var channels = new LinkedHashMap<String, Channel>();
    var places = new LinkedHashMap<String, String>();
    for (Settings section : sections) {
      var name = section.text("name").orElse("");
      var channel = section.attempt(this::channel).orElse(PLACEHOLDER);
      if (name.isEmpty()) {
        continue;
      }
      var other = places.putIfAbsent(name, section.path());
      if (other == null) {
        channels.put(name, channel);
      } else {
        section.note("name", "is the name of " + other + " already; names must be unique");
      }
    }
    return channels;
  }

  private Channel channel(Settings section) {
    var named =
        section.text("name").map(name -> Channel.of(name, UNREADABLE), PLACEHOLDER).required();
    var channel =
        Channel.of(named.name(), notifier(section))
            .sendResolved(section.bool("send-resolved").orElse(named.sendsResolved()))
            .timeout(
                section
                    .duration("timeout")
                    .between(Duration.ofMillis(1), Duration.ofMinutes(5))
                    .orElse(named.timeout()))
            .maxAge(
                section
                    .duration("max-age")
                    .between(Duration.ofMinutes(1), Duration.ofDays(30))
                    .orElse(named.maxAge()));
    var cap = section.section("storm-cap");
    return section.has("storm-cap") ? capped(channel, cap) : channel;
  }

  private Notifier notifier(Settings section) {
    var type = section.text("type").required();
    if (!plugins.notifierTypes().contains(type)) {
      // Nobody knows the options of a type that does not exist.
      section.skip();
    }
    return section.has("type")
        ? section.attempt(options -> plugins.notifier(type, options, context)).orElse(UNREADABLE)
        : UNREADABLE;
  }

  private static Channel capped(Channel channel, Settings cap) {
    return channel.stormCap(
        cap.integer("messages").between(1, 10_000).required(),
        cap.duration("per").between(Duration.ofSeconds(1), Duration.ofDays(1)).required());
  }
}
