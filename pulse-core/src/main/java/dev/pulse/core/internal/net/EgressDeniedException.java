package dev.pulse.core.internal.net;

import java.io.IOException;
import java.net.InetAddress;

/** A connection that was not opened, because the policy does not allow the address. */
public final class EgressDeniedException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * A refusal.
   *
   * @param address what was to be connected to
   * @param rule the rule that refuses it
   */
  public EgressDeniedException(InetAddress address, String rule) {
    this(address.getHostAddress(), rule);
  }

  /**
   * A refusal.
   *
   * @param host the host that somebody else was to be asked to connect to
   * @param rule the rule that refuses it
   */
  public EgressDeniedException(String host, String rule) {
    super("address not allowed: " + host + " is " + rule);
  }
}
