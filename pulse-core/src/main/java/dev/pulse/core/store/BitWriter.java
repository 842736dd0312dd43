package dev.pulse.core.store;

/**
 * Numbers of a few bits each, lowest bit first, at the end of some bytes. Confine to one thread.
 */
final class BitWriter {
  private final ByteWriter out;
  private long held;
  private int bits;

  BitWriter(ByteWriter out) {
    this.out = out;
  }

  /**
   * Writes the lowest bits of a number.
   *
   * @param width how many, 0 to 64
   */
  void put(long value, int width) {
    if (width > Integer.SIZE) {
      put(value, Integer.SIZE);
      put(value >>> Integer.SIZE, width - Integer.SIZE);
      return;
    }
    held |= (value & ((1L << width) - 1)) << bits;
    bits += width;
    while (bits >= Byte.SIZE) {
      out.put((int) held);
      held >>>= Byte.SIZE;
      bits -= Byte.SIZE;
    }
  }

  /** Fills the last byte with zeros. */
  void end() {
    if (bits > 0) {
      out.put((int) held);
    }
    held = 0;
    bits = 0;
  }
}
