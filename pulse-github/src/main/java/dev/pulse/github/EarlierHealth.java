package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.score.Score;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a system has stored of an earlier look at a repository, as much as explains why its health
 * is another now. Immutable; take {@link RepositoryHealth} itself while it is at hand.
 *
 * <pre>{@code
 * EarlierHealth stored = EarlierHealth.of(score, sources, open, OptionalInt.of(2));
 * Optional<HealthChange> change = today.changeSince(stored);
 * }</pre>
 */
public final class EarlierHealth {
  private final Score score;
  private final Set<VulnerabilitySource> readable;
  private final List<Vulnerability> vulnerabilities;
  private final OptionalInt outdated;

  private EarlierHealth(
      Score score,
      Set<VulnerabilitySource> readable,
      List<Vulnerability> vulnerabilities,
      OptionalInt outdated) {
    this.score = requireNonNull(score, "score");
    this.readable = readable;
    this.vulnerabilities = vulnerabilities;
    this.outdated = requireNonNull(outdated, "outdated");
  }

  /**
   * An earlier look.
   *
   * @param score with its factors and its model
   * @param readable the sources of vulnerabilities that could be read then
   * @param vulnerabilities what they told; nothing is said of those that came and went when other
   *     sources can be read now
   * @param outdated how many packages were; empty when nobody could tell
   */
  public static EarlierHealth of(
      Score score,
      Collection<VulnerabilitySource> readable,
      Collection<Vulnerability> vulnerabilities,
      OptionalInt outdated) {
    return new EarlierHealth(score, Set.copyOf(readable), List.copyOf(vulnerabilities), outdated);
  }

  static EarlierHealth of(RepositoryHealth health) {
    var facts = health.facts();
    var outdated = facts.outdated().value();
    return of(
        health.score(),
        facts.readableSources(),
        facts.vulnerabilities(),
        outdated.isPresent() ? OptionalInt.of(outdated.get().size()) : OptionalInt.empty());
  }

  Score score() {
    return score;
  }

  Set<VulnerabilitySource> readable() {
    return readable;
  }

  List<Vulnerability> vulnerabilities() {
    return vulnerabilities;
  }

  OptionalInt outdated() {
    return outdated;
  }

  @Override
  public String toString() {
    return "an earlier look: " + score;
  }
}
