package dev.pulse.samples.server.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * An answer that many callers get: its tag is found and it is compressed once, and not for each of
 * them. Immutable.
 */
public final class Prepared {
  /** What is smaller fits into a packet anyway. */
  private static final int WORTHWHILE = 1_400;

  private final EntityTag tag;
  private final Response plain;
  private final @Nullable Response compressed;
  private final Response unchanged;

  private Prepared(EntityTag tag, Response plain, @Nullable Response compressed) {
    this.tag = tag;
    this.plain = plain;
    this.compressed = compressed;
    this.unchanged = tag.on(Response.empty(304));
  }

  /** Prepares an answer with a body that is there already. */
  public static Prepared of(Response response) {
    var body = response.body();
    var tag = EntityTag.of(body);
    var plain = tag.on(response);
    if (body.length < WORTHWHILE) {
      return new Prepared(tag, plain, null);
    }
    var compressed =
        plain
            .withBody(compressed(body))
            .withHeader("Content-Encoding", "gzip")
            .withHeader("Vary", "Accept-Encoding");
    return new Prepared(tag, plain.withHeader("Vary", "Accept-Encoding"), compressed);
  }

  private static byte[] compressed(byte[] body) {
    var bytes = new ByteArrayOutputStream(body.length / 8 + 100);
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    return bytes.toByteArray();
  }

  /** The answer to a caller: as that takes it, or an empty 304 for whoever says to have it. */
  public Response answer(Request request) {
    if (tag.isKnownTo(request)) {
      return unchanged;
    }
    return compressed != null && takesGzip(request) ? compressed : plain;
  }

  private static boolean takesGzip(Request request) {
    var accepted = request.header("Accept-Encoding").orElse("").toLowerCase(Locale.ROOT);
    for (String one : accepted.split(",", -1)) {
      var coding = one.replace(" ", "");
      if (coding.equals("gzip") || (coding.startsWith("gzip;q=") && !isNothing(coding))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNothing(String coding) {
    return coding.matches("gzip;q=0(\\.0*)?");
  }
}
