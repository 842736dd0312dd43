package dev.pulse.core.notify;

import dev.pulse.api.config.Secret;
import dev.pulse.api.notify.Notifier;
import dev.pulse.testkit.RemoteNotifierContract;
import dev.pulse.testkit.fault.Fault;
import dev.pulse.testkit.fault.FaultServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

class EmailNotifierContractTest extends RemoteNotifierContract {
  private final List<AutoCloseable> open = new ArrayList<>();
  private SmtpServer good;

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  @Override
  protected Notifier delivering() throws Exception {
    if (good == null) {
      good = started(SmtpServer.withStartTls("localhost").offering("AUTH PLAIN LOGIN"));
    }
    return notifier(good.port());
  }

  @Override
  protected List<String> received() throws Exception {
    var mails = new ArrayList<String>();
    for (String raw : good.mails()) {
      var mail = Mail.of(raw);
      mails.add(
          mail.header("Message-ID") + "\n" + mail.subject() + "\n" + mail.text() + mail.html());
    }
    return mails;
  }

  @Override
  protected String identity(String received) {
    return received.lines().findFirst().orElseThrow();
  }

  @Override
  protected Notifier failing() throws Exception {
    return notifier(
        willing().answering("MAIL", "451 4.3.0 later, p4ssword cHVsc2UAcHVsc2UAcDRzc3dvcmQ="));
  }

  @Override
  protected Notifier refusing() throws Exception {
    return notifier(
        willing().answering("AUTH", "535 5.7.8 not with p4ssword cHVsc2UAcHVsc2UAcDRzc3dvcmQ="));
  }

  /** SMTP has no word for it. */
  @Override
  protected Optional<Notifier> busy() {
    return Optional.empty();
  }

  @Override
  protected Notifier unreachable() {
    var server = FaultServer.start(Fault.REFUSED);
    open.add(server);
    return notifier(server.port());
  }

  @Override
  protected Notifier resetting() throws Exception {
    return notifier(willing().answering(".", SmtpServer.RESET));
  }

  @Override
  protected Notifier stalling() throws Exception {
    return notifier(willing().answering("DATA", SmtpServer.HANG));
  }

  @Override
  protected Set<String> secrets() {
    return Set.of("p4ssword", "cHVsc2UAcHVsc2UAcDRzc3dvcmQ=");
  }

  private SmtpServer willing() throws Exception {
    return started(SmtpServer.withStartTls("localhost").offering("AUTH PLAIN LOGIN"));
  }

  private SmtpServer started(SmtpServer server) {
    open.add(server);
    return server;
  }

  private static Notifier notifier(SmtpServer server) {
    return notifier(server.port());
  }

  private static Notifier notifier(int port) {
    return EmailNotifier.builder("localhost", "pulse@example.org", List.of("ops@example.org"))
        .port(port)
        .login("pulse", Secret.of("p4ssword"))
        .tls(SmtpServer.client().sslContext())
        .build();
  }
}
