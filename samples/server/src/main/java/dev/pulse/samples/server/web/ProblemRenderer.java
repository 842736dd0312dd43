package dev.pulse.samples.server.web;

import org.jspecify.annotations.Nullable;

/** Errors as RFC 9457 wants them: {@code application/problem+json}. */
final class ProblemRenderer implements ErrorRenderer {
  static final ProblemRenderer INSTANCE = new ProblemRenderer();

  private ProblemRenderer() {}

  /** The members of RFC 9457, and the parameter that is to blame. */
  public record Problem(
      String type,
      String title,
      int status,
      String detail,
      String instance,
      @Nullable String parameter) {}

  @Override
  public Response render(Request request, HttpError error) {
    var kind = kind(error);
    var problem =
        new Problem(
            "urn:problem-type:pulse:" + kind.slug(),
            kind.title(),
            error.status(),
            error.detail().orElse(error.message()),
            request.path(),
            error.parameter().orElse(null));
    return Response.json(error.status(), problem)
        .withHeader("Content-Type", "application/problem+json");
  }

  /** What stays the same for each problem of a kind. */
  private record Kind(String slug, String title) {}

  private static Kind kind(HttpError error) {
    if (error.parameter().isPresent()) {
      return new Kind("invalid-parameter", "Invalid parameter");
    }
    return switch (error.status()) {
      case 401 -> new Kind("unauthorized", "Unauthorized");
      case 403 -> new Kind("forbidden", "Forbidden");
      case 404 -> new Kind("not-found", "Not found");
      case 405 -> new Kind("method-not-allowed", "Method not allowed");
      case 409 -> new Kind("conflict", "Conflict");
      case 412 -> new Kind("changed-meanwhile", "Changed meanwhile");
      case 413 -> new Kind("body-too-large", "Request body too large");
      case 428 -> new Kind("precondition-required", "Precondition required");
      case 429 -> new Kind("too-many-requests", "Too many requests");
      case 502 -> new Kind("not-delivered", "Not delivered");
      case 503 -> new Kind("unavailable", "Unavailable");
      default ->
          error.status() < 500
              ? new Kind("bad-request", "Bad request")
              : new Kind("internal-error", "Internal error");
    };
  }
}
