package dev.pulse.samples.ethereum.history;

import dev.pulse.samples.ethereum.node.ClientPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How a network stood over a time, in stretches of equal length. Each letter is one of them, the
 * worst that was found in it: {@code F} fail, {@code U} unknown, {@code W} warn, {@code P} pass,
 * {@code -} not evaluated. Immutable.
 *
 * @param from where it begins
 * @param to where it ends
 * @param stretch how long each stretch is
 * @param network the network as a whole
 * @param pairs its pairs of clients, by their keys
 * @param changes what changed, the newest first; the older ones are left out when there are many
 */
public record Timeline(
    Instant from,
    Instant to,
    Duration stretch,
    String network,
    List<PairLine> pairs,
    List<Change> changes) {
  /** How many changes it has at most. */
  public static final int MOST_CHANGES = 60;

  /** A timeline; the lists are copied. */
  public Timeline {
    pairs = List.copyOf(pairs);
    changes = List.copyOf(changes);
  }

  /**
   * How a pair stood.
   *
   * @param pair which
   * @param states a letter for each stretch
   */
  public record PairLine(ClientPair pair, String states) {}

  /**
   * A change that an evaluation found.
   *
   * @param at when that evaluation was made
   * @param consensus the consensus client; empty where it is about an execution client alone
   * @param execution the execution client; empty where it is about a consensus client alone
   * @param before the letter of the state before, or {@code N} for no root cause
   * @param after the letter of the state after, or {@code R} for a root cause
   */
  public record Change(
      Instant at, String consensus, String execution, String before, String after) {}
}
