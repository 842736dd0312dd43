package dev.pulse.samples.server.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What a content is known by, so that nobody gets it twice. Immutable. */
final class EntityTag {
  private static final int LENGTH = 22;

  private final String text;

  private EntityTag(String text) {
    this.text = text;
  }

  static EntityTag of(byte[] content) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(content);
      var letters = Base64.getUrlEncoder().withoutPadding().encode(hash);
      return new EntityTag(
          "\"" + new String(letters, StandardCharsets.US_ASCII).substring(0, LENGTH) + "\"");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Whether the caller says that it has the content. */
  boolean isKnownTo(Request request) {
    return request.header("If-None-Match").filter(this::isAmong).isPresent();
  }

  /** Whether a list of tags has this one; a proxy that compresses makes it a weak one. */
  private boolean isAmong(String tags) {
    for (String one : tags.split(",", -1)) {
      var plain = one.strip();
      if (plain.equals(text) || plain.equals("W/" + text)) {
        return true;
      }
    }
    return false;
  }

  /** A response with this tag, to be kept by browsers that ask each time whether it still holds. */
  Response on(Response response) {
    return response.withHeader("ETag", text).withHeader("Cache-Control", "no-cache");
  }
}
