package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** An answer with status 200, and how to ask whether it still holds, if one can. Immutable. */
public final class KeptAnswer {
  private final String etag;
  private final ByteString body;
  private final @Nullable String link;
  private final Instant at;

  private KeptAnswer(String etag, ByteString body, @Nullable String link, Instant at) {
    this.etag = requireNonNull(etag, "etag");
    this.body = body;
    this.link = link;
    this.at = requireNonNull(at, "at");
  }

  /**
   * An answer.
   *
   * @param etag as it was in the header; empty when there was none
   * @param body its bytes, decompressed
   * @param link the header that tells where its next page is; null when there was none
   * @param at when it was given
   */
  public static KeptAnswer of(String etag, byte[] body, @Nullable String link, Instant at) {
    return new KeptAnswer(etag, ByteString.of(body), link, at);
  }

  static KeptAnswer of(String etag, ByteString body, @Nullable String link, Instant at) {
    return new KeptAnswer(etag, body, link, at);
  }

  /** The header by which its service knows it again; empty when there was none. */
  public String etag() {
    return etag;
  }

  /** Its bytes, decompressed. */
  public byte[] body() {
    return body.toByteArray();
  }

  ByteString bytes() {
    return body;
  }

  /** The header that tells where its next page is. */
  public Optional<String> link() {
    return Optional.ofNullable(link);
  }

  /** When it was given first. */
  public Instant at() {
    return at;
  }

  @Override
  public String toString() {
    return "an answer of " + body.size() + " bytes from " + at;
  }
}
