package dev.pulse.core.store;

/**
 * Numbers that people write with few digits, in few bytes: whole ones, thousandths and millionths;
 * all others with all their bits.
 */
final class Decimals {
  private static final double[] POWERS = {1, 1e3, 1e6};
  private static final int BITS = 3;
  private static final double LARGEST = 1L << 52;

  private Decimals() {}

  static void write(ByteWriter out, double value) {
    for (int form = 0; form < POWERS.length; form++) {
      double scaled = Math.rint(value * POWERS[form]);
      if (Math.abs(scaled) < LARGEST
          && Double.doubleToRawLongBits((long) scaled / POWERS[form])
              == Double.doubleToRawLongBits(value)) {
        out.unsigned(ByteWriter.zigzag((long) scaled) << 2 | form);
        return;
      }
    }
    out.unsigned(BITS);
    out.signed(Long.reverseBytes(Double.doubleToRawLongBits(value)));
  }

  static double read(ByteReader in) {
    long number = in.unsigned();
    int form = (int) (number & 3);
    return form == BITS
        ? Double.longBitsToDouble(Long.reverseBytes(in.signed()))
        : ByteReader.unzigzag(number >>> 2) / POWERS[form];
  }
}
