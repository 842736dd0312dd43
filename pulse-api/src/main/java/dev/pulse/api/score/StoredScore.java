package dev.pulse.api.score;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** How a result carries a score, so that the journal keeps it: written and read in one place. */
final class StoredScore {
  private static final String SCORE = "score";
  private static final String FACTOR_SCORE = "score_factor";
  private static final String FACTOR = "factor";
  private static final String MODEL = "model";
  private static final String WEIGHT = "weight.";
  private static final String EVIDENCE = "evidence.";

  private StoredScore() {}

  static CheckResult write(Score score, CheckResult plain) {
    var result =
        plain
            .withSamples(samples(score))
            .withFindings(score.missing().stream().map(StoredScore::finding).toList());
    if (score.model().isPresent()) {
      result = result.withDetail(MODEL, score.model().get());
    }
    for (Factor factor : score.factors()) {
      var weight = factor.decimalWeight().stripTrailingZeros().toPlainString();
      result = result.withDetail(WEIGHT + factor.name(), weight);
      if (!factor.isMissing()) {
        result = result.withDetail(EVIDENCE + factor.name(), factor.evidence());
      }
    }
    return result;
  }

  private static List<Sample> samples(Score score) {
    var samples = new ArrayList<Sample>();
    score.value().ifPresent(value -> samples.add(Sample.gauge(SCORE, value)));
    for (Factor factor : score.factors()) {
      factor
          .points()
          .ifPresent(points -> samples.add(Sample.gauge(FACTOR_SCORE, label(factor), points)));
    }
    return samples;
  }

  private static Finding finding(Factor missing) {
    return Finding.of(missing.name(), Status.UNKNOWN, missing.evidence())
        .withLabels(label(missing));
  }

  private static Labels label(Factor factor) {
    return Labels.of(FACTOR, factor.name());
  }

  static Optional<Score> read(CheckResult result) {
    var value = sample(result, SCORE, Labels.empty());
    if (value.isEmpty()) {
      return Optional.empty();
    }
    try {
      var factors = new ArrayList<Factor>();
      for (var detail : result.details().entrySet()) {
        if (detail.getKey().startsWith(WEIGHT)) {
          var name = detail.getKey().substring(WEIGHT.length());
          factors.add(factor(result, name, Double.parseDouble(detail.getValue())));
        }
      }
      var score = factors.isEmpty() ? Score.of(value.getAsDouble()) : Score.weighted(factors);
      return Optional.of(score.withModel(result.details().getOrDefault(MODEL, "")));
    } catch (IllegalArgumentException e) {
      // Some other check has a sample of this name.
      return Optional.empty();
    }
  }

  private static Factor factor(CheckResult result, String name, double weight) {
    var points = sample(result, FACTOR_SCORE, Labels.of(FACTOR, name));
    if (points.isPresent()) {
      var evidence = result.details().getOrDefault(EVIDENCE + name, "");
      return Factor.of(name, weight, points.getAsDouble(), evidence);
    }
    var because =
        result.findings().stream()
            .filter(finding -> finding.key().equals(name))
            .map(Finding::text)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("nothing is known about " + name));
    return Factor.missing(name, weight, because);
  }

  private static OptionalDouble sample(CheckResult result, String name, Labels labels) {
    return result.samples().stream()
        .filter(sample -> sample.name().equals(name) && sample.labels().equals(labels))
        .mapToDouble(Sample::value)
        .findFirst();
  }
}
