package dev.pulse.samples.app.targets;

import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Request;

/**
 * What a caller knows a target by who wants to change it, so that nobody overwrites what somebody
 * else has written since. Immutable.
 */
final class Tag {
  private static final String ANY = "*";

  private final String text;

  /** What a caller says that it has read; {@code *} for whatever there is. */
  Tag(String text) {
    this.text = text;
  }

  /**
   * The tag of a request, {@code *} for any.
   *
   * @throws HttpError 428 when it has none
   */
  static Tag of(Request request) {
    return new Tag(
        request
            .header("If-Match")
            .map(String::strip)
            .orElseThrow(
                () ->
                    HttpError.of(428, "If-Match needed")
                        .withDetail(
                            "Send If-Match with the ETag that the target was read with, or * to"
                                + " change it whatever has happened since.")));
  }

  /**
   * Lets pass whoever knows a target as it is.
   *
   * @throws HttpError 412 otherwise
   */
  void require(Target target) {
    // A proxy that compresses makes a weak tag of ours.
    var plain = text.startsWith("W/") ? text.substring(2) : text;
    if (!plain.equals(ANY) && !plain.equals(target.tag())) {
      throw HttpError.of(412, "Changed meanwhile")
          .withDetail(
              "The target is another one than the caller has read"
                  + (target.document().changedBy() == null
                      ? ""
                      : ": " + target.document().changedBy() + " has changed it")
                  + ". Read it again.");
    }
  }
}
