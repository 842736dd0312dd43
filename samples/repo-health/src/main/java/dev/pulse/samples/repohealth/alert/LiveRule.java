package dev.pulse.samples.repohealth.alert;

import dev.pulse.samples.repohealth.condition.AlertCondition;
import dev.pulse.samples.repohealth.config.Frequency;
import dev.pulse.samples.repohealth.config.Rule;
import dev.pulse.samples.repohealth.config.Rules;
import java.util.List;

/** A rule whose condition has been read. Immutable. */
record LiveRule(Rule rule, AlertCondition condition) {
  /** The rules in their order, as they were found to be right when the settings were read. */
  static List<LiveRule> all(Rules rules) {
    return rules.all().stream()
        .map(rule -> new LiveRule(rule, AlertCondition.of(rule.condition())))
        .toList();
  }

  String name() {
    return rule.name();
  }

  /** Whether somebody hears of it as soon as it opens. */
  boolean isImmediate() {
    return rule.frequency() == Frequency.IMMEDIATE && !rule.channels().isEmpty();
  }

  /** Whether it is in the digest of a channel. */
  boolean isInDigestOf(String channel) {
    return rule.frequency() == Frequency.DAILY_DIGEST && rule.channels().contains(channel);
  }
}
