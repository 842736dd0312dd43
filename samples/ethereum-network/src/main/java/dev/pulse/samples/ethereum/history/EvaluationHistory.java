package dev.pulse.samples.ethereum.history;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.store.StoreException;
import dev.pulse.core.analysis.Side;
import dev.pulse.samples.ethereum.evaluate.ClientMatrix;
import dev.pulse.samples.ethereum.evaluate.ClientMatrix.Cell;
import dev.pulse.samples.ethereum.evaluate.NetworkEvaluation;
import dev.pulse.samples.ethereum.history.EvaluationDocument.Culprit;
import dev.pulse.samples.ethereum.history.EvaluationDocument.Entry;
import dev.pulse.samples.ethereum.node.ClientPair;
import dev.pulse.samples.ethereum.node.Layer;
import dev.pulse.samples.ethereum.store.EthereumStore;
import dev.pulse.samples.ethereum.store.Repository;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates networks as its source does, and remembers: the last evaluation of each in memory, and
 * how its pairs stood in the store, for eight days. Where that cannot be written the evaluation is
 * told all the same, and the history has a gap. Thread-safe.
 */
public final class EvaluationHistory {
  /** How many pairs of a network it remembers: those that came up first. */
  public static final int MOST_PAIRS = 500;

  private static final Logger log = LoggerFactory.getLogger(EvaluationHistory.class);
  private static final int PAGE = 50;
  private static final Duration KEPT = Duration.ofDays(8);

  /** Sorts after everything that a path can continue with. */
  private static final String AFTER_ALL = "~";

  private static final Duration BY_HAND = Duration.ofMinutes(10);

  private final Source source;
  private final EthereumStore store;
  private final Repository<EvaluationDocument> documents;
  private final InstantSource clock;
  private final Duration holds;
  private final Duration kept;
  private final Map<String, NetworkEvaluation> latest = new ConcurrentHashMap<>();

  /** Tells how a network stands. */
  @FunctionalInterface
  public interface Source {
    /** How a network stands now, or stood a moment ago. */
    NetworkEvaluation of(String network) throws InterruptedException;
  }

  /**
   * A history.
   *
   * @param every how often networks are evaluated; empty where they are only when somebody asks,
   *     and an evaluation speaks for ten minutes. Otherwise it speaks for two and a half times as
   *     long, so that one which is late leaves no gap
   * @param retention how long it remembers, if that is less than eight days
   */
  public EvaluationHistory(
      Source source,
      EthereumStore store,
      InstantSource clock,
      Optional<Duration> every,
      Duration retention) {
    this.source = requireNonNull(source, "source");
    this.store = requireNonNull(store, "store");
    this.documents = store.repository("evaluations", EvaluationDocument.class);
    this.clock = requireNonNull(clock, "clock");
    this.holds = every.map(time -> time.multipliedBy(5).dividedBy(2)).orElse(BY_HAND);
    this.kept = retention.compareTo(KEPT) < 0 ? retention : KEPT;
  }

  /**
   * How a network stands now, or stood a moment ago.
   *
   * @param network its key
   */
  public NetworkEvaluation of(String network) throws InterruptedException {
    var evaluation = source.of(network);
    var before = latest.put(network, evaluation);
    if (before != evaluation) {
      remember(evaluation);
    }
    return evaluation;
  }

  /**
   * How a network stood when it was evaluated last; empty when it was not since the start. Whether
   * that tells how it stands now, {@link #isStale} knows.
   */
  public Optional<NetworkEvaluation> latest(String network) {
    return Optional.ofNullable(latest.get(network));
  }

  /** Whether an evaluation is too old to tell how its network stands now. */
  public boolean isStale(NetworkEvaluation evaluation) {
    return !clock.instant().isBefore(evaluation.at().plus(holds));
  }

  /** For how long an evaluation tells how its network stands. */
  public Duration holds() {
    return holds;
  }

  private void remember(NetworkEvaluation evaluation) {
    try {
      var document =
          documents.change(
              store.paths().evaluations(evaluation.network(), evaluation.at()),
              before -> with(before.orElseGet(EvaluationDocument::empty), evaluation));
      if (document.value().isNew()) {
        purgeBefore(evaluation.at().minus(kept));
      }
    } catch (StoreException e) {
      log.error("The evaluation of {} cannot be remembered", evaluation.network(), e);
    }
  }

  /** Removes the hours before a moment, of all networks; those of a network are sorted by time. */
  private void purgeBefore(Instant time) {
    var first = hour(time);
    var page = documents.list("", 1);
    while (!page.isEmpty()) {
      var id = page.get(0).id();
      int name = id.lastIndexOf('/') + 1;
      if (id.substring(name).compareTo(first) < 0) {
        documents.delete(id);
        page = documents.list(id, 1);
      } else {
        page = documents.list(id.substring(0, name) + AFTER_ALL, 1);
      }
    }
  }

  private EvaluationDocument with(EvaluationDocument document, NetworkEvaluation evaluation) {
    var cells = new HashMap<ClientPair, Cell>();
    var pairs = new LinkedHashSet<>(document.pairs());
    for (var cell : ClientMatrix.of(evaluation).cells()) {
      cells.put(cell.pair(), cell);
      if (pairs.size() < MOST_PAIRS) {
        pairs.add(cell.pair());
      }
    }
    var states = new LinkedHashMap<String, StringBuilder>();
    states.put("", new StringBuilder());
    evaluation.checks().forEach(check -> states.put(check.id(), new StringBuilder()));
    for (var pair : pairs) {
      states.forEach((check, line) -> line.append(code(cells.get(pair), check)));
    }
    var texts = new HashMap<String, String>();
    states.forEach((check, line) -> texts.put(check, line.toString()));
    return document.with(
        new ArrayList<>(pairs),
        new Entry(
            evaluation.at(),
            evaluation.at(),
            evaluation.status().name().toLowerCase(Locale.ROOT),
            evaluation.verdict().widespread(),
            culprits(evaluation),
            texts),
        holds);
  }

  private static char code(@Nullable Cell cell, String check) {
    if (cell == null) {
      return Code.GAP;
    }
    var tally = check.isEmpty() ? cell.all() : cell.checks().get(check);
    return tally == null || tally.nodes() == 0 ? Code.GAP : Code.of(tally.status());
  }

  private static List<Culprit> culprits(NetworkEvaluation evaluation) {
    return evaluation.verdict().rootCauses().stream()
        .map(
            it ->
                new Culprit(it.name(), it.side() == Side.FIRST ? Layer.CONSENSUS : Layer.EXECUTION))
        .toList();
  }

  /**
   * How a network stood of late.
   *
   * @param back for how long
   * @param check the id of a check, or empty for all together
   * @throws StoreException when the store does not answer
   */
  public Timeline timeline(String network, Duration back, String check) {
    var to = clock.instant();
    var from = to.minus(back);
    var timeline = new TimelineBuilder(from, to, check, holds);
    var folder = store.paths().evaluationsOf(network);
    // The last entry of the hour before may still speak.
    var after = folder + hour(from.minus(holds));
    while (true) {
      var page = documents.list(after, PAGE);
      for (var document : page) {
        if (!document.id().startsWith(folder)) {
          return timeline.build();
        }
        timeline.add(document.value());
        after = document.id();
      }
      if (page.size() < PAGE) {
        return timeline.build();
      }
    }
  }

  /** The hour that a moment is in; sorts before the document of that hour. */
  private static String hour(Instant at) {
    return at.truncatedTo(ChronoUnit.HOURS).toString().substring(0, 13);
  }
}
