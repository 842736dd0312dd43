package dev.pulse.docs.sketch;

import dev.pulse.api.collect.CollectContext;
import dev.pulse.api.collect.Collector;
import dev.pulse.api.collect.Samples;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Repository health: the scan of one repository fetches the factors of its score. A source that
 * cannot be read is reported as unavailable: forbidden is not the same as nothing found.
 */
final class RepositoryHealthSketch implements Collector {
  static final String FACTOR = "repo_factor";

  private static final Map<String, Integer> WEIGHTS =
      Map.of(
          "build", 25,
          "coverage", 20,
          "dependencies", 20,
          "documentation", 15,
          "activity", 10,
          "security", 10);

  private final String repository;
  private final Source source;

  /** What the scan reads; the real system asks GitHub and Codecov. */
  interface Source {
    /** Conclusions of the newest completed builds of the default branch, newest first. */
    List<String> builds(String repository) throws IOException;

    double coverage(String repository) throws IOException;

    Instant newestCommit(String repository) throws IOException;

    int openCriticalFindings(String repository) throws IOException;
  }

  /** A stable answer such as 403 or 404: asking again brings nothing else. */
  static final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableException(String because) {
      super(because);
    }
  }

  private interface Factor {
    double value() throws IOException;
  }

  RepositoryHealthSketch(String repository, Source source) {
    this.repository = repository;
    this.source = source;
  }

  /** Anything but an unreadable source fails the whole scan: the repository keeps its old score. */
  @Override
  public Samples collect(CollectContext context) throws IOException {
    var samples = Samples.builder();
    add(samples, "build", this::build);
    add(samples, "coverage", () -> source.coverage(repository));
    add(samples, "activity", () -> activity(context.clock().instant()));
    add(samples, "security", () -> source.openCriticalFindings(repository) == 0 ? 100 : 0);
    return samples.build();
  }

  private void add(Samples.Builder samples, String name, Factor factor) throws IOException {
    try {
      var labels = Labels.of("repo", repository, "factor", name);
      samples.gauge(FACTOR, labels, factor.value());
    } catch (UnreadableException e) {
      samples.unavailable(name, String.valueOf(e.getMessage()));
    }
  }

  private double build() throws IOException {
    var newest = source.builds(repository).stream().limit(10).toList();
    long good = newest.stream().filter("success"::equals).count();
    long bad = newest.stream().filter("failure"::equals).count();
    if (good + bad == 0) {
      throw new UnreadableException("no build of the last 10 succeeded or failed");
    }
    return 100.0 * good / (good + bad);
  }

  private double activity(Instant now) throws IOException {
    var age = Duration.between(source.newestCommit(repository), now);
    if (age.compareTo(Duration.ofDays(30)) <= 0) {
      return 100;
    }
    return age.compareTo(Duration.ofDays(90)) <= 0
        ? 75
        : age.compareTo(Duration.ofDays(365)) <= 0 ? 50 : 0;
  }

  /**
   * What a scorer will be given: Σ weight × factor ÷ Σ weight over the factors that are there, to
   * six decimals and then to an integer, half up. Without any factor there is no score.
   */
  static OptionalInt score(Collection<Sample> factors) {
    var sum = BigDecimal.ZERO;
    int weights = 0;
    for (Sample factor : factors) {
      int weight = WEIGHTS.getOrDefault(factor.labels().get("factor").orElse(""), 0);
      sum = sum.add(BigDecimal.valueOf(factor.value()).multiply(BigDecimal.valueOf(weight)));
      weights += weight;
    }
    return weights == 0
        ? OptionalInt.empty()
        : OptionalInt.of(
            sum.divide(BigDecimal.valueOf(weights), 6, RoundingMode.HALF_UP)
                .setScale(0, RoundingMode.HALF_UP)
                .intValueExact());
  }
}
