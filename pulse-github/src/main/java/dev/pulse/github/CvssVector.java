package dev.pulse.github;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.DoubleStream;
import us.springett.cvss.Cvss;
import us.springett.cvss.MalformedVectorException;

/**
 * Rates vectors of CVSS 3.0, 3.1 and 4.0 by their base scores. Only the base metrics count: what an
 * advisory adds about threat and environment is somebody else's environment.
 */
final class CvssVector {
  private static final String V3 = "CVSS:3.";
  private static final String V4 = "CVSS:4.0/";
  private static final int LONGEST = 500;

  private static final Set<String> BASE_V3 = Set.of("AV", "AC", "PR", "UI", "S", "C", "I", "A");
  private static final Set<String> BASE_V4 =
      Set.of("AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA");

  private CvssVector() {}

  /**
   * The highest rating of the vectors of CVSS 3, or, where there is none, of those of CVSS 4.
   *
   * @return empty when no vector can be read
   */
  static Optional<VulnerabilitySeverity> severity(Collection<String> vectors) {
    var three = highest(vectors, V3);
    var score = three.isPresent() ? three : highest(vectors, V4);
    return score.isPresent()
        ? Optional.of(VulnerabilitySeverity.ofBaseScore(score.getAsDouble()))
        : Optional.empty();
  }

  private static OptionalDouble highest(Collection<String> vectors, String version) {
    return vectors.stream()
        .filter(vector -> vector.startsWith(version))
        .map(CvssVector::baseScore)
        .flatMapToDouble(
            score ->
                score.isPresent() ? DoubleStream.of(score.getAsDouble()) : DoubleStream.empty())
        .max();
  }

  /** The base score of a vector; empty when it is none, or of another version. */
  static OptionalDouble baseScore(String vector) {
    boolean four = vector.startsWith(V4);
    boolean three = vector.startsWith("CVSS:3.0/") || vector.startsWith("CVSS:3.1/");
    if (vector.length() > LONGEST || !(three || four)) {
      return OptionalDouble.empty();
    }
    var base = base(vector, four ? BASE_V4 : BASE_V3);
    if (base.isEmpty()) {
      return OptionalDouble.empty();
    }
    try {
      double score = Cvss.fromVector(base.get()).calculateScore().getBaseScore();
      return score >= 0 && score <= 10 ? OptionalDouble.of(score) : OptionalDouble.empty();
    } catch (MalformedVectorException e) {
      return OptionalDouble.empty();
    }
  }

  /** The vector with its base metrics only; empty when one of them is missing or there twice. */
  private static Optional<String> base(String vector, Set<String> names) {
    var parts = vector.split("/", -1);
    var kept = new ArrayList<>(List.of(parts[0]));
    var seen = new HashSet<String>();
    for (int i = 1; i < parts.length; i++) {
      int colon = parts[i].indexOf(':');
      var name = colon < 0 ? parts[i] : parts[i].substring(0, colon);
      if (names.contains(name)) {
        if (!seen.add(name)) {
          return Optional.empty();
        }
        kept.add(parts[i]);
      }
    }
    return seen.size() == names.size() ? Optional.of(String.join("/", kept)) : Optional.empty();
  }
}
