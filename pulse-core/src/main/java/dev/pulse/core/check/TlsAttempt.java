package dev.pulse.core.check;

import dev.pulse.core.internal.net.Deadline;
import dev.pulse.core.internal.net.FreshTls;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** Connects and makes one handshake, on the thread of the run. Confine to that thread. */
final class TlsAttempt {
  /** Both are always offered: a server below the floor is then named, and not just refused. */
  private static final String[] OFFERED = {"TLSv1.3", "TLSv1.2"};

  private final TcpAttempt connection;
  private final FreshTls tls;
  private final List<SNIServerName> names;
  private final boolean smtp;
  private final Deadline deadline;

  TlsAttempt(
      TcpAttempt connection,
      FreshTls tls,
      List<SNIServerName> names,
      boolean smtp,
      Deadline deadline) {
    this.connection = connection;
    this.tls = tls;
    this.names = names;
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
    try (var secure = (SSLSocket) tls.createSocket(socket, host, socket.getPort(), true)) {
      var parameters = secure.getSSLParameters();
      parameters.setProtocols(OFFERED);
      parameters.setServerNames(names);
      secure.setSSLParameters(parameters);
      secure.startHandshake();
      stopwatch.end();
      return secure.getSession();
    }
  }
}
