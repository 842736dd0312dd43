package dev.pulse.samples.server.web;

/** JSON as the server writes it, for tests elsewhere. */
public final class JsonText {
  private JsonText() {}

  /** The JSON of a value. */
  public static String of(Object value) {
    return Json.text(Json.encode(value));
  }
}
