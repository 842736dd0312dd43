package dev.pulse.samples.server.web;

/**
 * Is told of what callers changed, and of what known ones wanted to and were refused. Of what
 * strangers try only some guesses are told: they could fill any book.
 */
@FunctionalInterface
public interface WriteListener {
  /**
   * Takes note, before the caller is answered. Called on a thread of the server, by several at
   * once; what it throws is logged and changes nothing about the answer.
   */
  void written(Write write);
}
