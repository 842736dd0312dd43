package dev.pulse.samples.server.web;

import java.io.IOException;
import java.io.UncheckedIOException;
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
  private final EntityTag tag;

  private Asset(String type, byte[] content) {
    this.tag = EntityTag.of(content);
    this.full = tag.on(Response.of(200, type, content));
    this.unchanged = tag.on(Response.empty(304));
  }

  /** JSON that lies in no file. */
  static Asset json(byte[] content) {
    return new Asset("application/json", content);
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
    return new Asset(type, read(anchor, resource));
  }

  /**
   * What a file of the class path has.
   *
   * @throws IllegalArgumentException when there is no such file
   */
  static byte[] read(Class<?> anchor, String resource) {
    try (var in = anchor.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "no file \"" + resource + "\" beside " + anchor.getName());
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }

  @Override
  public Response handle(Request request) {
    return tag.isKnownTo(request) ? unchanged : full;
  }
}
