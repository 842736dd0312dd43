package dev.pulse.core.notify;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Secret;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.notify.Receipt;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends each message as a mail over SMTP, as text and as HTML.
 *
 * <pre>{@code
 * Notifier mail =
 *     EmailNotifier.builder("smtp.example.org", "pulse@example.org", List.of("ops@example.org"))
 *         .login("pulse", Secret.of(System.getenv("SMTP_PASSWORD")))
 *         .build();
 * }</pre>
 *
 * <p>Defaults: {@link Security#STARTTLS} on port 587, no login. With it a server that does not
 * offer STARTTLS gets neither the login nor the message. Certificates are verified, with the name
 * of the host, against what the JVM trusts.
 *
 * <p>The subject is {@code [Pulse]} and the headline. The {@code Message-ID} comes from the id of
 * the message, so a repetition has the same; later messages about a group refer to the first, so
 * that mail programs show them together. A daily digest counts its alerts by rule and lists twenty
 * of them.
 *
 * <p>A reply 4yz and a broken connection are worth another try; 5yz is a refusal that stays. A
 * recipient whom the server refuses while it takes others is logged as an error and left out: use a
 * channel for each where each must be sure. Neither the password nor what a server says to a login
 * stands in an exception.
 *
 * <p>Immutable; thread-safe. Each delivery has a connection of its own, which is closed when its
 * thread is interrupted.
 */
public final class EmailNotifier implements Notifier {
  private final MailWriter writer;
  private final MailServer server;

  private EmailNotifier(Builder builder) {
    this.writer = new MailWriter(address(builder.from), addresses(builder.to), builder.layout);
    this.server =
        new MailServer(
            builder.host,
            builder.port == 0 ? builder.security.port : builder.port,
            builder.security,
            builder.login,
            builder.greeting == null ? writer.domain() : builder.greeting,
            builder.tls);
  }

  /** How the connection to the mail server is protected. The set is frozen. */
  public enum Security {
    /** TLS from the second word on, or nothing; the usual port is 587. */
    STARTTLS(587),
    /** TLS from the first byte on; the usual port is 465. */
    TLS(465),
    /** Nothing: whoever sees the connection reads the mail and the password. The port is 25. */
    NONE(25);

    private final int port;

    Security(int port) {
      this.port = port;
    }
  }

  /**
   * A mail notifier.
   *
   * @param host the name or address of the mail server
   * @param from who it is from, such as {@code Pulse <pulse@example.org>}
   * @param to whom it is for; at least one
   */
  public static Builder builder(String host, String from, List<String> to) {
    return new Builder(host, from, to);
  }

  @Override
  public Receipt send(Notification notification) throws InterruptedException {
    // Jakarta Mail looks for its parts with the loader of whatever thread happens to come along.
    var thread = Thread.currentThread();
    var loader = thread.getContextClassLoader();
    thread.setContextClassLoader(EmailNotifier.class.getClassLoader());
    try {
      var id = server.deliver(session -> writer.write(session, notification));
      // The first of a group stays what the others refer to.
      return MailWriter.reference(notification).map(Receipt::of).orElseGet(() -> Receipt.of(id));
    } finally {
      thread.setContextClassLoader(loader);
    }
  }

  private static InternetAddress address(String text) {
    try {
      return MailWriter.address(text);
    } catch (AddressException e) {
      throw new IllegalStateException("an address with problems became part of a notifier", e);
    }
  }

  private static List<InternetAddress> addresses(List<String> texts) {
    return texts.stream().map(EmailNotifier::address).toList();
  }

  @Override
  public String toString() {
    return "mail over " + server;
  }

  /** Builds an {@link EmailNotifier}. Confine to one thread. */
  public static final class Builder {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_-]{1,253}");

    private final String host;
    private final String from;
    private final List<String> to;
    private Security security = Security.STARTTLS;
    private int port;
    private MailServer.@Nullable Login login;
    private @Nullable String greeting;
    private @Nullable Function<Notification, MailMessage> layout;
    private SSLContext tls = usual();

    private Builder(String host, String from, List<String> to) {
      this.host = requireNonNull(host, "host");
      this.from = requireNonNull(from, "from");
      this.to = List.copyOf(to);
    }

    private static SSLContext usual() {
      try {
        return SSLContext.getDefault();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this JVM has no TLS", e);
      }
    }

    /** How the connection is protected; default {@link Security#STARTTLS}. */
    public Builder security(Security security) {
      this.security = requireNonNull(security, "security");
      return this;
    }

    /** The port; default: the usual one of the protection. */
    public Builder port(int port) {
      // The default is told apart by a number that no port has.
      this.port = port == 0 ? -1 : port;
      return this;
    }

    /** User and password; default: no login. A server that takes none is a failure then. */
    public Builder login(String user, Secret password) {
      login =
          new MailServer.Login(requireNonNull(user, "user"), requireNonNull(password, "password"));
      return this;
    }

    /** By what name the server is greeted; default: the domain of the sender. */
    public Builder greeting(String name) {
      this.greeting = requireNonNull(name, "name");
      return this;
    }

    /**
     * A layout of your own instead of Pulse's. It should answer the same for the same message, so
     * that a repetition is recognised.
     */
    public Builder layout(Function<Notification, MailMessage> layout) {
      this.layout = requireNonNull(layout, "layout");
      return this;
    }

    Builder tls(SSLContext tls) {
      this.tls = tls;
      return this;
    }

    /** Everything that is wrong, in the order of the options. No message repeats a secret. */
    List<Problem> problems() {
      var problems = new ArrayList<Problem>();
      if (!HOST.matcher(host).matches()) {
        problems.add(new Problem("", "host", "must be a host name or an address"));
      }
      if (port < 0 || port > 65_535) {
        problems.add(new Problem("", "port", "must be 1 to 65535"));
      }
      if (greeting != null && !HOST.matcher(greeting).matches()) {
        problems.add(new Problem("", "greeting", "must be a host name"));
      }
      if (login != null && login.user().chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
        problems.add(new Problem("", "login.user", "must not contain control characters"));
      }
      judge("from", from, problems::add);
      if (to.isEmpty()) {
        problems.add(new Problem("", "to", "must name at least one recipient"));
      }
      for (int i = 0; i < to.size(); i++) {
        judge("to[" + i + "]", to.get(i), problems::add);
      }
      return problems;
    }

    private static void judge(String key, String address, Consumer<Problem> problems) {
      if (!MailWriter.isAddress(address)) {
        problems.accept(
            new Problem(
                "", key, "must be a mail address like Pulse <pulse@example.org>, in ASCII"));
      }
    }

    /**
     * The notifier.
     *
     * @throws ConfigurationException with everything that is wrong
     */
    public EmailNotifier build() {
      var problems = problems();
      if (!problems.isEmpty()) {
        throw new ConfigurationException(problems);
      }
      return new EmailNotifier(this);
    }
  }
}
