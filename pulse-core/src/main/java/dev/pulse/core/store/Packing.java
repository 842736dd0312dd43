package dev.pulse.core.store;

/**
 * When results move from the log into blocks, and how large things become.
 *
 * @param results how many results of a registration are sealed at a time
 * @param blockResults how many results a block has at most; one that does not fill a page is merged
 *     with the next
 * @param tailBytes how much of the log is held in memory at most, before half-full tails are sealed
 * @param chunks how many commits the log has at most, before half-full tails are sealed
 */
record Packing(int results, int blockResults, int tailBytes, int chunks) {
  static final Packing DEFAULT = new Packing(120, 2_000, 64 << 20, 1 << 14);
}
