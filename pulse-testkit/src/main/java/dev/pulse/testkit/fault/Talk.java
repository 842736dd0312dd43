package dev.pulse.testkit.fault;

import java.io.IOException;

/** What a server does with one connection. */
@FunctionalInterface
interface Talk {
  /** Says nothing; what the other side says is read until it leaves. */
  Talk NOTHING = peer -> {};

  /**
   * Holds the conversation. Afterwards nothing more is sent, and the connection stays until the
   * other side has left it.
   *
   * @throws IOException when the other side has left, or the server is closed
   */
  void hold(Peer peer) throws IOException;
}
