package dev.pulse.samples.ethereum.history;

import dev.pulse.samples.ethereum.history.EvaluationDocument.Culprit;
import dev.pulse.samples.ethereum.history.EvaluationDocument.Entry;
import dev.pulse.samples.ethereum.history.Timeline.Change;
import dev.pulse.samples.ethereum.history.Timeline.PairLine;
import dev.pulse.samples.ethereum.node.ClientPair;
import dev.pulse.samples.ethereum.node.Layer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Makes a {@link Timeline} out of documents, in the order of time. Confine to one thread. */
final class TimelineBuilder {
  static final int STRETCHES = 144;
  private static final Comparator<ClientPair> ORDER =
      Comparator.comparing(ClientPair::consensus).thenComparing(ClientPair::execution);

  private final Instant from;
  private final Instant to;
  private final Duration stretch;
  private final String check;
  private final Duration holds;
  private final char[] network = gaps();
  private final Map<ClientPair, char[]> lines = new TreeMap<>(ORDER);
  private final Deque<Change> changes = new ArrayDeque<>();
  private final Map<ClientPair, Character> known = new HashMap<>();
  private Optional<Set<Culprit>> blamed = Optional.empty();

  /** An entry that is still to be drawn, because the next one says where it ends. */
  private Optional<Open> open = Optional.empty();

  private record Open(List<ClientPair> pairs, Entry entry) {}

  /**
   * A builder.
   *
   * @param check the id of the check; empty for all
   * @param holds for how long an entry speaks after its last evaluation
   */
  TimelineBuilder(Instant from, Instant to, String check, Duration holds) {
    this.from = from;
    this.to = to;
    this.stretch = Duration.between(from, to).dividedBy(STRETCHES);
    this.check = check;
    this.holds = holds;
  }

  private static char[] gaps() {
    var line = new char[STRETCHES];
    Arrays.fill(line, Code.GAP);
    return line;
  }

  void add(EvaluationDocument document) {
    for (var entry : document.entries()) {
      draw(entry.at());
      note(document.pairs(), entry);
      open = Optional.of(new Open(document.pairs(), entry));
    }
  }

  Timeline build() {
    draw(to);
    return new Timeline(
        from,
        to,
        stretch,
        new String(network),
        lines.entrySet().stream()
            .map(line -> new PairLine(line.getKey(), new String(line.getValue())))
            .toList(),
        new ArrayList<>(changes));
  }

  /** Draws the entry that is open, which ends at a moment if not before. */
  private void draw(Instant next) {
    if (open.isEmpty()) {
      return;
    }
    var entry = open.get().entry();
    var spoken = entry.until().plus(holds);
    var end = spoken.isBefore(next) ? spoken : next;
    if (!end.isAfter(from) || !entry.at().isBefore(to)) {
      return;
    }
    int first = index(entry.at());
    int last = index(end.minusNanos(1));
    char whole = Code.of(entry.status());
    var states = entry.states().getOrDefault(check, "");
    if (!check.isEmpty()) {
      whole = Code.GAP;
      for (int i = 0; i < states.length(); i++) {
        whole = Code.worse(whole, states.charAt(i));
      }
    }
    fill(network, first, last, whole);
    for (int i = 0; i < states.length(); i++) {
      fill(
          lines.computeIfAbsent(open.get().pairs().get(i), pair -> gaps()),
          first,
          last,
          states.charAt(i));
    }
  }

  private int index(Instant at) {
    long into = Duration.between(from, at).toMillis() / Math.max(1, stretch.toMillis());
    return (int) Math.max(0, Math.min(STRETCHES - 1, into));
  }

  private static void fill(char[] line, int first, int last, char state) {
    for (int i = first; i <= last; i++) {
      line[i] = Code.worse(line[i], state);
    }
  }

  private void note(List<ClientPair> pairs, Entry entry) {
    var states = entry.states().getOrDefault(check, "");
    for (int i = 0; i < states.length(); i++) {
      char state = states.charAt(i);
      if (state == Code.GAP) {
        continue;
      }
      var pair = pairs.get(i);
      var before = known.put(pair, state);
      if (before != null && before != state) {
        note(entry.at(), pair.consensus(), pair.execution(), before, state);
      }
    }
    var guilty = Set.copyOf(entry.rootCauses());
    blamed.ifPresent(
        before -> {
          note(entry.at(), before, guilty, 'R', 'N');
          note(entry.at(), guilty, before, 'N', 'R');
        });
    blamed = Optional.of(guilty);
  }

  private void note(Instant at, Set<Culprit> some, Set<Culprit> without, char before, char after) {
    var left = new HashSet<>(some);
    left.removeAll(without);
    left.stream()
        .sorted(Comparator.comparing(Culprit::client))
        .forEach(
            it ->
                note(
                    at,
                    it.layer() == Layer.CONSENSUS ? it.client() : "",
                    it.layer() == Layer.EXECUTION ? it.client() : "",
                    before,
                    after));
  }

  private void note(Instant at, String consensus, String execution, char before, char after) {
    if (at.isBefore(from)) {
      return;
    }
    changes.addFirst(
        new Change(at, consensus, execution, String.valueOf(before), String.valueOf(after)));
    if (changes.size() > Timeline.MOST_CHANGES) {
      changes.removeLast();
    }
  }
}
