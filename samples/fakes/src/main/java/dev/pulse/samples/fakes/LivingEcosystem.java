package dev.pulse.samples.fakes;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Repositories of one owner that live: people push, builds run and fail and are mended, coverage
 * drifts, weaknesses become known and are fixed, packages grow old. It goes on in steps; what
 * happens in one follows from the seed and its number alone, so that the same seed and the same
 * clock always show the same. Needs no thread: whoever asks the GitHub finds what has happened by
 * its clock. Use {@link FakeEcosystem} where nothing should change. Thread-safe.
 *
 * <p>Each 24 steps tell a story: somebody breaks a build and mends it five steps later, a weakness
 * of a package becomes known (critical and high by turns) and is fixed twelve steps later, and the
 * coverage of a repository falls by eight points and comes back. One repository is neglected.
 *
 * <pre>{@code
 * LivingEcosystem.builder(github, "acme").every(Duration.ofSeconds(5)).start();
 * }</pre>
 *
 * <p>Defaults: twelve repositories, seed 1, ten seconds for a step.
 */
public final class LivingEcosystem {
  static final int STORY = 24;

  private static final int BREAKS = 3;
  private static final int MENDED = 8;
  private static final int KNOWN = 5;
  private static final int FIXED = 17;
  private static final int FALLS = 10;
  private static final int RISES = 20;
  private static final double FALL = 8;

  private static final List<String> NAMES =
      List.of(
          "checkout",
          "catalog",
          "payments",
          "web",
          "search",
          "accounts",
          "shipping",
          "mail",
          "reports",
          "mobile-api",
          "images");

  private final Object lock = new Object();
  private final FakeGitHub github;
  private final long seed;
  private final Duration every;
  private final Instant start;
  private final LivingPackages packages;
  private final List<LivingRepository> repositories = new ArrayList<>();
  private long done;

  private LivingEcosystem(Builder builder) {
    github = builder.github;
    seed = builder.seed;
    every = builder.every;
    start = github.clock().instant();
    packages = new LivingPackages(github);
    for (int i = 0; i < builder.repositories; i++) {
      boolean neglected = i == builder.repositories - 1;
      var name = neglected ? "old-import" : i < NAMES.size() ? NAMES.get(i) : "service-" + i;
      var repository = github.repository(builder.owner, name);
      repositories.add(
          new LivingRepository(repository, neglected, packages, random(0, i), start, every));
    }
  }

  /**
   * A builder.
   *
   * @param github whose clock is the one that counts
   */
  public static Builder builder(FakeGitHub github, String owner) {
    return new Builder(github, owner);
  }

  /** Lets all happen that is due by the clock; called before each answer. */
  void catchUp() {
    synchronized (lock) {
      long due = Duration.between(start, github.clock().instant()).dividedBy(every);
      while (done < due) {
        done++;
        step(done);
      }
    }
  }

  private void step(long number) {
    var at = start.plus(every.multipliedBy(number));
    story(number, at);
    for (int i = 0; i < repositories.size(); i++) {
      repositories.get(i).step(random(number, i), at);
    }
  }

  private void story(long number, Instant at) {
    long chapter = number / STORY;
    int hero = random(-1 - chapter, 0).nextInt(repositories.size() - 1);
    switch ((int) (number % STORY)) {
      case BREAKS -> hero(hero, 0).breakBuild();
      case MENDED -> hero(hero, 0).mendBuild();
      case KNOWN ->
          packages.becomeKnown(
              hero(hero, 1).aPackage(),
              chapter,
              chapter % 2 == 0 ? "critical" : "high",
              at,
              repositories);
      case FIXED -> packages.fix(at, repositories);
      case FALLS -> hero(hero, 2).changeCoverage(-FALL);
      case RISES -> hero(hero, 2).changeCoverage(FALL);
      default -> {}
    }
  }

  private LivingRepository hero(int first, int which) {
    // Not the last one, which is neglected.
    return repositories.get((first + which) % (repositories.size() - 1));
  }

  private SplittableRandom random(long step, long repository) {
    return new SplittableRandom(
        new SplittableRandom(seed + step * 1_000_003 + repository).nextLong());
  }

  /** What lives, and how fast. Confined to one thread. */
  public static final class Builder {
    private final FakeGitHub github;
    private final String owner;
    private long seed = 1;
    private int repositories = NAMES.size() + 1;
    private Duration every = Duration.ofSeconds(10);

    private Builder(FakeGitHub github, String owner) {
      this.github = requireNonNull(github, "github");
      this.owner = requireNonNull(owner, "owner");
    }

    /** From which everything follows that is not told. */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /**
     * How many.
     *
     * @param count 4 to 1,000
     * @throws IllegalArgumentException when it is something else
     */
    public Builder repositories(int count) {
      if (count < 4 || count > 1_000) {
        throw new IllegalArgumentException("expected 4 to 1000 repositories, but found: " + count);
      }
      repositories = count;
      return this;
    }

    /**
     * How long a step takes: a push is built within one.
     *
     * @param step a second or more
     * @throws IllegalArgumentException when it is less
     */
    public Builder every(Duration step) {
      if (step.compareTo(Duration.ofSeconds(1)) < 0) {
        throw new IllegalArgumentException("expected a second or more, but found: " + step);
      }
      every = step;
      return this;
    }

    /** Makes the repositories, with a past; from now on they live. */
    public LivingEcosystem start() {
      var ecosystem = new LivingEcosystem(this);
      github.beforeAnswers(ecosystem::catchUp);
      return ecosystem;
    }
  }
}
