package dev.pulse.core.check;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Asks a mail server to continue in TLS (RFC 3207). Reads byte by byte: what follows the last reply
 * belongs to the handshake.
 */
final class SmtpStartTls {
  private static final int MOST_LINES = 100;
  private static final int LONGEST_LINE = 2_000;

  private record Reply(int code, List<String> texts) {}

  private final Socket socket;

  SmtpStartTls(Socket socket) {
    this.socket = socket;
  }

  void ask() throws IOException {
    expect(220, "its greeting", read());
    var extensions = tell("EHLO " + self());
    expect(250, "EHLO", extensions);
    if (extensions.texts().stream()
        .noneMatch(text -> text.toUpperCase(Locale.ROOT).strip().equals("STARTTLS"))) {
      throw new StartTlsException("the server offers no STARTTLS");
    }
    expect(220, "STARTTLS", tell("STARTTLS"));
  }

  /** The address that RFC 5321 wants of a client without a name. */
  private String self() {
    var address = socket.getLocalAddress();
    var text = address.getHostAddress();
    int zone = text.indexOf('%');
    return address instanceof Inet6Address
        ? "[IPv6:" + (zone < 0 ? text : text.substring(0, zone)) + "]"
        : "[" + text + "]";
  }

  private Reply tell(String command) throws IOException {
    socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    return read();
  }

  private static void expect(int code, String question, Reply reply) throws IOException {
    if (reply.code() != code) {
      throw new StartTlsException(
          "no STARTTLS: the server answered " + reply.code() + " in reply to " + question);
    }
  }

  private Reply read() throws IOException {
    var texts = new ArrayList<String>();
    while (texts.size() < MOST_LINES) {
      var line = line(socket.getInputStream());
      boolean last = line.length() == 3 || line.startsWith(" ", 3);
      if (!line.matches("[2-5]\\d\\d([ -].*)?")) {
        throw new StartTlsException("no STARTTLS: the server does not speak SMTP");
      }
      texts.add(line.substring(Math.min(4, line.length())));
      if (last) {
        return new Reply(Integer.parseInt(line.substring(0, 3)), texts);
      }
    }
    throw new StartTlsException("no STARTTLS: the server's reply does not end");
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    while (line.length() < LONGEST_LINE) {
      int read = in.read();
      if (read < 0) {
        throw new EOFException("the connection ended in a reply");
      }
      if (read == '\n') {
        int end = line.length();
        return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
      }
      line.append((char) read);
    }
    throw new StartTlsException("no STARTTLS: the server sends a line that does not end");
  }
}
