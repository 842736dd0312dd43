package dev.pulse.core.store;

/**
 * When results move from the log into blocks, and how large things become.
 *
 * @param results how many results of a registration are sealed at a time
 * @param blockResults how many results a block has at most; one that does not fill a page is merged
 *     with the next
 * @param tailBytes how much of the log is held in memory at most, before half-full tails are sealed
 * @param chunks how many commits the log has at most, before half-full tails are sealed
 * @param fewResults how many results a query of history looks at one by one; of more it reads the
 *     summaries
 */
record Packing(int results, int blockResults, int tailBytes, int chunks, int fewResults) {
  private static final int FEW_RESULTS = 20_000;

  static final Packing DEFAULT = new Packing(120, 2_000, 64 << 20, 1 << 14);

  Packing(int results, int blockResults, int tailBytes, int chunks) {
    this(results, blockResults, tailBytes, chunks, FEW_RESULTS);
  }
}
