package dev.pulse.samples.ethereum.history;

import dev.pulse.samples.ethereum.node.ClientPair;
import dev.pulse.samples.ethereum.node.Layer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What evaluations of one network found within one hour. Public because the JSON library asks for
 * it.
 *
 * @param pairs the pairs of clients, in the order in which they came up
 * @param entries what was found, in the order of time
 */
public record EvaluationDocument(List<ClientPair> pairs, List<Entry> entries) {
  /** A document; the lists are copied. */
  public EvaluationDocument {
    pairs = List.copyOf(pairs);
    entries = List.copyOf(entries);
  }

  /**
   * What one evaluation found, and those after it that found the same.
   *
   * @param at when the first of them was made
   * @param until when the last of them was made
   * @param status how the network stood, in small letters
   * @param networkWide whether so much failed that nobody was blamed
   * @param rootCauses the clients at fault
   * @param states how the pairs stood, by the id of the check and, over all checks, by an empty
   *     text: a letter for each pair of the document, see {@link Code}
   */
  public record Entry(
      Instant at,
      Instant until,
      String status,
      boolean networkWide,
      List<Culprit> rootCauses,
      Map<String, String> states) {
    /** An entry; list and map are copied. */
    public Entry {
      rootCauses = List.copyOf(rootCauses);
      states = Map.copyOf(states);
    }

    private boolean saysTheSameAs(Entry other) {
      return status.equals(other.status)
          && networkWide == other.networkWide
          && rootCauses.equals(other.rootCauses)
          && states.equals(other.states);
    }

    private Entry until(Instant later) {
      return new Entry(at, later, status, networkWide, rootCauses, states);
    }
  }

  /**
   * A client at fault.
   *
   * @param client its key
   * @param layer its layer
   */
  public record Culprit(String client, Layer layer) {}

  /** Whether no evaluation but one is in it. */
  boolean isNew() {
    return entries.size() == 1 && entries.get(0).at().equals(entries.get(0).until());
  }

  static EvaluationDocument empty() {
    return new EvaluationDocument(List.of(), List.of());
  }

  /**
   * This document with one more entry. One that says the same as the last only lengthens it, unless
   * nobody knows what was in between.
   *
   * @param holds for how long an entry speaks after its last evaluation
   */
  EvaluationDocument with(List<ClientPair> pairs, Entry next, Duration holds) {
    var all = new ArrayList<>(entries);
    int last = all.size() - 1;
    if (last >= 0) {
      var before = all.get(last);
      if (next.at().isBefore(before.until())) {
        // The clock was set back: what is known is kept, and the rest comes when it has passed.
        return this;
      }
      if (before.saysTheSameAs(next) && !before.until().plus(holds).isBefore(next.at())) {
        all.set(last, before.until(next.at()));
        return new EvaluationDocument(pairs, all);
      }
    }
    all.add(next);
    return new EvaluationDocument(pairs, all);
  }
}
