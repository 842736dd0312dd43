package dev.pulse.core.slo;

/**
 * How much a few runs prove. A check that is run each minute has sixty runs in an hour; one that
 * fails by chance is 1.7 % of them, and burns the budget of three nines seventeen times too fast.
 *
 * <p>So the share of bad runs must be above the threshold with confidence: the lower bound of the
 * exact one-sided confidence interval of a binomial proportion must be (C. J. Clopper and E. S.
 * Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial",
 * Biometrika 26, 1934, 404–413). That bound lies above {@code p} exactly when so many bad runs, or
 * more, would come with a probability of at most {@code 1 − confidence} if {@code p} were the true
 * share, which is what is computed here. And there must be a least number of bad runs, because an
 * interval of an hour has one run in the hour, which is all or nothing.
 *
 * @param confidence 0 (any share counts) to below 1
 * @param leastBadRuns at least 1
 */
record Evidence(double confidence, int leastBadRuns) {
  static final Evidence USUAL = new Evidence(0.95, 2);

  // A sum of terms that become smaller by a factor; the rest below this is not worth adding.
  private static final double NEGLIGIBLE = 1e-12;

  /**
   * Whether runs prove that more than a share of them is bad.
   *
   * @param bad how many were bad
   * @param count how many there were, or would have been if all time were known
   * @param threshold between 0 and 1, both excluded
   */
  boolean proves(long bad, long count, double threshold) {
    return bad >= leastBadRuns && atLeast(bad, count, threshold) <= 1 - confidence;
  }

  /** The probability of so many of {@code count}, or more, each of which comes with {@code p}. */
  static double atLeast(long many, long count, double p) {
    if (many <= 0) {
      return 1;
    }
    // Below the mean the terms grow first; what is not rarer than a half proves nothing anyway.
    if (many <= count * p) {
      return 1;
    }
    double term = Math.exp(logTerm(many, count, p));
    double sum = term;
    for (long i = many; i < count && term > sum * NEGLIGIBLE; i++) {
      term *= (count - i) / (i + 1.0) * p / (1 - p);
      sum += term;
    }
    return Math.min(1, sum);
  }

  /** The logarithm of the probability of exactly so many. */
  private static double logTerm(long many, long count, double p) {
    double choices = 0;
    long smaller = Math.min(many, count - many);
    for (long i = 1; i <= smaller; i++) {
      choices += Math.log((count - smaller + i) / (double) i);
    }
    return choices + many * Math.log(p) + (count - many) * Math.log1p(-p);
  }
}
