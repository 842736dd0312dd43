package dev.pulse.samples.server.web;

import java.util.Map;
import java.util.Set;

/**
 * A file that describes routes.
 *
 * @param mount what its paths are below
 * @param anchor a class beside which it lies
 * @param resource its name
 * @param routes what it may tell of, such as {@code GET /notes/{id}}; complete when all extensions
 *     are installed
 */
record DescriptionPart(String mount, Class<?> anchor, String resource, Set<String> routes) {
  Map<?, ?> read() {
    try {
      if (Json.tree(Asset.read(anchor, resource)) instanceof Map<?, ?> document) {
        return document;
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(this + " cannot be read: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException(this + " is no JSON object");
  }

  /** Whether another place has the same extension. */
  boolean isSameFileElsewhere(DescriptionPart other) {
    return !mount.equals(other.mount)
        && anchor.equals(other.anchor)
        && resource.equals(other.resource);
  }

  @Override
  public String toString() {
    return "\"" + resource + "\" of " + anchor.getName();
  }
}
