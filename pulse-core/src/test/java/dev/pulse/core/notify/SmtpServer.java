package dev.pulse.core.notify;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * A strict mail server that does as it is told: it wants lines that end in CRLF and are not too
 * long, commands in order, and dots at the begin of a line doubled. It says what it got.
 */
final class SmtpServer implements AutoCloseable {
  static final String HANG = "hang";
  static final String RESET = "reset";

  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(0).build();

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final boolean implicitTls;
  private final List<String> extensions = new CopyOnWriteArrayList<>();
  private final Map<String, String> replies = new ConcurrentHashMap<>();
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final List<String> mails = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final HandshakeCertificates identity;

  private SmtpServer(boolean implicitTls, String certifiedName) throws IOException {
    this.implicitTls = implicitTls;
    var own =
        new HeldCertificate.Builder()
            .addSubjectAlternativeName(certifiedName)
            .signedBy(AUTHORITY)
            .build();
    identity = new HandshakeCertificates.Builder().heldCertificate(own).build();
    extensions.add("8BITMIME");
    var thread = new Thread(this::accept, "smtp");
    thread.setDaemon(true);
    thread.start();
  }

  static SmtpServer plain() throws IOException {
    return new SmtpServer(false, "localhost");
  }

  static SmtpServer overTls(String certifiedName) throws IOException {
    return new SmtpServer(true, certifiedName);
  }

  static SmtpServer withStartTls(String certifiedName) throws IOException {
    return new SmtpServer(false, certifiedName).offering("STARTTLS");
  }

  /** What a client trusts that trusts these servers. */
  static HandshakeCertificates client() {
    return new HandshakeCertificates.Builder()
        .addTrustedCertificate(AUTHORITY.certificate())
        .build();
  }

  SmtpServer offering(String extension) {
    extensions.add(extension);
    return this;
  }

  /** Answers a command, or the greeting ({@code ""}) or the end of the data ({@code .}), so. */
  SmtpServer answering(String command, String reply) {
    replies.put(command, reply);
    return this;
  }

  int port() {
    return listener.getLocalPort();
  }

  /** What clients said, without the data; {@code TLS} where a handshake was. */
  List<String> commands() {
    return commands;
  }

  /** The data of the mails that were taken. */
  List<String> mails() {
    return mails;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        var socket = listener.accept();
        open.add(socket);
        var thread = new Thread(() -> serve(socket), "smtp session");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (Closeable ignored = socket) {
      new Talk(implicitTls ? secured(socket) : socket).run();
    } catch (IOException e) {
      commands.add("GONE");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private SSLSocket secured(Socket socket) throws IOException {
    var safe =
        (SSLSocket) identity.sslSocketFactory().createSocket(socket, "localhost", port(), true);
    safe.setUseClientMode(false);
    safe.startHandshake();
    commands.add("TLS");
    return safe;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private final class Talk {
    private Socket socket;

    Talk(Socket socket) {
      this.socket = socket;
    }

    void run() throws IOException, InterruptedException {
      say("", "220 mail.example ESMTP");
      while (true) {
        var line = line(1_000);
        commands.add(line);
        var command = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
        switch (command) {
          case "EHLO" -> say(command, hello());
          case "STARTTLS" -> {
            say(command, "220 go ahead");
            socket = secured(socket);
          }
          case "AUTH" -> say(command, "235 2.7.0 welcome");
          case "MAIL", "RCPT", "RSET" -> say(reply(command, line), "250 2.1.0 ok");
          case "DATA" -> {
            if (say(command, "354 go on").startsWith("3")) {
              var data = data();
              if (say(".", "250 2.0.0 queued").startsWith("2")) {
                mails.add(data);
              }
            }
          }
          case "QUIT" -> {
            say(command, "221 bye");
            return;
          }
          default -> say(command, "500 what?");
        }
      }
    }

    /** A reply may be for one recipient only: {@code RCPT <b@x>}. */
    private String reply(String command, String line) {
      int at = line.indexOf('<');
      var single = command + " " + (at < 0 ? "" : line.substring(at));
      return replies.containsKey(single) ? single : command;
    }

    private String hello() {
      var lines = new ArrayList<String>();
      lines.add("250-mail.example");
      extensions.forEach(extension -> lines.add("250-" + extension));
      lines.add("250 HELP");
      return String.join("\r\n", lines);
    }

    private String say(String command, String usual) throws IOException, InterruptedException {
      var reply = replies.getOrDefault(command, usual);
      if (reply.equals(HANG)) {
        new CountDownLatch(1).await();
      }
      if (reply.equals(RESET)) {
        socket.setSoLinger(true, 0);
        throw new IOException("told to reset");
      }
      socket.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      return reply;
    }

    private String data() throws IOException {
      var data = new StringBuilder();
      while (true) {
        var line = line(1_000);
        if (line.equals(".")) {
          return data.toString();
        }
        if (line.startsWith(".")) {
          if (!line.startsWith("..")) {
            throw new IOException("a dot that was not doubled");
          }
          line = line.substring(1);
        }
        data.append(line).append("\r\n");
      }
    }

    private String line(int longest) throws IOException {
      InputStream in = socket.getInputStream();
      var line = new ByteArrayOutputStream();
      while (line.size() <= longest) {
        int read = in.read();
        if (read < 0) {
          throw new EOFException("the client is gone");
        }
        if (read == '\n') {
          var text = line.toString(StandardCharsets.UTF_8);
          if (!text.endsWith("\r")) {
            throw new IOException("a line that ends without CR");
          }
          return text.substring(0, text.length() - 1);
        }
        line.write(read);
      }
      throw new IOException("a line that is too long");
    }
  }
}
