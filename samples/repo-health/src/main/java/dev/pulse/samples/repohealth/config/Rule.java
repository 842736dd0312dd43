package dev.pulse.samples.repohealth.config;

import java.util.List;

/**
 * When people are told, whom, and how soon.
 *
 * @param name what it is called, once among all rules
 * @param condition in the language of conditions; has been judged
 * @param channels the names of those that are configured, see {@link ChannelSettings}; may be empty
 * @param frequency when people learn of it
 */
public record Rule(String name, String condition, List<String> channels, Frequency frequency) {
  /** A rule; keeps a copy of the list. */
  public Rule {
    channels = List.copyOf(channels);
  }
}
