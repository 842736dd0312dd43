package dev.pulse.samples.server.web;

/** Turns an error into an answer. Thread-safe, and quick: it must not fail itself. */
@FunctionalInterface
public interface ErrorRenderer {
  /**
   * The answer to a request that failed. The status and headers of the error are set on it by the
   * server, whatever the renderer says.
   */
  Response render(Request request, HttpError error);
}
