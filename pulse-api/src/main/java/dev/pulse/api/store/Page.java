package dev.pulse.api.store;

import java.util.List;
import java.util.OptionalLong;

/**
 * A part of a longer list, newest first.
 *
 * @param items what stands on this page
 * @param next where the next page begins ({@code before} of the query); empty when nothing follows
 * @param <T> the type of the items
 */
public record Page<T>(List<T> items, OptionalLong next) {
  /** A page; keeps a copy of the items. */
  public Page {
    items = List.copyOf(items);
  }
}
