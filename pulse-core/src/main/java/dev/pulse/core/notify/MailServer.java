package dev.pulse.core.notify;

import dev.pulse.api.config.Secret;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.core.internal.net.Deadline;
import dev.pulse.core.internal.net.GuardedSockets;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.core.internal.notify.BrokenCall;
import dev.pulse.core.internal.text.ForeignText;
import dev.pulse.core.net.EgressPolicy;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The talk with a mail server: Jakarta Mail speaks, on sockets of ours, which end with an
 * interrupt, read no more than a server has to say, and were opened without a look-up that nobody
 * can end. Immutable; thread-safe.
 */
final class MailServer {
  private static final Duration LONGEST_LOOKUP = Duration.ofMinutes(1);

  /** As long as the longest that a channel may allow. */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

  private static final long MOST_READ = 1 << 20;
  private static final int MOST_SHOWN = 200;

  private final String host;
  private final int port;
  private final EmailNotifier.Security security;
  private final @Nullable Login login;
  private final String greeting;
  private final SSLContext tls;
  private final GuardedSockets sockets =
      new GuardedSockets(EgressPolicy.lenient()).readingAtMost(MOST_READ);

  record Login(String user, Secret password) {}

  /** Makes the message to send. */
  @FunctionalInterface
  interface Draft {
    MimeMessage in(Session session) throws MessagingException;
  }

  MailServer(
      String host,
      int port,
      EmailNotifier.Security security,
      @Nullable Login login,
      String greeting,
      SSLContext tls) {
    this.host = host;
    this.port = port;
    this.security = security;
    this.login = login;
    this.greeting = greeting;
    this.tls = tls;
  }

  /**
   * Delivers one message.
   *
   * @return its Message-ID
   */
  String deliver(Draft draft) throws InterruptedException {
    if (Thread.interrupted()) {
      throw interrupted();
    }
    var session = Session.getInstance(properties());
    var talk = new MailTalk(session, login);
    try {
      var message = draft.in(session);
      try (var socket = connected()) {
        talk.connect(socket);
        requireLogin(talk);
        talk.deliver(message, this);
      }
      return message.getMessageID();
    } catch (MessagingException | IOException e) {
      if (Thread.interrupted()) {
        throw interrupted();
      }
      throw failure(talk, e);
    }
  }

  private Properties properties() {
    var properties = new Properties();
    properties.put("mail.smtp.localhost", greeting);
    properties.put("mail.smtp.sendpartial", "true");
    properties.put("mail.smtp.auth", String.valueOf(login != null));
    // The first that both know; those that are older than TLS are not among them.
    properties.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
    if (security == EmailNotifier.Security.STARTTLS) {
      properties.put("mail.smtp.starttls.enable", "true");
      properties.put("mail.smtp.starttls.required", "true");
    }
    properties.put("mail.smtp.ssl.socketFactory", tls.getSocketFactory());
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    return properties;
  }

  private Socket connected() throws IOException {
    @Nullable IOException failure = null;
    for (InetAddress address : Lookups.system().resolve(host, Deadline.in(LONGEST_LOOKUP))) {
      // Jakarta Mail asks the address for the name that the certificate must have.
      var named = InetAddress.getByAddress(host, address.getAddress());
      var socket = sockets.createSocket();
      try {
        socket.connect(new InetSocketAddress(named, port));
        socket.setSoTimeout((int) LONGEST_SILENCE.toMillis());
        return security == EmailNotifier.Security.TLS ? protectedSocket(socket) : socket;
      } catch (IOException e) {
        socket.close();
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        failure = e;
      }
    }
    throw failure == null ? new IOException("no address") : failure;
  }

  private Socket protectedSocket(Socket socket) throws IOException {
    var safe = (SSLSocket) tls.getSocketFactory().createSocket(socket, host, port, true);
    var parameters = safe.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    safe.setSSLParameters(parameters);
    safe.startHandshake();
    return safe;
  }

  /** Otherwise Jakarta Mail goes on without, and what follows says nothing of the reason. */
  private void requireLogin(MailTalk talk) {
    if (login != null && !talk.supportsExtension("AUTH")) {
      throw NotifyException.passing(this + " takes no login", null);
    }
  }

  private NotifyException failure(MailTalk talk, Exception cause) {
    if (find(cause, IOException.class) instanceof IOException broken) {
      return BrokenCall.failure(toString(), broken);
    }
    int code = talk.decidingCode(cause);
    var words = this + words(talk, code, cause);
    return code >= 500 && code < 600
        ? NotifyException.lasting(words, null)
        : NotifyException.passing(words, null);
  }

  private String words(MailTalk talk, int code, Exception cause) {
    boolean refused = code >= 400 && code < 600;
    if (find(cause, AuthenticationFailedException.class) != null) {
      // Not in the server's words: it may repeat what it was told.
      return refused ? " refuses the login with " + code : " takes no login with a password";
    }
    if (refused) {
      return " answered " + ForeignText.oneLine(speakable(talk.lastWords()), MOST_SHOWN);
    }
    if (security == EmailNotifier.Security.STARTTLS && talk.hasBeenGreeted()) {
      return " offers no STARTTLS, and got neither login nor message";
    }
    return " does not speak SMTP";
  }

  /** Without the password in any of the forms in which the server got it. */
  private String speakable(String reply) {
    if (login == null) {
      return reply;
    }
    var user = login.user();
    var password = login.password().reveal();
    var base64 = Base64.getEncoder();
    var left = reply;
    for (String told :
        List.of(user + "\0" + user + "\0" + password, "\0" + user + "\0" + password, password)) {
      left =
          left.replace(base64.encodeToString(told.getBytes(StandardCharsets.UTF_8)), "***")
              .replace(told, "***");
    }
    return left;
  }

  private InterruptedException interrupted() {
    return new InterruptedException("interrupted while sending to " + this);
  }

  private static @Nullable Throwable find(Throwable failure, Class<? extends Throwable> type) {
    int depth = 0;
    for (@Nullable Throwable next = failure; next != null && depth < 20; depth++) {
      if (type.isInstance(next)) {
        return next;
      }
      next = next.getCause();
    }
    return null;
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
