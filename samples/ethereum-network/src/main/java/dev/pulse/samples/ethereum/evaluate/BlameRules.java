package dev.pulse.samples.ethereum.evaluate;

import dev.pulse.core.analysis.PairAnalysis;
import dev.pulse.samples.ethereum.node.Clients;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * How the pairwise analysis is set up for Ethereum: consensus clients are the first side and
 * execution clients the second; a client is a candidate from two peers, major from five; clients
 * before production are exempt.
 *
 * @param networkIncidentRatio the share of failing pairs from which nobody is blamed, given three
 *     candidates in each layer; empty to blame all the same
 */
public record BlameRules(Optional<BigDecimal> networkIncidentRatio) {
  private static final int CANDIDATE = 2;
  static final int MAJOR = 5;
  private static final int CANDIDATES_OF_AN_INCIDENT = 3;

  /** Nobody is blamed when four fifths of all pairs fail. */
  public static BlameRules standard() {
    return new BlameRules(Optional.of(new BigDecimal("0.80")));
  }

  /**
   * The analysis for clients.
   *
   * @throws IllegalArgumentException when the ratio is not above 0, or above 1
   */
  public PairAnalysis analysis(Clients clients) {
    var analysis =
        PairAnalysis.builder()
            .candidateFrom(CANDIDATE)
            .majorFrom(MAJOR)
            .exempt(clients.preProduction());
    networkIncidentRatio.ifPresent(ratio -> analysis.widespread(ratio, CANDIDATES_OF_AN_INCIDENT));
    return analysis.build();
  }
}
