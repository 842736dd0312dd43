package dev.pulse.samples.fakes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server on loopback that greets over TLS and hangs up, with a certificate of an authority of its
 * own that ends when it is told to. Thread-safe.
 */
public final class CertificateServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CertificateServer.class);
  private static final Duration PAST = Duration.ofDays(30);
  private static final int PATIENCE_MILLIS = 10_000;

  private final HeldCertificate authority =
      new HeldCertificate.Builder().commonName("Fake authority").certificateAuthority(0).build();
  private final ServerSocket socket;
  private final Thread thread;

  private CertificateServer(Duration left, InstantSource clock) throws IOException {
    var address = InetAddress.getLoopbackAddress();
    var now = clock.instant();
    var certificate =
        new HeldCertificate.Builder()
            .commonName("shop.example")
            .addSubjectAlternativeName("shop.example")
            .addSubjectAlternativeName(address.getHostAddress())
            .validityInterval(now.minus(PAST).toEpochMilli(), now.plus(left).toEpochMilli())
            .signedBy(authority)
            .build();
    socket =
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate)
            .build()
            .sslContext()
            .getServerSocketFactory()
            .createServerSocket(0, 50, address);
    thread = new Thread(this::serve, "fake-certificate");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Starts one at a free port.
   *
   * @param left how much longer its certificate is valid
   * @param clock which says from when on
   * @throws UncheckedIOException when no port can be had
   */
  public static CertificateServer start(Duration left, InstantSource clock) {
    try {
      return new CertificateServer(left, clock);
    } catch (IOException e) {
      throw new UncheckedIOException("no port can be opened", e);
    }
  }

  /** Its address and port. */
  public String address() {
    return socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort();
  }

  /** The certificate of its authority, as PEM. */
  public String authority() {
    return authority.certificatePem();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (var connection = (SSLSocket) socket.accept()) {
        connection.setSoTimeout(PATIENCE_MILLIS);
        connection.startHandshake();
      } catch (SSLException e) {
        log.debug("Somebody does not like the certificate", e);
      } catch (IOException e) {
        if (!socket.isClosed()) {
          log.debug("A connection was lost", e);
        }
      }
    }
  }

  /** Hangs up; when it returns nobody listens any more. */
  @Override
  public void close() {
    try {
      socket.close();
      // The port is given back when the last one to wait at it has left.
      thread.join(PATIENCE_MILLIS);
    } catch (IOException e) {
      throw new UncheckedIOException("the port could not be closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
