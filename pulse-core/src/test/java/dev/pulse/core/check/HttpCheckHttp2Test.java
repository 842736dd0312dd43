package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Status;
import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.testkit.FakeCheckContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;

class HttpCheckHttp2Test {
  private final HeldCertificate own = TlsServers.certificate("shop.example").build();
  private final HandshakeCertificates certificates =
      new HandshakeCertificates.Builder()
          .heldCertificate(own)
          .addTrustedCertificate(TlsServers.AUTHORITY.certificate())
          .build();

  @Test
  void serverThatSpeaksHttp2OnlyIsCalledThat() throws Exception {
    try (var server = new RawServer(this::offerHttp2)) {
      var lookups =
          new Lookups(host -> new InetAddress[] {InetAddress.getLoopbackAddress()}, Runnable::run);
      var tls = new FreshTls(certificates.trustManager());
      var result =
          HttpCheck.get("https://shop.example:" + server.port() + "/")
              .environment(new HttpClients.Environment(lookups, tls))
              .build()
              .run(FakeCheckContext.create());
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.reason()).contains(Reason.TLS);
      assertThat(result.summary())
          .isEqualTo("the server does not speak HTTP/1.1 (127.0.0.1:" + server.port() + ")");
    }
  }

  private void offerHttp2(Socket socket) throws IOException {
    var factory = certificates.sslContext().getSocketFactory();
    try (var tls = (SSLSocket) factory.createSocket(socket, null, true)) {
      var parameters = tls.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      tls.setSSLParameters(parameters);
      tls.startHandshake();
    }
  }
}
