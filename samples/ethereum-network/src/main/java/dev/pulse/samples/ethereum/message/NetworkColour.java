package dev.pulse.samples.ethereum.message;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The colour of a network: always the same, and so far apart that two networks in one channel are
 * told apart at a glance.
 */
public final class NetworkColour {
  private static final double SATURATION = 0.75;
  private static final double LIGHTNESS = 0.60;

  private NetworkColour() {}

  /**
   * The colour of a network, as red, green and blue of 8 bits each. Its kind and its number make
   * the hue: those of {@code pectra-devnet-6} are {@code pectra} and {@code 6}, and a name of one
   * or two parts has the number {@code 0}.
   */
  public static int of(String network) {
    var parts = network.split("-", -1);
    var number = parts.length > 2 ? parts[parts.length - 1] : "0";
    var hash = sha256(parts[0] + number);
    int first = hash[0] & 0xff;
    int second = hash[1] & 0xff;
    return rgb(first % 6 / 6.0 + second / 255.0 / 12.0);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The usual way from hue, saturation and lightness to red, green and blue. */
  private static int rgb(double hue) {
    double chroma = (1 - Math.abs(2 * LIGHTNESS - 1)) * SATURATION;
    double least = LIGHTNESS - chroma / 2;
    int rgb = 0;
    for (double shift : new double[] {1.0 / 3, 0, -1.0 / 3}) {
      double turn = (hue + shift + 1) % 1 * 6;
      double part = Math.min(1, Math.max(0, Math.min(turn, 4 - turn)));
      rgb = rgb << 8 | (int) Math.floor((least + chroma * part) * 255 + 0.5);
    }
    return rgb;
  }
}
