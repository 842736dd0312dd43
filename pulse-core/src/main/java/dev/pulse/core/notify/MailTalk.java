package dev.pulse.core.notify;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One session with a mail server. Confine to one thread. */
final class MailTalk extends SMTPTransport {
  private static final Logger log = LoggerFactory.getLogger(MailTalk.class);

  private final MailServer.@Nullable Login login;

  MailTalk(Session session, MailServer.@Nullable Login login) {
    super(session, new URLName("smtp", null, -1, null, null, null));
    this.login = login;
  }

  /** With our login, rather than one that is looked for all over the system. */
  @Override
  protected synchronized boolean protocolConnect(
      @Nullable String host, int port, @Nullable String user, @Nullable String password)
      throws MessagingException {
    return login == null
        ? super.protocolConnect(host, port, null, null)
        : super.protocolConnect(host, port, login.user(), login.password().reveal());
  }

  /** Hands the message over; whom the server refuses while it takes others is left out. */
  void deliver(MimeMessage message, MailServer to) throws MessagingException {
    try {
      sendMessage(message, message.getAllRecipients());
    } catch (SendFailedException e) {
      if (e.getValidSentAddresses() == null || e.getValidSentAddresses().length == 0) {
        throw e;
      }
      // Sending it again would reach the others once more, each time.
      log.error(
          "The mail server {} took a message, but not for {} {}",
          to,
          Arrays.toString(e.getInvalidAddresses()),
          Arrays.toString(e.getValidUnsentAddresses()));
    }
    try {
      close();
    } catch (MessagingException e) {
      log.debug("The mail server {} has the message, but was gone before the good-bye", to, e);
    }
  }

  /**
   * The code of the reply that the failure is about; of several recipients one that may be taken
   * later decides. Nothing from 400 to 599 when no reply is the reason.
   */
  int decidingCode(Throwable failure) {
    int code = getLastReturnCode();
    int depth = 0;
    for (@Nullable Throwable next = failure; next != null && depth < 1_000; depth++) {
      if (next instanceof SMTPAddressFailedException refused) {
        code = refused.getReturnCode();
        if (code < 500) {
          return code;
        }
      }
      next = next.getCause();
    }
    return code;
  }

  /** The last reply in one line. */
  String lastWords() {
    return getLastServerResponse().strip().replaceAll("\\s+", " ");
  }

  /** Whether the server has said what it can do. */
  boolean hasBeenGreeted() {
    return getLastReturnCode() == 250;
  }
}
