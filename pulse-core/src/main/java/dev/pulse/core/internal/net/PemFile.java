package dev.pulse.core.internal.net;

import dev.pulse.api.config.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Certificates and keys in a file in PEM (RFC 7468). What it refuses it refuses with an {@link
 * IllegalArgumentException} that continues the name of an option, and that tells the file, what was
 * found in it and what is expected, but nothing of the content. Immutable.
 */
public final class PemFile {
  private static final int LARGEST = 4 << 20;
  private static final Pattern BLOCK =
      Pattern.compile("(?s)-----BEGIN ([A-Z0-9 ]{1,60})-----(.*?)-----END \\1-----");

  private static final Set<String> PBES2 = Set.of("PBES2", "1.2.840.113549.1.5.13");

  private record Block(String label, String content) {
    byte[] bytes() {
      // Headers such as Proc-Type belong to old forms of keys, which are refused by their label.
      return Base64.getMimeDecoder().decode(content);
    }
  }

  private final Path path;
  private final List<Block> blocks;

  private PemFile(Path path, List<Block> blocks) {
    this.path = path;
    this.blocks = blocks;
  }

  /** Reads a file. */
  public static PemFile read(Path path) {
    var text = new String(bytes(path), StandardCharsets.ISO_8859_1);
    var blocks = new ArrayList<Block>();
    var match = BLOCK.matcher(text);
    while (match.find()) {
      blocks.add(new Block(match.group(1), match.group(2)));
    }
    if (blocks.isEmpty()) {
      throw refusal(path, "is not in PEM: no \"-----BEGIN …-----\" is in it");
    }
    return new PemFile(path, blocks);
  }

  /** All of a file that is not too large for what it is. */
  static byte[] bytes(Path path) {
    try (var in = Files.newInputStream(path)) {
      var bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw refusal(path, "is larger than 4 MiB");
      }
      if (bytes.length == 0) {
        throw refusal(path, "is empty");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw refusal(path, "does not exist");
    } catch (AccessDeniedException e) {
      throw refusal(path, "may not be read by this user");
    } catch (IOException e) {
      throw refusal(path, Files.isDirectory(path) ? "is a directory" : "cannot be read");
    }
  }

  static IllegalArgumentException refusal(Path path, String message) {
    return new IllegalArgumentException("the file " + path + " " + message);
  }

  /** Its certificates, in their order; at least one. */
  public List<X509Certificate> certificates() {
    var certificates = new ArrayList<X509Certificate>();
    for (Block block : blocks) {
      if (block.label().equals("CERTIFICATE") || block.label().equals("X509 CERTIFICATE")) {
        certificates.add(certificate(block));
      }
    }
    if (certificates.isEmpty()) {
      throw refusal(path, "holds no certificate, but " + found() + "; expected \"CERTIFICATE\"");
    }
    return certificates;
  }

  private X509Certificate certificate(Block block) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(block.bytes()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw refusal(path, "holds a certificate that cannot be read");
    }
  }

  /**
   * Its private key.
   *
   * @param password what it is encrypted with; null when it is not
   */
  public PrivateKey privateKey(@Nullable Secret password) {
    var keys = blocks.stream().filter(block -> block.label().endsWith("PRIVATE KEY")).toList();
    if (keys.size() != 1) {
      throw refusal(
          path,
          keys.isEmpty()
              ? "holds no private key, but " + found() + "; expected \"PRIVATE KEY\""
              : "holds " + keys.size() + " private keys; expected one");
    }
    var block = keys.get(0);
    return switch (block.label()) {
      case "PRIVATE KEY" -> {
        if (password != null) {
          throw refusal(path, "holds a key without a password, but a password is given");
        }
        yield key(decoded(block));
      }
      case "ENCRYPTED PRIVATE KEY" -> {
        if (password == null) {
          throw refusal(path, "holds an encrypted key, but no password is given");
        }
        yield key(decrypted(decoded(block), password));
      }
      default ->
          throw refusal(
              path,
              "holds a \""
                  + block.label()
                  + "\"; expected PKCS#8, which is \"PRIVATE KEY\" or \"ENCRYPTED PRIVATE KEY\"."
                  + " Convert it with: openssl pkcs8 -topk8 -nocrypt -in "
                  + path.getFileName()
                  + " -out key.pem");
    };
  }

  private byte[] decoded(Block block) {
    try {
      return block.bytes();
    } catch (IllegalArgumentException e) {
      throw refusal(path, "holds a private key that cannot be read");
    }
  }

  private PKCS8EncodedKeySpec decrypted(byte[] der, Secret password) {
    EncryptedPrivateKeyInfo info;
    SecretKeyFactory factory;
    try {
      info = new EncryptedPrivateKeyInfo(der);
      factory = SecretKeyFactory.getInstance(algorithm(info));
    } catch (IOException | GeneralSecurityException e) {
      throw refusal(
          path,
          "holds a key that is encrypted in a way which this JVM does not know. Encrypt it with:"
              + " openssl pkcs8 -topk8 -v2 aes-256-cbc -in "
              + path.getFileName()
              + " -out key.pem");
    }
    var spec = new PBEKeySpec(password.reveal().toCharArray());
    try {
      var cipher = Cipher.getInstance(algorithm(info));
      cipher.init(Cipher.DECRYPT_MODE, factory.generateSecret(spec), info.getAlgParameters());
      return info.getKeySpec(cipher);
    } catch (GeneralSecurityException e) {
      throw refusal(path, "holds a key that the password does not open");
    } finally {
      spec.clearPassword();
    }
  }

  /** For PBES2 the JDK tells only in its parameters which it is. */
  private static String algorithm(EncryptedPrivateKeyInfo info) {
    return PBES2.contains(info.getAlgName())
        ? String.valueOf(info.getAlgParameters())
        : info.getAlgName();
  }

  private PrivateKey key(byte[] der) {
    return key(new PKCS8EncodedKeySpec(der));
  }

  private PrivateKey key(PKCS8EncodedKeySpec spec) {
    return of("RSA", spec)
        .or(() -> of("EC", spec))
        .orElseThrow(() -> refusal(path, "holds a private key of another kind than RSA and EC"));
  }

  private static Optional<PrivateKey> of(String algorithm, PKCS8EncodedKeySpec spec) {
    try {
      return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(spec));
    } catch (InvalidKeySpecException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no " + algorithm + " keys", e);
    }
  }

  private String found() {
    return blocks.stream()
        .map(block -> "\"" + block.label() + "\"")
        .distinct()
        .limit(5)
        .collect(Collectors.joining(", "));
  }
}
