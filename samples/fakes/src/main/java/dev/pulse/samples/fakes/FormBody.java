package dev.pulse.samples.fakes;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import mockwebserver3.RecordedRequest;

/** The body of a form that was sent. */
final class FormBody {
  private FormBody() {}

  /** The first value of a field; empty when there is none. */
  static Optional<String> parameter(RecordedRequest request, String name) {
    var body = request.getBody();
    if (body == null) {
      return Optional.empty();
    }
    for (var field : body.utf8().split("&", -1)) {
      if (field.startsWith(name + "=")) {
        return Optional.of(
            URLDecoder.decode(field.substring(name.length() + 1), StandardCharsets.UTF_8));
      }
    }
    return Optional.empty();
  }
}
