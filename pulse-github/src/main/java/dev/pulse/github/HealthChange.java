package dev.pulse.github;

import dev.pulse.api.score.ScoreChange;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Why the health of a repository is not what it was: how many points each factor took or gave, and
 * what happened there. Immutable; from {@link RepositoryHealth#changeSince}.
 */
public final class HealthChange {
  private final int delta;
  private final ScoreChange change;
  private final List<String> parts;

  private HealthChange(int delta, ScoreChange change, List<String> parts) {
    this.delta = delta;
    this.change = change;
    this.parts = List.copyOf(parts);
  }

  static Optional<HealthChange> between(EarlierHealth before, EarlierHealth now) {
    return now.score()
        .changeSince(before.score())
        .map(
            change -> {
              int delta =
                  now.score().rounded().orElseThrow() - before.score().rounded().orElseThrow();
              var parts = change.parts().stream().map(part -> words(part, before, now)).toList();
              return new HealthChange(delta, change, parts);
            });
  }

  private static String words(ScoreChange.Part part, EarlierHealth before, EarlierHealth now) {
    var causes = new ArrayList<String>();
    if (part.factor().equals(HealthFactor.DEPENDENCIES.word())) {
      causes.addAll(vulnerabilities(before, now, false));
      outdated(before, now).ifPresent(causes::add);
    } else if (part.factor().equals(HealthFactor.SECURITY.word())) {
      causes.addAll(vulnerabilities(before, now, true));
    }
    var what =
        causes.isEmpty() ? part.factor() + " " + part.because() : String.join(" and ", causes);
    return what + " (" + signed(part.delta()) + ")";
  }

  /** What came and went, as far as both looks could see the same. */
  private static List<String> vulnerabilities(
      EarlierHealth before, EarlierHealth now, boolean criticalOnly) {
    var words = new ArrayList<String>();
    if (!before.readable().equals(now.readable())) {
      return words;
    }
    for (VulnerabilitySeverity severity : VulnerabilitySeverity.values()) {
      if (!criticalOnly || severity == VulnerabilitySeverity.CRITICAL) {
        long came = without(now.vulnerabilities(), before.vulnerabilities(), severity);
        long went = without(before.vulnerabilities(), now.vulnerabilities(), severity);
        if (came > 0) {
          words.add(counted(came, "new", severity));
        }
        if (went > 0) {
          words.add(counted(went, "closed", severity));
        }
      }
    }
    return words;
  }

  /** How many of one severity are in one list, and not in the other with the same severity. */
  private static long without(
      Collection<Vulnerability> all,
      Collection<Vulnerability> others,
      VulnerabilitySeverity severity) {
    return all.stream()
        .filter(one -> one.severity() == severity)
        .filter(
            one ->
                others.stream()
                    .noneMatch(other -> other.severity() == severity && one.isSameAs(other)))
        .count();
  }

  private static String counted(long count, String how, VulnerabilitySeverity severity) {
    return count
        + " "
        + how
        + " "
        + severity.word()
        + (count == 1 ? " vulnerability" : " vulnerabilities");
  }

  private static Optional<String> outdated(EarlierHealth before, EarlierHealth now) {
    var was = before.outdated();
    var is = now.outdated();
    return was.isPresent() && is.isPresent() && !was.equals(is)
        ? Optional.of("outdated packages " + was.getAsInt() + " → " + is.getAsInt())
        : Optional.empty();
  }

  private static String signed(BigDecimal number) {
    var rounded = number.setScale(1, RoundingMode.HALF_UP).stripTrailingZeros();
    return (rounded.signum() > 0 ? "+" : rounded.signum() < 0 ? "−" : "")
        + rounded.abs().toPlainString();
  }

  /** The whole score now less the whole score before. */
  public int delta() {
    return delta;
  }

  /** The exact share of each factor. */
  public ScoreChange exact() {
    return change;
  }

  /** What happened, with what it was worth, the largest part first; unmodifiable. */
  public List<String> parts() {
    return parts;
  }

  /** {@code −7: coverage 91 → 84 (−3), 2 new high vulnerabilities (−4)}. */
  @Override
  public String toString() {
    var sum = signed(BigDecimal.valueOf(delta));
    return parts.isEmpty() ? sum : sum + ": " + String.join(", ", parts);
  }
}
