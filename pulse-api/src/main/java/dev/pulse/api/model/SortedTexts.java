package dev.pulse.api.model;

import static java.util.Objects.requireNonNull;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A few texts by name, sorted, in one array: a quarter of what a tree takes. Incidents and alerts
 * have several of these, and there may be a hundred thousand at a time. Immutable.
 */
final class SortedTexts extends AbstractMap<String, String> {
  static final SortedTexts EMPTY = new SortedTexts(new String[0]);

  /** Name and value by turns, in the order of the names. */
  private final String[] flat;

  private SortedTexts(String[] flat) {
    this.flat = flat;
  }

  static SortedTexts of(String name, String value) {
    return new SortedTexts(new String[] {name, value});
  }

  static SortedTexts of(Map<String, String> texts) {
    if (texts instanceof SortedTexts sorted) {
      return sorted;
    }
    if (texts.isEmpty()) {
      return EMPTY;
    }
    var sorted = new TreeMap<>(texts);
    var flat = new String[2 * sorted.size()];
    int next = 0;
    for (var entry : sorted.entrySet()) {
      flat[next++] = entry.getKey();
      flat[next++] = requireNonNull(entry.getValue(), "value");
    }
    return new SortedTexts(flat);
  }

  /** These with one more, or with another value for a name that is there. */
  SortedTexts with(String name, String value) {
    int index = indexOf(name);
    if (index >= 0) {
      var copy = flat.clone();
      copy[2 * index + 1] = value;
      return new SortedTexts(copy);
    }
    int at = 2 * -(index + 1);
    var copy = Arrays.copyOf(flat, flat.length + 2);
    System.arraycopy(flat, at, copy, at + 2, flat.length - at);
    copy[at] = name;
    copy[at + 1] = value;
    return new SortedTexts(copy);
  }

  /** These and the others, whose values win. */
  SortedTexts with(SortedTexts others) {
    var merged = new String[flat.length + others.flat.length];
    int mine = 0;
    int theirs = 0;
    int next = 0;
    while (mine < flat.length || theirs < others.flat.length) {
      int order =
          mine == flat.length
              ? 1
              : theirs == others.flat.length ? -1 : flat[mine].compareTo(others.flat[theirs]);
      var source = order < 0 ? this : others;
      int from = order < 0 ? mine : theirs;
      merged[next++] = source.flat[from];
      merged[next++] = source.flat[from + 1];
      mine += order <= 0 ? 2 : 0;
      theirs += order >= 0 ? 2 : 0;
    }
    return new SortedTexts(next == merged.length ? merged : Arrays.copyOf(merged, next));
  }

  /** Where a name stands among the names, or {@code -(where it would) - 1}. */
  private int indexOf(String name) {
    int low = 0;
    int high = size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = flat[2 * middle].compareTo(name);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -(low + 1);
  }

  @Override
  public int size() {
    return flat.length / 2;
  }

  @Override
  public @Nullable String get(@Nullable Object name) {
    int index = name instanceof String text ? indexOf(text) : -1;
    return index < 0 ? null : flat[2 * index + 1];
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return name instanceof String text && indexOf(text) >= 0;
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super String> action) {
    for (int i = 0; i < flat.length; i += 2) {
      action.accept(flat[i], flat[i + 1]);
    }
  }

  @Override
  public Set<Entry<String, String>> entrySet() {
    return new Entries(flat);
  }

  private static final class Entries extends AbstractSet<Entry<String, String>> {
    private final String[] flat;

    Entries(String[] flat) {
      this.flat = flat;
    }

    @Override
    public int size() {
      return flat.length / 2;
    }

    @Override
    public Iterator<Entry<String, String>> iterator() {
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          return next < flat.length;
        }

        @Override
        public Entry<String, String> next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          next += 2;
          return Map.entry(flat[next - 2], flat[next - 1]);
        }
      };
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SortedTexts texts
        ? Arrays.equals(flat, texts.flat)
        : super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
