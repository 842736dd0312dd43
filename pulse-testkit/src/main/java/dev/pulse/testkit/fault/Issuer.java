package dev.pulse.testkit.fault;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Signs certificates (RFC 5280), which the JDK can read but offers no way to make. Nothing foreign
 * is read here, and what is written the JDK reads back at once.
 */
final class Issuer {
  private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));
  private static final SecureRandom RANDOM = new SecureRandom();

  private Issuer() {}

  /** One that may sign others. */
  static Identity authority(String name, Instant begin, Instant end)
      throws GeneralSecurityException {
    var keys = keys();
    var constraints = extension(Der.oid(2, 5, 29, 19), true, Der.sequence(Der.TRUE));
    return new Identity(keys, List.of(sign(keys, name, keys, name, begin, end, constraints)));
  }

  /** One that is signed by another, for these hosts. */
  static Identity issue(
      Identity authority, String name, List<String> hosts, Instant begin, Instant end)
      throws GeneralSecurityException {
    var keys = keys();
    var signer = authority.certificate().getSubjectX500Principal().getName();
    var own =
        sign(
            authority.keys(),
            signer.substring("CN=".length()),
            keys,
            name,
            begin,
            end,
            hosts(hosts));
    return new Identity(keys, List.of(own, authority.certificate()));
  }

  /** One that vouches for itself only. */
  static Identity selfSigned(String name, List<String> hosts, Instant begin, Instant end)
      throws GeneralSecurityException {
    var keys = keys();
    return new Identity(keys, List.of(sign(keys, name, keys, name, begin, end, hosts(hosts))));
  }

  private static KeyPair keys() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static X509Certificate sign(
      KeyPair signer,
      String issuer,
      KeyPair keys,
      String subject,
      Instant begin,
      Instant end,
      byte[] extension)
      throws GeneralSecurityException {
    byte[] content =
        Der.sequence(
            Der.explicit(0, Der.integer(BigInteger.TWO)),
            Der.integer(new BigInteger(63, RANDOM).add(BigInteger.ONE)),
            ECDSA_WITH_SHA256,
            commonName(issuer),
            Der.sequence(Der.time(begin), Der.time(end)),
            commonName(subject),
            keys.getPublic().getEncoded(),
            Der.explicit(3, Der.sequence(extension)));
    var signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(signer.getPrivate());
    signature.update(content);
    byte[] whole = Der.sequence(content, ECDSA_WITH_SHA256, Der.bits(signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(whole));
  }

  private static byte[] commonName(String name) {
    return Der.sequence(Der.set(Der.sequence(Der.oid(2, 5, 4, 3), Der.text(name))));
  }

  private static byte[] hosts(List<String> hosts) {
    var names = new ArrayList<byte[]>();
    for (String host : hosts) {
      boolean address = host.indexOf(':') >= 0 || Character.isDigit(host.charAt(0));
      names.add(
          address
              ? Der.tagged(0x87, address(host))
              : Der.tagged(0x82, host.getBytes(StandardCharsets.US_ASCII)));
    }
    return extension(Der.oid(2, 5, 29, 17), false, Der.sequence(names.toArray(byte[][]::new)));
  }

  private static byte[] address(String literal) {
    try {
      return InetAddress.getByName(literal).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(literal + " is no address", e);
    }
  }

  private static byte[] extension(byte[] type, boolean critical, byte[] value) {
    return critical
        ? Der.sequence(type, Der.TRUE, Der.octets(value))
        : Der.sequence(type, Der.octets(value));
  }
}
