package dev.pulse.github;

import java.util.List;

/**
 * A part of a list, or all of it. Immutable.
 *
 * @param answer what GitHub said last; a no when its status is not 200
 * @param items what is in it, in GitHub's order
 * @param last whether nothing comes after it
 */
record Page<T>(GitHubAnswer answer, List<T> items, boolean last) {
  Page {
    items = List.copyOf(items);
  }

  /** Whether these are all items that there are. */
  boolean isComplete() {
    return last && answer.status() == 200;
  }
}
