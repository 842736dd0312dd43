package dev.pulse.samples.server.web;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers what the server says of its REST API: one document, made of a file of the server's own
 * and of those of its extensions when all of them are installed.
 */
final class Description implements Handler {
  private final List<DescriptionPart> parts = new ArrayList<>();
  private @Nullable DescriptionPart own;
  private volatile @Nullable Asset made;

  void add(DescriptionPart part) {
    parts.add(part);
  }

  void begin(DescriptionPart own) {
    if (this.own != null) {
      throw new IllegalArgumentException("two descriptions: " + this.own + " and " + own);
    }
    this.own = own;
  }

  /** Makes the document, where somebody can ask for it. */
  void complete() {
    if (own != null) {
      made = Asset.json(Json.indented(DescriptionMerge.of(own, parts)));
    }
  }

  @Override
  public Response handle(Request request) {
    var asset = made;
    if (asset == null) {
      throw new IllegalStateException("asked before all extensions were installed");
    }
    return asset.handle(request);
  }
}
