package dev.pulse.testkit.fault;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A key with the certificates that say whose it is.
 *
 * @param keys the key
 * @param chain its own certificate, then that of each signer
 */
record Identity(KeyPair keys, List<X509Certificate> chain) {
  /** Guards nothing: the store never leaves the memory. */
  static final String PASSWORD = "in memory";

  X509Certificate certificate() {
    return chain.get(0);
  }

  /** A store with the key, for a server. */
  KeyStore store() throws GeneralSecurityException, IOException {
    var store = empty();
    store.setKeyEntry(
        "server", keys.getPrivate(), PASSWORD.toCharArray(), chain.toArray(Certificate[]::new));
    return store;
  }

  /** A store with the certificate, for clients that are to trust it. */
  KeyStore trust() throws GeneralSecurityException, IOException {
    var store = empty();
    store.setCertificateEntry("authority", certificate());
    return store;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
