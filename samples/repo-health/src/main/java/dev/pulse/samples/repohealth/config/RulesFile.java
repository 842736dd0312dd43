package dev.pulse.samples.repohealth.config;

import dev.pulse.api.config.Secret;
import dev.pulse.samples.server.environment.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The file that {@code PULSE_CONFIG} names: YAML, or JSON, which is YAML too. Problems go to the
 * environment under the file's own keys. Confine to one thread.
 *
 * @param webhooks by name, those of Slack and Discord among them
 * @param written the rules with the channels that were written for them
 * @param documentation by the name of the repository, in lower case
 */
record RulesFile(Map<String, Secret> webhooks, List<Rule> written, Map<String, URI> documentation) {
  static final String VARIABLE = "PULSE_CONFIG";

  private static final int LARGEST = 1 << 20;

  /** The rules of those who have none of their own. */
  static final List<Rule> USUAL =
      List.of(
          new Rule(
              "critical_vulnerability",
              "vulnerability.severity == 'critical'",
              List.of(ChannelSettings.SLACK, ChannelSettings.EMAIL),
              Frequency.IMMEDIATE),
          new Rule(
              "build_failure",
              "build.status == 'failure' and build.branch == build.default_branch",
              List.of(ChannelSettings.SLACK),
              Frequency.IMMEDIATE),
          new Rule(
              "coverage_drop",
              "coverage.delta < -5",
              List.of(ChannelSettings.SLACK),
              Frequency.DAILY_DIGEST));

  /** What makes a channel work, by its name; the names of webhooks are those of the file. */
  private static final Map<String, String> NEEDS =
      Map.of(
          ChannelSettings.SLACK, "SLACK_WEBHOOK_URL",
          ChannelSettings.DISCORD, "DISCORD_WEBHOOK_URL",
          ChannelSettings.EMAIL, "SMTP_HOST",
          ChannelSettings.PAGERDUTY, "PAGERDUTY_ROUTING_KEY");

  /** Reads the file; without one there are the usual rules. Problems are noted. */
  static RulesFile read(Environment environment, String organisation) {
    var usual = new RulesFile(Map.of(), USUAL, Map.of());
    return environment
        .parsed(VARIABLE, RulesFile::content)
        .map(text -> RulesReader.read(text, organisation, environment))
        .orElse(usual);
  }

  private static String content(String path) {
    try (InputStream in = Files.newInputStream(Path.of(path))) {
      var bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new IllegalArgumentException("names a file of more than 1 MiB");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("names a file that is not there", e);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("names a file that is not UTF-8", e);
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException("names something that cannot be read as a file", e);
    }
  }

  /** The rules with those channels that somebody has configured. */
  Rules rules(ChannelSettings channels) {
    var configured = configured(channels);
    return new Rules(
        written.stream()
            .map(
                rule ->
                    new Rule(
                        rule.name(),
                        rule.condition(),
                        rule.channels().stream().filter(configured::contains).toList(),
                        rule.frequency()))
            .toList(),
        documentation);
  }

  /** What to tell about channels that rules name and nobody has configured, once for each. */
  List<String> unconfigured(ChannelSettings channels) {
    var configured = configured(channels);
    var missing = new LinkedHashMap<String, Set<String>>();
    for (Rule rule : written) {
      for (String channel : rule.channels()) {
        if (!configured.contains(channel)) {
          missing.computeIfAbsent(channel, key -> new LinkedHashSet<>()).add(rule.name());
        }
      }
    }
    var lines = new ArrayList<String>();
    missing.forEach(
        (channel, rules) ->
            lines.add(
                "The channel "
                    + channel
                    + " is not configured ("
                    + NEEDS.get(channel)
                    + " is not set); left out of "
                    + String.join(", ", rules)));
    return List.copyOf(lines);
  }

  private static Set<String> configured(ChannelSettings channels) {
    var names = new LinkedHashSet<>(channels.webhooks().keySet());
    names.add(ChannelSettings.CONSOLE);
    channels.slack().ifPresent(url -> names.add(ChannelSettings.SLACK));
    channels.discord().ifPresent(url -> names.add(ChannelSettings.DISCORD));
    channels.smtp().ifPresent(server -> names.add(ChannelSettings.EMAIL));
    channels.pagerDutyKey().ifPresent(key -> names.add(ChannelSettings.PAGERDUTY));
    return names;
  }

  /** The names that may stand in rules, whether they are configured or not. */
  static List<String> known(Set<String> webhooks) {
    return Stream.concat(
            Stream.of(
                ChannelSettings.SLACK,
                ChannelSettings.DISCORD,
                ChannelSettings.EMAIL,
                ChannelSettings.PAGERDUTY,
                ChannelSettings.CONSOLE),
            webhooks.stream().sorted())
        .distinct()
        .toList();
  }
}
