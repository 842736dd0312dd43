package dev.pulse.core.check;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.config.Durations;
import dev.pulse.api.config.Problem;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges other checks by how their last runs ended: at least so many of them must be up. Take it
 * for things that replace each other, such as the replicas of a service; name a dependency in the
 * {@link dev.pulse.api.check.Registration} where one thing needs another.
 *
 * <pre>{@code
 * Check shop = GroupCheck.of("shop-1", "shop-2", "shop-3").atLeast(2).build();
 * }</pre>
 *
 * <p>A member is up when its last result is {@link Status#PASS} or {@link Status#WARN}. The group
 * fails with the reason {@code members} when too many are down for it to be enough; when that
 * depends on members of which nothing is known, it is {@link Status#UNKNOWN} with {@code no_data}.
 * It warns when enough are up, but one of them is down. Nothing is known of a member that is not
 * registered, has never run, ended unknown, or whose last result is too old; a paused member
 * becomes that.
 *
 * <p>Each member is a finding. Samples: {@code group_members}, {@code group_members_up} and {@code
 * group_members_unknown}. Immutable and thread-safe.
 */
public final class GroupCheck implements Check {
  private final Set<String> members;
  private final int atLeast;
  private final Duration maxAge;

  private GroupCheck(Builder builder) {
    this.members = Collections.unmodifiableSet(new LinkedHashSet<>(builder.members));
    this.atLeast = builder.required();
    this.maxAge = builder.maxAge;
  }

  /**
   * A group of other checks.
   *
   * @param members the names of their registrations; at least one
   */
  public static Builder of(String... members) {
    return of(List.of(members));
  }

  /** A group of other checks, by the names of their registrations. */
  public static Builder of(Collection<String> members) {
    return new Builder(members);
  }

  /** The names of the members, in their order; unmodifiable. */
  @Override
  public Set<String> judges() {
    return members;
  }

  @Override
  public CheckResult run(CheckContext context) {
    var findings = members.stream().map(member -> finding(member, context)).toList();
    int up = (int) findings.stream().filter(finding -> finding.status().isUp()).count();
    int unknown =
        (int) findings.stream().filter(finding -> finding.status() == Status.UNKNOWN).count();
    return judge(up, unknown)
        .withFindings(findings)
        .withSamples(
            List.of(
                Sample.gauge("group_members", members.size()),
                Sample.gauge("group_members_up", up),
                Sample.gauge("group_members_unknown", unknown)));
  }

  private CheckResult judge(int up, int unknown) {
    int down = members.size() - up - unknown;
    var summary =
        up
            + " of "
            + members.size()
            + " up"
            + (down == 0 ? "" : ", " + down + " down")
            + (unknown == 0 ? "" : ", " + unknown + " unknown");
    var demand = summary + "; at least " + atLeast + " needed";
    if (up + unknown < atLeast) {
      return CheckResult.fail(Reason.MEMBERS, demand);
    }
    if (up < atLeast) {
      return CheckResult.unknown(Reason.NO_DATA, demand);
    }
    return down == 0 ? CheckResult.pass(summary) : CheckResult.warn(Reason.MEMBERS, summary);
  }

  private Finding finding(String member, CheckContext context) {
    @Nullable Outcome latest = context.latest(member).orElse(null);
    if (latest == null) {
      return Finding.of(member, Status.UNKNOWN, "there is no result of it");
    }
    var age = Duration.between(latest.started(), context.clock().instant());
    return age.compareTo(maxAge) > 0
        ? Finding.of(
            member,
            Status.UNKNOWN,
            "its last result is "
                + Texts.days(age)
                + " old, older than "
                + Durations.format(maxAge))
        : judged(member, latest);
  }

  /** What is announced to be worked on is nobody's fault, and no member to count on either. */
  private static Finding judged(String member, Outcome latest) {
    return latest.maintenance().isPresent() && !latest.status().isUp()
        ? Finding.of(
            member,
            Status.UNKNOWN,
            "announced: " + latest.maintenance().get() + "; " + latest.result().summary())
        : Finding.of(member, latest.status(), latest.result().summary());
  }

  @Override
  public String toString() {
    return "at least " + atLeast + " of " + String.join(", ", members);
  }

  /** Builds a {@link GroupCheck}. Confine to one thread. */
  public static final class Builder {
    private final Set<String> members;
    private @Nullable Integer atLeast;
    private Duration maxAge = Duration.ofMinutes(15);

    private Builder(Collection<String> members) {
      this.members = new LinkedHashSet<>(members);
    }

    /** How many members must be up; default: all. */
    public Builder atLeast(int count) {
      this.atLeast = count;
      return this;
    }

    /**
     * How old the last result of a member may be; default: 15 minutes. Longer than the longest
     * interval of a member.
     */
    public Builder maxAge(Duration age) {
      this.maxAge = requireNonNull(age, "age");
      return this;
    }

    private int required() {
      return atLeast == null ? members.size() : atLeast;
    }

    /** What is wrong, with the options of the configuration as keys. */
    List<Problem> problems() {
      var problems = new ArrayList<Problem>();
      if (members.isEmpty()) {
        problems.add(new Problem("", "members", "must name at least one check"));
      } else if (required() < 1 || required() > members.size()) {
        problems.add(
            new Problem(
                "", "at-least", "must be 1 to " + members.size() + ", but is " + required()));
      }
      if (maxAge.isNegative() || maxAge.isZero()) {
        problems.add(
            new Problem("", "max-age", "must be positive, but is " + Durations.format(maxAge)));
      }
      return problems;
    }

    /**
     * The check.
     *
     * @throws IllegalArgumentException that lists everything that is not allowed
     */
    public GroupCheck build() {
      var problems = problems();
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(Texts.problems(problems));
      }
      return new GroupCheck(this);
    }
  }
}
