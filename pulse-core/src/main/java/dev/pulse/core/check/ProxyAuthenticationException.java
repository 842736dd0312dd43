package dev.pulse.core.check;

import java.net.ProtocolException;

/**
 * A proxy that wants another user and password; a protocol's affair, so that nobody tries again.
 */
final class ProxyAuthenticationException extends ProtocolException {
  private static final long serialVersionUID = 1L;

  ProxyAuthenticationException() {
    super("the proxy wants authentication");
  }
}
