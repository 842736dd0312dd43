package dev.pulse.prometheus;

import java.util.List;

/**
 * What a server lists. Immutable.
 *
 * @param <T> what is listed
 */
public final class Listing<T> {
  private final List<T> items;
  private final List<String> warnings;
  private final List<String> infos;

  Listing(List<T> items, List<String> warnings, List<String> infos) {
    this.items = List.copyOf(items);
    this.warnings = List.copyOf(warnings);
    this.infos = List.copyOf(infos);
  }

  /** What there is, in the server's order; unmodifiable. */
  public List<T> items() {
    return items;
  }

  /** What the server warns of, such as a limit that cut the list; unmodifiable. */
  public List<String> warnings() {
    return warnings;
  }

  /** What the server remarks; unmodifiable. */
  public List<String> infos() {
    return infos;
  }

  @Override
  public String toString() {
    return items.toString();
  }
}
