package dev.pulse.core.internal.net;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** What a client proves itself with: its certificate chain and the key to it. Immutable. */
public final class ClientKey {
  private final List<X509Certificate> chain;
  private final PrivateKey key;

  /**
   * A certificate and its key.
   *
   * @param chain the client's own certificate first; not empty
   * @param key the key to the first certificate
   */
  public ClientKey(List<X509Certificate> chain, PrivateKey key) {
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a client certificate has at least one certificate");
    }
    this.chain = List.copyOf(chain);
    this.key = key;
  }

  /** The client's own certificate first. */
  public List<X509Certificate> chain() {
    return chain;
  }

  PrivateKey key() {
    return key;
  }

  /** Whose certificate it is; nothing of the key. */
  @Override
  public String toString() {
    return "ClientKey[" + chain.get(0).getSubjectX500Principal().getName() + "]";
  }
}
