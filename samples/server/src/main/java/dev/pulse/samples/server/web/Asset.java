package dev.pulse.samples.server.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/**
 * A file of the class path, kept in memory. Browsers ask again, and are told when it is the same.
 */
final class Asset implements Handler {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon");

  private final Response full;
  private final Response unchanged;
  private final String tag;

  private Asset(String type, byte[] content) {
    this.tag = "\"" + digest(content) + "\"";
    this.full = tagged(Response.of(200, type, content));
    this.unchanged = tagged(Response.empty(304));
  }

  static Asset load(Class<?> anchor, String resource) {
    var type = TYPES.get(resource.substring(resource.lastIndexOf('.') + 1));
    if (type == null) {
      throw new IllegalArgumentException(
          "the ending of \""
              + resource
              + "\" must be one of "
              + TYPES.keySet().stream().sorted().toList());
    }
    try (var in = anchor.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "no file \"" + resource + "\" beside " + anchor.getName());
      }
      return new Asset(type, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }

  @Override
  public Response handle(Request request) {
    boolean known = request.header("If-None-Match").filter(this::names).isPresent();
    return known ? unchanged : full;
  }

  /** Whether a list of tags has ours; a proxy that compresses makes it a weak one. */
  private boolean names(String tags) {
    for (String one : tags.split(",", -1)) {
      var plain = one.strip();
      if (plain.equals(tag) || plain.equals("W/" + tag)) {
        return true;
      }
    }
    return false;
  }

  private Response tagged(Response response) {
    return response.withHeader("ETag", tag).withHeader("Cache-Control", "no-cache");
  }

  private static String digest(byte[] content) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(content);
      return new String(
              Base64.getUrlEncoder().withoutPadding().encode(hash), StandardCharsets.US_ASCII)
          .substring(0, 22);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
