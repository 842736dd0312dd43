package dev.pulse.prometheus;

import java.time.Duration;
import java.util.List;

/** Rules that a server evaluates together, one after the other. Immutable. */
public final class RuleGroup {
  private final String name;
  private final String file;
  private final Duration interval;
  private final List<Rule> rules;

  RuleGroup(String name, String file, Duration interval, List<Rule> rules) {
    this.name = name;
    this.file = file;
    this.interval = interval;
    this.rules = List.copyOf(rules);
  }

  /** Its name, unique in its file. */
  public String name() {
    return name;
  }

  /** The file that it stands in, on the server; Mimir and Thanos tell something of their own. */
  public String file() {
    return file;
  }

  /** From one evaluation to the next; zero when the server does not tell. */
  public Duration interval() {
    return interval;
  }

  /** The rules, in their order; unmodifiable. */
  public List<Rule> rules() {
    return rules;
  }

  @Override
  public String toString() {
    return name + rules;
  }
}
