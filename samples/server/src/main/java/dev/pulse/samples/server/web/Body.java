package dev.pulse.samples.server.web;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes an answer that is too large to be held in memory. It runs on the thread of the request,
 * after the handler has returned.
 */
@FunctionalInterface
public interface Body {
  /**
   * Writes everything and does not close. What it throws before the first 32 KiB have been written
   * becomes an ordinary error; later the connection is broken off, so that no caller takes what
   * arrived for all of it. The same when the caller takes it too slowly.
   */
  void writeTo(OutputStream out) throws IOException;
}
