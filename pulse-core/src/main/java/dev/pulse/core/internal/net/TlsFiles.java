package dev.pulse.core.internal.net;

import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The files that tell whom a client trusts, and with which certificate it shows itself. They are
 * read when the problems are asked for. Confine to one thread.
 */
public final class TlsFiles {
  private @Nullable Supplier<ClientKey> certificate;
  private @Nullable Path authorities;
  private @Nullable ClientKey key;
  private @Nullable X509TrustManager trust;

  /** No files: nothing is shown, and trusted is whom the JVM trusts. */
  public TlsFiles() {}

  /**
   * Shows a certificate.
   *
   * @param chain in PEM, the client's own certificate first
   * @param privateKey in PEM, PKCS#8
   * @param password what opens the key
   */
  public void pem(Path chain, Path privateKey, Optional<Secret> password) {
    certificate = () -> read(chain, privateKey, password.orElse(null));
  }

  /** Shows the certificate of a PKCS#12 file that has one. */
  public void pkcs12(Path file, Secret password) {
    certificate = () -> read(file, password);
  }

  /** Trusts the authorities in a file in PEM; null for those of the JVM. */
  public void trust(@Nullable Path pem) {
    authorities = pem;
  }

  /** Reads the files; what is wrong with them, with the options of the configuration as keys. */
  public List<Problem> problems() {
    var problems = new ArrayList<Problem>();
    key = null;
    trust = null;
    if (certificate != null) {
      try {
        key = certificate.get();
      } catch (IllegalArgumentException e) {
        problems.add(new Problem("", "client-certificate", String.valueOf(e.getMessage())));
      }
    }
    if (authorities != null) {
      try {
        trust = trusting(PemFile.read(authorities).certificates());
      } catch (IllegalArgumentException e) {
        problems.add(new Problem("", "trust", String.valueOf(e.getMessage())));
      }
    }
    return problems;
  }

  /** What was read; null when nothing is to be shown. */
  public @Nullable ClientKey key() {
    return key;
  }

  /** What was read; null when it is what the JVM trusts. */
  public @Nullable X509TrustManager trust() {
    return trust;
  }

  private static X509TrustManager trusting(List<X509Certificate> certificates) {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (X509Certificate certificate : certificates) {
        store.setCertificateEntry(String.valueOf(store.size()), certificate);
      }
      return FreshTls.trusting(store);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JVM cannot keep certificates in memory", e);
    }
  }

  private static ClientKey read(Path chain, Path privateKey, @Nullable Secret password) {
    var certificates = PemFile.read(chain).certificates();
    var own = PemFile.read(privateKey).privateKey(password);
    if (!belongs(own, certificates.get(0).getPublicKey())) {
      throw PemFile.refusal(
          privateKey, "holds a key that does not belong to the first certificate of " + chain);
    }
    return new ClientKey(certificates, own);
  }

  private static ClientKey read(Path path, Secret password) {
    var bytes = PemFile.bytes(path);
    char[] characters = password.reveal().toCharArray();
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(bytes), characters);
      var keys = new ArrayList<String>();
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          keys.add(alias);
        }
      }
      if (keys.size() != 1) {
        throw PemFile.refusal(path, "holds " + keys.size() + " private keys; expected one");
      }
      var chain = store.getCertificateChain(keys.get(0));
      if (store.getKey(keys.get(0), characters) instanceof PrivateKey own && chain != null) {
        return new ClientKey(certificates(chain), own);
      }
      throw PemFile.refusal(path, "holds a key without a certificate");
    } catch (IOException | GeneralSecurityException e) {
      // Both a wrong password and garbage come as an IOException, and its message is the JVM's.
      throw PemFile.refusal(
          path, "cannot be opened: it is not PKCS#12, or the password is another one");
    } finally {
      Arrays.fill(characters, ' ');
    }
  }

  private static List<X509Certificate> certificates(Certificate[] chain) {
    return Arrays.stream(chain)
        .filter(X509Certificate.class::isInstance)
        .map(X509Certificate.class::cast)
        .toList();
  }

  private static boolean belongs(PrivateKey own, PublicKey other) {
    if (!own.getAlgorithm().equals(other.getAlgorithm())) {
      return false;
    }
    try {
      var signature =
          Signature.getInstance(
              own.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
      signature.initSign(own);
      signature.update((byte) 1);
      byte[] signed = signature.sign();
      signature.initVerify(other);
      signature.update((byte) 1);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
