package dev.pulse.samples.fakes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** One repository of a {@link LivingEcosystem}. Guarded by that. */
final class LivingRepository {
  private static final int KEPT = 60;

  private final FakeGitHubRepository repository;
  private final LivingPackages known;
  private final Duration every;
  private final boolean neglected;
  private final Map<String, Integer> used = new TreeMap<>();

  /** What the packages that it uses have drawn in, in the versions of then. */
  private final Map<String, Integer> drawn = new TreeMap<>();

  private double coverage;
  private boolean broken;
  private boolean pushed;

  LivingRepository(
      FakeGitHubRepository repository,
      boolean neglected,
      LivingPackages known,
      SplittableRandom random,
      Instant start,
      Duration every) {
    this.repository = repository;
    this.known = known;
    this.every = every;
    this.neglected = neglected;
    coverage = 70 + random.nextInt(25);
    int first = random.nextInt(LivingPackages.NAMES.size());
    for (int i = 0; i < 3; i++) {
      var name = LivingPackages.NAMES.get((first + i) % LivingPackages.NAMES.size());
      used.put(name, known.newest(name));
    }
    used.keySet().forEach(name -> draw(LivingPackages.drawnInBy(name)));
    past(random, start);
  }

  private void past(SplittableRandom random, Instant start) {
    repository
        .description(
            "The " + repository.name().replace('-', ' ') + " of a shop that does not exist")
        .workflow("ci.yml", "name: CI\non:\n  push:\n  workflow_dispatch:\njobs: {}\n");
    if (neglected) {
      repository
          .lastCommit(start.minus(Duration.ofDays(220)))
          .builds("failure", "failure", "success")
          .issues(1, start.minus(Duration.ofDays(60)));
    } else {
      var conclusions = new ArrayList<String>();
      for (int i = 0; i < 10; i++) {
        conclusions.add(random.nextInt(8) == 0 ? "failure" : "success");
      }
      repository
          .docs()
          .lastCommit(start.minus(Duration.ofHours(1 + random.nextInt(100))))
          .builds(conclusions.toArray(String[]::new))
          .issues(6 + random.nextInt(12), start.minus(Duration.ofDays(3)))
          .coverage(coverage);
    }
    tellPackages();
  }

  /** Every build fails until it is mended; the first one at once. */
  void breakBuild() {
    broken = true;
    pushed = true;
  }

  void mendBuild() {
    broken = false;
    pushed = true;
  }

  void changeCoverage(double points) {
    coverage = Math.max(20, Math.min(99, coverage + points));
    pushed = true;
  }

  /** Nobody looks after it. */
  boolean isNeglected() {
    return neglected;
  }

  /** A package that it uses. */
  String aPackage() {
    return used.keySet().iterator().next();
  }

  /** Whether it uses a package in this version, though another one may have drawn it in. */
  boolean uses(String name, int version) {
    return used.getOrDefault(name, drawn.getOrDefault(name, -1)) == version;
  }

  /** It uses the newest version from now on. */
  void upgrade(String name) {
    (used.containsKey(name) ? used : drawn).put(name, known.newest(name));
    pushed = true;
    tellPackages();
  }

  FakeGitHubRepository repository() {
    return repository;
  }

  private void draw(String name) {
    if (!used.containsKey(name)) {
      drawn.put(name, known.newest(name));
    }
  }

  private void tellPackages() {
    var direct = new ArrayList<String>();
    var paths = new LinkedHashMap<String, List<String>>();
    used.forEach(
        (name, version) -> {
          var other = LivingPackages.drawnInBy(name);
          int its = used.getOrDefault(other, drawn.getOrDefault(other, 0));
          direct.add(LivingPackages.purl(name, version));
          paths.put(LivingPackages.purl(name, version), List.of(LivingPackages.purl(other, its)));
        });
    repository.packages(direct, paths);
  }

  /** What happens besides the story: somebody pushes now and then, and speaks of it. */
  void step(SplittableRandom random, Instant at) {
    boolean somebody = random.nextInt(3) == 0;
    double drift = (random.nextInt(81) - 40) / 100.0;
    int luck = random.nextInt(100);
    long running = every.toMillis() * (30 + random.nextInt(50)) / 100;
    if (pushed || (somebody && !neglected)) {
      push(
          at,
          broken ? "failure" : luck < 3 ? "cancelled" : luck < 5 ? "failure" : "success",
          running);
      if (!neglected) {
        coverage = Math.max(20, Math.min(99, coverage + drift));
        repository.coverage(Math.round(coverage * 100) / 100.0);
      }
    }
    if (!neglected && random.nextInt(10) == 0) {
      repository.issues(1, at);
    }
    repository.keepNewest(KEPT);
    pushed = false;
  }

  private void push(Instant at, String conclusion, long running) {
    repository.commit(at);
    repository
        .run()
        .createdAt(at)
        .begunAt(at.plus(every.dividedBy(10)))
        .finishedAt(at.plus(every.dividedBy(10)).plusMillis(running), conclusion)
        .job("build", conclusion);
  }
}
