package dev.pulse.core.check;

import dev.pulse.core.internal.net.Deadline;
import dev.pulse.core.internal.net.FreshTls;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Connects and makes one handshake, on the thread of the run. Confine to that thread. */
final class TlsAttempt {
  /**
   * Both are offered where this machine may speak them: a server below the floor is then named, and
   * not just refused.
   */
  private static final List<String> OFFERED = List.of("TLSv1.3", "TLSv1.2");

  private final TcpAttempt connection;
  private final FreshTls tls;
  private final @Nullable SNIHostName name;
  private final boolean smtp;
  private final Deadline deadline;

  TlsAttempt(
      TcpAttempt connection,
      FreshTls tls,
      @Nullable SNIHostName name,
      boolean smtp,
      Deadline deadline) {
    this.connection = connection;
    this.tls = tls;
    this.name = name;
    this.smtp = smtp;
    this.deadline = deadline;
  }

  SSLSession handshake() throws IOException {
    try (var socket = connection.open()) {
      if (deadline.passed()) {
        throw new SocketTimeoutException("no time left for a handshake");
      }
      try (var watch = new SocketCloser(socket, deadline)) {
        return handshake(socket);
      }
    }
  }

  private SSLSession handshake(Socket socket) throws IOException {
    var stopwatch = connection.stopwatch();
    if (smtp) {
      stopwatch.begin(Phase.STARTTLS);
      new SmtpStartTls(socket).ask();
    }
    stopwatch.begin(Phase.TLS);
    var host = socket.getInetAddress().getHostAddress();
    try (var secure = tls.over(socket, host, socket.getPort(), name)) {
      secure.setEnabledProtocols(
          Arrays.stream(secure.getEnabledProtocols())
              .filter(OFFERED::contains)
              .toArray(String[]::new));
      secure.startHandshake();
      stopwatch.end();
      return secure.getSession();
    }
  }
}
