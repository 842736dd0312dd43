package dev.pulse.samples.repohealth.web;

import dev.pulse.samples.server.web.ErrorRenderer;
import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Response;

/** Errors of these routes: a code for programs and a message for people. Immutable. */
final class ApiErrors implements ErrorRenderer {
  private static final String NO_DATA = "No scan has finished yet";

  /** There is nothing to show before the first scan has finished. */
  static HttpError noData() {
    return HttpError.of(503, NO_DATA).withHeader("Retry-After", "10");
  }

  @Override
  public Response render(Request request, HttpError error) {
    return Json.response(
        error.status(),
        json ->
            json.beginObject()
                .name("error")
                .beginObject()
                .name("code")
                .value(code(error))
                .name("message")
                .value(error.detail().orElse(error.message()))
                .endObject()
                .endObject());
  }

  private static String code(HttpError error) {
    return switch (error.status()) {
      case 400 -> "invalid_parameter";
      case 401 -> "unauthorized";
      case 403 -> "forbidden";
      case 404 -> "not_found";
      case 405 -> "method_not_allowed";
      case 413 -> "too_large";
      case 503 -> error.message().equals(NO_DATA) ? "no_data" : "unavailable";
      default -> error.status() < 500 ? "bad_request" : "internal_error";
    };
  }
}
