package dev.pulse.core.internal.route;

import dev.pulse.api.model.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Many things with matchers, in order: finds those that match without asking each. A thing that
 * wants a label to have one of some values is looked up by them; only the others are asked every
 * time. Immutable.
 */
final class MatchIndex<T> {
  private static final int[] NONE = {};

  private final List<Entry<T>> entries;
  private final Map<String, Map<String, int[]>> byValue;
  private final int[] others;

  /** Something with matchers. */
  record Entry<T>(Matching matching, T value) {
    /** By label, the values of which it must have one. */
    private Map<String, List<Wanted>> wanted() {
      var all = new HashMap<String, List<Wanted>>();
      matching
          .values()
          .forEach(
              (label, values) ->
                  all.put(label, values.stream().map(v -> new Wanted(label, v)).toList()));
      return all;
    }
  }

  private record Wanted(String label, String value) {}

  private MatchIndex(
      List<Entry<T>> entries, Map<String, Map<String, int[]>> byValue, int[] others) {
    this.entries = entries;
    this.byValue = byValue;
    this.others = others;
  }

  static <T> MatchIndex<T> of(List<Entry<T>> entries) {
    var popularity = new HashMap<Wanted, Integer>();
    for (Entry<T> entry : entries) {
      entry
          .wanted()
          .values()
          .forEach(all -> all.forEach(w -> popularity.merge(w, 1, Integer::sum)));
    }
    ToIntFunction<List<Wanted>> sharedWith =
        all -> all.stream().mapToInt(wanted -> popularity.getOrDefault(wanted, 0)).sum();
    var places = new HashMap<String, Map<String, List<Integer>>>();
    var others = new ArrayList<Integer>();
    for (int i = 0; i < entries.size(); i++) {
      // What is wanted by fewest of them tells them apart best.
      var best = entries.get(i).wanted().values().stream().min(Comparator.comparingInt(sharedWith));
      if (best.isEmpty()) {
        others.add(i);
      }
      for (Wanted wanted : best.orElse(List.of())) {
        places
            .computeIfAbsent(wanted.label(), label -> new HashMap<>())
            .computeIfAbsent(wanted.value(), value -> new ArrayList<>())
            .add(i);
      }
    }
    var byValue = new HashMap<String, Map<String, int[]>>();
    places.forEach(
        (label, ofLabel) -> {
          var arrays = new HashMap<String, int[]>();
          ofLabel.forEach((value, list) -> arrays.put(value, array(list)));
          byValue.put(label, arrays);
        });
    return new MatchIndex<>(List.copyOf(entries), byValue, array(others));
  }

  private static int[] array(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Visits those that match, in order.
   *
   * @param goOn told each; answers whether the next one is wanted too
   */
  void visit(Labels labels, Predicate<? super T> goOn) {
    for (int place : candidates(labels)) {
      var entry = entries.get(place);
      if (entry.matching().matches(labels) && !goOn.test(entry.value())) {
        return;
      }
    }
  }

  private int[] candidates(Labels labels) {
    int[] all = others;
    boolean sorted = true;
    var map = labels.asMap();
    for (var ofLabel : byValue.entrySet()) {
      var value = map.get(ofLabel.getKey());
      int[] more = value == null ? NONE : ofLabel.getValue().getOrDefault(value, NONE);
      if (more.length > 0) {
        sorted = all.length == 0;
        all = sorted ? more : joined(all, more);
      }
    }
    if (!sorted) {
      Arrays.sort(all);
    }
    return all;
  }

  private static int[] joined(int[] some, int[] more) {
    int[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }
}
