package dev.pulse.prometheus.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** What a scrape is answered: a page of metrics in one of the two text formats. Immutable. */
public final class Scrape {
  private final Format format;
  private final List<Bytes> parts;

  Scrape(Format format, List<Bytes> parts) {
    this.format = format;
    this.parts = List.copyOf(parts);
  }

  /** The value of the header {@code Content-Type}. */
  public String contentType() {
    return format.contentType();
  }

  /** How many bytes the body has. */
  public long length() {
    return parts.stream().mapToLong(Bytes::length).sum();
  }

  /** Writes the body, without copying it first, and does not close. */
  public void writeTo(OutputStream out) throws IOException {
    for (Bytes part : parts) {
      part.writeTo(out);
    }
  }

  /**
   * The body as one array, a new one each time.
   *
   * @throws IllegalStateException when it has more than 2 GiB; {@link #writeTo} has no such limit
   */
  public byte[] body() {
    long length = length();
    if (length > Integer.MAX_VALUE - 8) {
      throw new IllegalStateException("the body has " + length + " bytes: write it to a stream");
    }
    var out = new ByteArrayOutputStream((int) length);
    try {
      writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @Override
  public String toString() {
    return length() + " bytes of " + contentType();
  }
}
