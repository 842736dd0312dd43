package dev.pulse.core.export;

import java.io.IOException;

/** Writes the rows of a {@link Table}. Confine to one thread. */
interface TableWriter<T> {
  void add(T row) throws IOException;

  /** Writes what stands after the rows; does not flush. */
  void end() throws IOException;
}
