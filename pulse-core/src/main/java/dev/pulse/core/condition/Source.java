package dev.pulse.core.condition;

import org.jspecify.annotations.Nullable;

/** Where the names of a condition get their values. Confine to one evaluation. */
interface Source {
  /** A {@link Double}, {@link String} or {@link Boolean}; null when there is no such name here. */
  @Nullable Object value(String name);

  /** What {@code json(…)} reads; null when there is none. */
  @Nullable Body body();
}
