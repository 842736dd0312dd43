package dev.pulse.samples.server.api;

import dev.pulse.samples.server.web.Body;
import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Response;
import java.util.concurrent.Semaphore;

/** Answers that go through much history, a few at a time. */
final class Downloads {
  private Downloads() {}

  /**
   * An answer for a file.
   *
   * @param writing has a permit for each that may be under way
   * @param fileName what a browser calls it; plain letters, digits, dots, underscores and hyphens
   */
  static Response answer(Semaphore writing, String mediaType, String fileName, Body body) {
    return limited(writing, contentType(mediaType), body)
        .withHeader("Content-Disposition", "attachment; filename=\"" + fileName + "\"");
  }

  static Response limited(Semaphore writing, String contentType, Body body) {
    return Response.streamed(
        contentType,
        out -> {
          if (!writing.tryAcquire()) {
            throw HttpError.of(503, "Too many exports")
                .withDetail("Others are being written. Try again when one of them is done.")
                .withHeader("Retry-After", "5");
          }
          try {
            body.writeTo(out);
          } finally {
            writing.release();
          }
        });
  }

  private static String contentType(String mediaType) {
    return mediaType.startsWith("text/") ? mediaType + "; charset=utf-8" : mediaType;
  }
}
