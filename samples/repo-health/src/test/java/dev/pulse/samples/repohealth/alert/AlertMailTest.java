package dev.pulse.samples.repohealth.alert;

import static dev.pulse.github.VulnerabilitySeverity.CRITICAL;
import static dev.pulse.samples.repohealth.alert.AlertRig.vulnerability;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.pulse.core.alerting.Delivery;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail, against a server that offers no STARTTLS; with it, see EmailNotifierTest of the core. */
class AlertMailTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path directory;
  private final GreenMail server = new GreenMail(setup());
  private Receivers receivers;
  private AlertRig rig;

  private static ServerSetup setup() {
    var setup = new ServerSetup(0, "127.0.0.1", "smtp");
    // Otherwise a server that is not up within two seconds fails the test.
    setup.setServerStartupTimeout(60_000);
    return setup;
  }

  @BeforeEach
  void prepare() throws Exception {
    server.start();
    receivers = new Receivers();
    rig = AlertRig.with(directory, receivers);
    rig.environment.put("SMTP_HOST", "127.0.0.1");
    rig.environment.put("SMTP_PORT", String.valueOf(server.getSmtp().getPort()));
    rig.environment.put("SMTP_FROM", "pulse@example.org");
    rig.environment.put("SMTP_TO", "ops@example.org, ada@example.org");
    rig.environment.put("SMTP_TLS", "none");
    rig.rule("found", "vulnerability.severity == 'critical'", "slack, email", "immediate");
  }

  @AfterEach
  void end() {
    rig.close();
    receivers.close();
    server.stop();
  }

  private static String text(MimeMessage mail) throws Exception {
    return (String) ((MimeMultipart) mail.getContent()).getBodyPart(0).getContent();
  }

  // row 14
  @Test
  void aMailHasTheTitleAsItsSubjectAndKeepsItsCharacters() throws Exception {
    rig.start().finds(vulnerability(CRITICAL, "GHSA-1", "überlaufen 🔥\r\nBcc: x@y"));

    assertThat(server.getReceivedMessages()).hasSize(2);
    var mail = server.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo("[Pulse] found: shop");
    assertThat(text(mail).lines())
        .containsExactly("found: shop", "", "lib: critical - überlaufen 🔥 Bcc: x@y");
    assertThat(mail.getHeader("Bcc")).isNull();
  }

  // row 14
  @Test
  void linesThatBeginWithADotArrive() throws Exception {
    rig.rule(".dot", "repo.score > 0", "email", "daily_digest").start();
    rig.covers(".github", "80").pass(Duration.ofHours(4));

    var mail = server.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo("[Pulse] Pulse daily digest 2026-03-01");
    assertThat(text(mail).lines())
        .containsExactly("Pulse daily digest 2026-03-01", "", ".dot: 1", ".github: repo.score > 0");
  }

  // row 14
  @Test
  void whoMustLogInDoes() throws Exception {
    server.setUser("pulse", "mail-secret");
    server.getManagers().getUserManager().setAuthRequired(true);
    rig.environment.put("SMTP_USER", "pulse");
    rig.environment.put("SMTP_PASSWORD", "mail-secret");
    rig.start().finds(vulnerability(CRITICAL, "GHSA-1")).pass(HOUR);

    assertThat(server.getReceivedMessages()).hasSize(2);
    assertThat(GreenMailUtil.getWholeMessage(server.getReceivedMessages()[0]))
        .doesNotContain("mail-secret");
  }

  // row 14
  @Test
  void withoutTheOfferOfStartTlsNobodyLogsInAndItIsTriedAgain() throws Exception {
    server.setUser("pulse", "mail-secret");
    rig.environment.put("SMTP_TLS", "starttls");
    rig.environment.put("SMTP_USER", "pulse");
    rig.environment.put("SMTP_PASSWORD", "mail-secret");
    rig.start().finds(vulnerability(CRITICAL, "GHSA-1")).pass(Duration.ofMinutes(2));

    assertThat(server.getReceivedMessages()).isEmpty();
    assertThat(rig.counted).contains("email false").doesNotContain("email true");
    var failed = rig.pulse().alerting().deliveries(Delivery.State.PENDING);
    assertThat(failed.toString() + rig.pulse().alerting().deliveries(Delivery.State.DEAD))
        .contains("STARTTLS")
        .doesNotContain("mail-secret");
  }

  // row 20
  @Test
  void slackIsDownAndTheMailArrives() {
    receivers.failing(Receivers.SLACK, 4, 503);
    rig.start().finds(vulnerability(CRITICAL, "GHSA-1"));

    assertThat(server.getReceivedMessages()).hasSize(2);
    assertThat(receivers.bodies(Receivers.SLACK)).isNotEmpty();
    assertThat(rig.counted).contains("slack false", "email true").doesNotContain("slack true");
    rig.pass(HOUR);

    assertThat(receivers.bodies(Receivers.SLACK)).hasSize(5);
    assertThat(server.getReceivedMessages()).hasSize(2);
    assertThat(rig.counted).filteredOn("slack false"::equals).hasSize(4);
    assertThat(rig.counted).filteredOn("slack true"::equals).hasSize(1);
  }
}
