package dev.pulse.core.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.pulse.api.alert.Alert;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Secret;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.api.notify.Receipt;
import dev.pulse.core.notify.EmailNotifier.Security;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EmailNotifierTest {
  @Test
  void mailIsTextAndHtmlWithAllThatIsKnown() throws Exception {
    var mail = delivered(Alarms.message(Kind.CHANGED, Alarms.taken(), Alarms.over()));
    assertThat(mail.subject()).isEqualTo("[Pulse] Changed: checkout is down and 1 more");
    assertThat(mail.header("From")).isEqualTo("Pulse <pulse@example.org>");
    assertThat(mail.header("To")).isEqualTo("ops@example.org, Ada <ada@example.org>");
    assertThat(mail.header("Date")).isNotEmpty();
    assertThat(mail.header("Auto-Submitted")).isEqualTo("auto-generated");
    assertThat(mail.message().getSentDate()).hasTime(Alarms.SAID.toEpochMilli());
    assertThat(mail.message().isMimeType("multipart/alternative")).isTrue();
    assertThat(mail.text().lines())
        .containsSequence(
            "Changed: checkout is down and 1 more",
            "",
            "Firing, critical: checkout is down",
            "  3 failures in a row",
            "  since: 2026-03-01 10:15:30 UTC",
            "  acknowledged by: ada: mine",
            "  runbook: https://wiki.example/checkout",
            "  failures: 3")
        .containsSequence(
            "Resolved: checkout is down",
            "  3 failures in a row",
            "  since: 2026-03-01 10:15:30 UTC",
            "  until: 2026-03-01 10:17:00 UTC",
            "  because: recovered");
    assertThat(mail.html())
        .contains("<h1 style=\"font-size:18px\">Changed: checkout is down and 1 more</h1>")
        .contains("#dc3545", "#28a745")
        .contains("<a href=\"https://wiki.example/checkout\">");
  }

  @Test
  void textsAreEscapedInHtmlAndOnlyUrlsAreLinks() throws Exception {
    var alert =
        Alarms.checkout()
            .title("<script>alert(1)</script> & \"x\" 'y'")
            .annotations(
                Map.of("link", "javascript:alert(1)", "\"><b>", "https://x.example/\"><b>"))
            .build();
    var html = delivered(Alarms.message(Kind.FIRST, alert)).html();
    assertThat(html)
        .contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot; &#39;y&#39;")
        .doesNotContain("<script", "<b>link", "href=\"javascript", "/\"><b>");
  }

  @Test
  void subjectIsOneLineWhateverTheTitleAndKeepsItsCharacters() throws Exception {
    var alert = Alarms.checkout().title("a\r\nBcc: mallory@example.net\r\n\r\nü 🔥").build();
    var mail = delivered(Alarms.message(Kind.FIRST, alert));
    assertThat(mail.subject())
        .contains("Bcc: mallory@example.net")
        .endsWith("ü 🔥")
        .doesNotContain("\n");
    assertThat(mail.header("Bcc")).isEmpty();
    var long1 = Alarms.checkout().title("ü🔥".repeat(1000)).build();
    var cut = delivered(Alarms.message(Kind.FIRST, long1)).subject();
    assertThat(cut.codePointCount(0, cut.length())).isEqualTo(200);
    assertThat(cut).startsWith("[Pulse] ü🔥").endsWith("…");
  }

  @Test
  void linesThatBeginWithADotArrive() throws Exception {
    var alert = Alarms.checkout().title(".").text(".\r\n.\r\nQUIT").build();
    var mail = delivered(Alarms.message(Kind.FIRST, alert));
    assertThat(mail.subject()).isEqualTo("[Pulse] .");
    assertThat(mail.text()).contains("Firing, critical: .").contains("QUIT");
  }

  @Test
  void ownLayoutDecidesOnSubjectAndText() throws Exception {
    try (var server = SmtpServer.plain()) {
      var text = "a <b>\n.\n..two\r\n\u001b[2J\n" + "x".repeat(2000) + "\n" + "y\n".repeat(300);
      var notifier =
          plain(server).layout(all -> MailMessage.of("[Own] ü\r\nBcc: x@y", text)).build();
      notifier.send(Alarms.message(Kind.FIRST, Alarms.checkout().build()));
      var mail = Mail.of(server.mails().get(0));
      assertThat(mail.subject()).startsWith("[Own] ü").endsWith("Bcc: x@y").doesNotContain("\n");
      assertThat(mail.header("Bcc")).isEmpty();
      var lines = mail.text().lines().toList();
      assertThat(lines).startsWith("a <b>", ".", "..two").hasSize(201).endsWith("y", "…");
      assertThat(lines.get(3)).doesNotContain("\u001b");
      assertThat(lines.get(4)).hasSize(1000).endsWith("…");
      assertThat(mail.html())
          .contains("<h1 style=\"font-size:18px\">[Own] ü")
          .contains("<p>a &lt;b&gt;<br>\n.<br>\n..two<br>");
    }
  }

  @Test
  void laterMessagesReferToTheFirst() throws Exception {
    try (var server = SmtpServer.plain()) {
      var notifier = plain(server).build();
      var receipt = notifier.send(Alarms.message(Kind.FIRST, Alarms.checkout().build()));
      var later = Alarms.builder(Kind.RESOLVED, Alarms.over()).continuing(receipt).build();
      assertThat(notifier.send(later)).isEqualTo(receipt);
      notifier.send(
          Alarms.builder(Kind.RESOLVED, Alarms.over())
              .continuing(Receipt.of("<a@b>\r\nBcc: x@y"))
              .build());
      var first = Mail.of(server.mails().get(0));
      assertThat(receipt.reference())
          .isEqualTo("<pulse.20260301101600000-ab12@example.org>")
          .isEqualTo(first.header("Message-ID"));
      assertThat(first.header("References")).isEmpty();
      var second = Mail.of(server.mails().get(1));
      assertThat(second.header("References")).isEqualTo(receipt.reference());
      assertThat(second.header("In-Reply-To")).isEqualTo(receipt.reference());
      assertThat(Mail.of(server.mails().get(2)).header("References")).isEmpty();
    }
  }

  @Test
  void digestCountsByRuleAndListsTwenty() throws Exception {
    var alerts = LongStream.range(0, 25).mapToObj(Alarms::disk).toArray(Alert[]::new);
    var mail = delivered(Alarms.builder(Kind.DIGEST, alerts).omitted(2).build());
    assertThat(mail.subject()).isEqualTo("[Pulse] Daily digest 2026-03-01: 27 alerts");
    assertThat(mail.text().lines().toList())
        .startsWith("Pulse daily digest 2026-03-01", "", "full: 25", "", "disk 0 is full")
        .contains("disk 19 is full", "and 7 more")
        .doesNotContain("disk 20 is full");
    assertThat(mail.html()).contains("<li>disk 19 is full</li><li>and 7 more</li>");
  }

  @Test
  void manyAlertsAreCutAndCounted() throws Exception {
    var alerts = LongStream.range(0, 100).mapToObj(Alarms::disk).toArray(Alert[]::new);
    var mail = delivered(Alarms.builder(Kind.SUMMARY, alerts).omitted(5).build());
    assertThat(mail.text()).contains("disk 49 is full", "and 55 more").doesNotContain("disk 50 is");
  }

  @Test
  void realServerTakesItWithLogin() throws Exception {
    var setup = new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTP);
    setup.setServerStartupTimeout(30_000);
    var greenMail = new GreenMail(setup);
    greenMail.setUser("ops@example.org", "pulse", "p4ssword");
    greenMail.start();
    try {
      EmailNotifier.builder("localhost", "pulse@example.org", List.of("ops@example.org"))
          .security(Security.NONE)
          .port(greenMail.getSmtp().getPort())
          .login("pulse", Secret.of("p4ssword"))
          .build()
          .send(Alarms.message(Kind.FIRST, Alarms.checkout().title("Käse ist aus").build()));
      var raw = new ByteArrayOutputStream();
      greenMail.getReceivedMessages()[0].writeTo(raw);
      var mail = Mail.of(raw.toString(StandardCharsets.UTF_8));
      assertThat(mail.subject()).isEqualTo("[Pulse] Käse ist aus");
      assertThat(mail.text()).contains("Firing, critical: Käse ist aus");
    } finally {
      greenMail.stop();
    }
  }

  @Test
  void startTlsComesBeforeLoginAndMessage() throws Exception {
    try (var server = SmtpServer.withStartTls("localhost").offering("AUTH LOGIN PLAIN")) {
      mail(server).login("pulse", Secret.of("p4ssword")).build().send(message());
      assertThat(server.commands().subList(0, 5))
          .containsExactly(
              "EHLO example.org",
              "STARTTLS",
              "TLS",
              "EHLO example.org",
              "AUTH PLAIN cHVsc2UAcHVsc2UAcDRzc3dvcmQ=");
      assertThat(server.mails()).hasSize(1);
    }
  }

  @Test
  void serverWithoutStartTlsGetsNeitherLoginNorMessage() throws Exception {
    try (var server = SmtpServer.plain().offering("AUTH PLAIN")) {
      var failure = failure(mail(server).login("pulse", Secret.of("p4ssword")).build());
      assertThat(failure)
          .hasMessage(
              "localhost:"
                  + server.port()
                  + " offers no STARTTLS, and got neither login nor message");
      assertThat(server.commands()).noneMatch(command -> command.startsWith("AUTH"));
      assertThat(server.commands()).noneMatch(command -> command.startsWith("MAIL"));
    }
  }

  @Test
  void serverThatRefusesStartTlsGetsNothing() throws Exception {
    try (var server =
        SmtpServer.withStartTls("localhost").answering("STARTTLS", "454 4.7.0 not now")) {
      assertThat(failure(mail(server).build()).isWorthRetrying()).isTrue();
      assertThat(server.commands()).noneMatch(command -> command.startsWith("MAIL"));
    }
  }

  @Test
  void tlsFromTheFirstByteOn() throws Exception {
    try (var server = SmtpServer.overTls("localhost")) {
      mail(server).security(Security.TLS).build().send(message());
      assertThat(server.commands()).startsWith("TLS", "EHLO example.org");
      assertThat(server.mails()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Security.class,
      names = {"TLS", "STARTTLS"})
  void certificateOfAnotherHostIsNoServerToTalkTo(Security security) throws Exception {
    try (var server =
        security == Security.TLS
            ? SmtpServer.overTls("elsewhere.example")
            : SmtpServer.withStartTls("elsewhere.example")) {
      var failure = failure(mail(server).security(security).build());
      assertThat(failure).hasMessageContaining("TLS failed");
      assertThat(failure.isWorthRetrying()).isTrue();
      assertThat(server.mails()).isEmpty();
    }
  }

  @Test
  void certificateThatNobodyTrustsIsNoServerToTalkTo() throws Exception {
    try (var server = SmtpServer.withStartTls("localhost")) {
      var notifier =
          EmailNotifier.builder("localhost", "pulse@example.org", List.of("ops@example.org"))
              .port(server.port())
              .build();
      assertThat(failure(notifier)).hasMessageContaining("the certificate is not trusted");
    }
  }

  @Test
  void serverThatTakesNoLoginIsAFailure() throws Exception {
    try (var server = SmtpServer.plain()) {
      var failure = failure(plain(server).login("pulse", Secret.of("p4ssword")).build());
      assertThat(failure).hasMessageContaining("takes no login");
      assertThat(server.mails()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', 421 4.3.2 closing, true",
    "'', 554 5.7.1 go away, false",
    "MAIL, 452 4.3.1 full, true",
    "MAIL, 550 5.7.1 not you, false",
    "RCPT, 450 4.2.1 busy, true",
    "RCPT, 550 5.1.1 nobody, false",
    "DATA, 451 4.3.0 later, true",
    "., 451 4.3.0 later, true",
    "., 552 5.3.4 too big, false",
  })
  void replyDecidesWhetherTryingAgainHelps(String command, String reply, boolean again)
      throws Exception {
    try (var server = SmtpServer.plain().answering(command, reply)) {
      var failure = failure(plain(server).build());
      assertThat(failure.isWorthRetrying()).as("%s", failure).isEqualTo(again);
      assertThat(failure).hasMessage("localhost:" + server.port() + " answered " + reply);
      assertThat(server.mails()).isEmpty();
    }
  }

  @Test
  void oneRecipientThatIsRefusedDoesNotKeepTheMailFromTheOthers() throws Exception {
    try (var server = SmtpServer.plain().answering("RCPT <ada@example.org>", "550 5.1.1 nobody")) {
      var receipt = plain(server).build().send(message());
      assertThat(receipt.reference()).isNotEmpty();
      assertThat(server.mails()).hasSize(1);
    }
  }

  @Test
  void recipientsThatAreAllRefusedAreTriedAgainWhenOneMayBeTakenLater() throws Exception {
    try (var server =
        SmtpServer.plain()
            .answering("RCPT <ops@example.org>", "450 4.2.1 busy")
            .answering("RCPT <ada@example.org>", "550 5.1.1 nobody")) {
      assertThat(failure(plain(server).build()).isWorthRetrying()).isTrue();
    }
  }

  @Test
  void goodByeThatFailsIsStillADelivery() throws Exception {
    try (var server = SmtpServer.plain().answering("QUIT", SmtpServer.RESET)) {
      plain(server).build().send(message());
      assertThat(server.mails()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "."})
  void interruptEndsEveryStep(String command) throws Exception {
    try (var server =
        SmtpServer.withStartTls("localhost")
            .offering("AUTH PLAIN")
            .answering(command, SmtpServer.HANG)) {
      var notifier = mail(server).login("pulse", Secret.of("p4ssword")).build();
      var task = new FutureTask<>(() -> notifier.send(message()));
      var thread = new Thread(task, "sender");
      thread.start();
      thread.join(300);
      assertThat(thread.isAlive()).isTrue();
      thread.interrupt();
      thread.join(30_000);
      assertThat(thread.isAlive()).as("alive after an interrupt").isFalse();
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(task::get)
          .withCauseInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void serverThatNeverStopsTalkingIsCutOff() throws Exception {
    try (var server = SmtpServer.plain().answering("", "220-" + "x".repeat(2 << 20))) {
      assertThat(failure(plain(server).build())).hasMessageContaining("the connection broke");
    }
  }

  @Test
  void serverThatSpeaksSomethingElseIsPutIntoWords() throws Exception {
    try (var server = SmtpServer.plain().answering("", "HTTP/1.1 400 Bad Request")) {
      assertThat(failure(plain(server).build()))
          .hasMessage("localhost:" + server.port() + " does not speak SMTP");
    }
  }

  @Test
  void loaderOfTheThreadIsLeftAsItWas() throws Exception {
    try (var server = SmtpServer.plain()) {
      var before = Thread.currentThread().getContextClassLoader();
      Thread.currentThread().setContextClassLoader(null);
      try {
        plain(server).build().send(message());
        assertThat(Thread.currentThread().getContextClassLoader()).isNull();
      } finally {
        Thread.currentThread().setContextClassLoader(before);
      }
      assertThat(server.mails()).hasSize(1);
    }
  }

  @Test
  void allProblemsAreReportedTogether() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                EmailNotifier.builder(
                        "a b", "pulse", List.of("x@y\r\nBcc: z@y", "a@b, c@d", "ü@x.de"))
                    .port(70_000)
                    .greeting("a b")
                    .login("a\nb", Secret.of("p4ssword"))
                    .build())
        .satisfies(
            e ->
                assertThat(e.problems())
                    .extracting(Problem::key)
                    .containsExactly(
                        "host",
                        "port",
                        "greeting",
                        "login.user",
                        "from",
                        "to[0]",
                        "to[1]",
                        "to[2]"));
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> EmailNotifier.builder("h", "a@b.example", List.of()).port(0).build())
        .satisfies(
            e -> assertThat(e.problems()).extracting(Problem::key).containsExactly("port", "to"));
  }

  private static Mail delivered(Notification notification) throws Exception {
    try (var server = SmtpServer.plain()) {
      plain(server).build().send(notification);
      return Mail.of(server.mails().get(0));
    }
  }

  private static NotifyException failure(EmailNotifier notifier) {
    return assertThatExceptionOfType(NotifyException.class)
        .isThrownBy(() -> notifier.send(message()))
        .actual();
  }

  private static Notification message() {
    return Alarms.message(Kind.FIRST, Alarms.checkout().build());
  }

  private static EmailNotifier.Builder plain(SmtpServer server) {
    return mail(server).security(Security.NONE);
  }

  private static EmailNotifier.Builder mail(SmtpServer server) {
    return EmailNotifier.builder(
            "localhost",
            "Pulse <pulse@example.org>",
            List.of("ops@example.org", "Ada <ada@example.org>"))
        .port(server.port())
        .tls(SmtpServer.client().sslContext());
  }
}
