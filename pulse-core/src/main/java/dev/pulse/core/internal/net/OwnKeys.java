package dev.pulse.core.internal.net;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows the one certificate there is to a server that asks, and tells whether there is one. The
 * list of authorities that a server names is not looked at: it is often incomplete, and "not
 * accepted" tells more than a certificate that silently stays at home.
 */
final class OwnKeys extends X509ExtendedKeyManager {
  private static final String ALIAS = "own";

  private final @Nullable ClientKey own;
  private final FreshTls.Witness witness;

  OwnKeys(@Nullable ClientKey own, FreshTls.Witness witness) {
    this.own = own;
    this.witness = witness;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
    // The JVM asks for one kind of key after the other.
    boolean fits = own != null && Arrays.asList(types).contains(own.key().getAlgorithm());
    witness.asked(fits);
    return fits ? ALIAS : null;
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return chooseClientAlias(types, issuers, null);
  }

  @Override
  public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
    return own == null ? null : new String[] {ALIAS};
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return own == null || !alias.equals(ALIAS) ? null : own.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return own == null || !alias.equals(ALIAS) ? null : own.key();
  }

  @Override
  public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
