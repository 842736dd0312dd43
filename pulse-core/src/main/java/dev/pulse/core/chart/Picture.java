package dev.pulse.core.chart;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.regex.Pattern;

/** A PNG, its name, and what it shows for those who cannot see it. Immutable. */
public final class Picture {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}\\.png");
  private static final int LARGEST = 4 << 20;
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private final String name;
  private final byte[] png;
  private final String description;

  private Picture(String name, byte[] png, String description) {
    this.name = name;
    this.png = png;
    this.description = description;
  }

  /**
   * A picture.
   *
   * @param name a file name of letters, digits, dots, underscores and hyphens that ends in {@code
   *     .png}; at most 104 characters
   * @param png the file; up to 4 MiB; keeps a copy
   * @param description what it shows, in a sentence
   * @throws IllegalArgumentException when the name has another form, or the file is no PNG or is
   *     larger
   */
  public static Picture of(String name, byte[] png, String description) {
    if (!NAME.matcher(requireNonNull(name, "name")).matches()) {
      throw new IllegalArgumentException(
          "the name of a picture must be letters, digits, dots, underscores and hyphens, and .png,"
              + " but is \""
              + name
              + "\"");
    }
    if (png.length > LARGEST) {
      throw new IllegalArgumentException(
          "a picture has up to " + LARGEST + " bytes, but this one has " + png.length);
    }
    if (!Arrays.equals(SIGNATURE, 0, 8, png, 0, Math.min(8, png.length))) {
      throw new IllegalArgumentException("the picture " + name + " is not a PNG");
    }
    return new Picture(name, png.clone(), requireNonNull(description, "description"));
  }

  /** The name of the file. */
  public String name() {
    return name;
  }

  /** The file; a copy. */
  public byte[] png() {
    return png.clone();
  }

  /** What it shows. */
  public String description() {
    return description;
  }

  @Override
  public String toString() {
    return name + " (" + png.length + " bytes)";
  }
}
