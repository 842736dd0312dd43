package dev.pulse.samples.server.web;

/**
 * Is told of what callers changed, and of what known ones wanted to and were refused. What
 * strangers try is not told: they could fill any book.
 */
@FunctionalInterface
public interface WriteListener {
  /**
   * Takes note, before the caller is answered. Called on a thread of the server, by several at
   * once; what it throws is logged and changes nothing about the answer.
   */
  void written(Write write);
}
