package dev.pulse.samples.fakes;

import java.net.InetAddress;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** The certificate authority of a cluster, and what it has signed. */
final class Authority {
  private final HeldCertificate root =
      new HeldCertificate.Builder().commonName("Fake cluster").certificateAuthority(0).build();
  private final HeldCertificate server;
  private final HeldCertificate client =
      new HeldCertificate.Builder()
          .commonName("pulse")
          .organizationalUnit("monitoring")
          .signedBy(root)
          .build();

  Authority(List<String> names) {
    var builder = new HeldCertificate.Builder().commonName("kube-apiserver").signedBy(root);
    names.forEach(builder::addSubjectAlternativeName);
    server = builder.build();
  }

  static List<String> namesOf(InetAddress address) {
    return List.of(address.getHostAddress(), "localhost");
  }

  String certificate() {
    return root.certificatePem();
  }

  String clientCertificate() {
    return client.certificatePem();
  }

  String clientKey() {
    return client.privateKeyPkcs8Pem();
  }

  SSLSocketFactory sockets() {
    return new HandshakeCertificates.Builder()
        .heldCertificate(server)
        .addTrustedCertificate(root.certificate())
        .build()
        .sslSocketFactory();
  }
}
