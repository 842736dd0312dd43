package dev.pulse.core.notify;

import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Receipt;
import dev.pulse.core.internal.notify.Headline;
import dev.pulse.core.internal.text.Cut;
import dev.pulse.core.internal.text.ForeignText;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes messages as mails. The same message is always the same mail. Immutable. */
final class MailWriter {
  private static final String NEW_LINE = "\r\n";
  private static final int LONGEST_SUBJECT = 200;
  private static final int LONGEST_ADDRESS = 500;
  private static final Pattern REFERENCE = Pattern.compile("<[A-Za-z0-9._@-]{3,300}>");

  private final InternetAddress from;
  private final List<InternetAddress> to;
  private final @Nullable Function<Notification, MailMessage> layout;

  MailWriter(
      InternetAddress from,
      List<InternetAddress> to,
      @Nullable Function<Notification, MailMessage> layout) {
    this.from = from;
    this.to = to;
    this.layout = layout;
  }

  /**
   * Reads an address, strictly.
   *
   * @throws AddressException when it is none, is none that every server takes, or is several
   */
  static InternetAddress address(String text) throws AddressException {
    if (text.length() > LONGEST_ADDRESS || !text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      throw new AddressException("not printable ASCII, or too long");
    }
    var address = new InternetAddress(text, true);
    if (address.isGroup() || address.getAddress().indexOf('@') < 0) {
      throw new AddressException("not one address with a domain");
    }
    return address;
  }

  /** Whether a text is an address that {@link #address} reads. */
  static boolean isAddress(String text) {
    try {
      var unused = address(text);
      return true;
    } catch (AddressException e) {
      return false;
    }
  }

  /** The domain of the sender. */
  String domain() {
    return from.getAddress().substring(from.getAddress().lastIndexOf('@') + 1);
  }

  MimeMessage write(Session session, Notification notification) throws MessagingException {
    // A part's end must not be found inside of one: Base64 has no such characters.
    var boundary = "=_pulse_" + unique(notification);
    var own = layout == null ? null : layout.apply(notification);
    var text = own == null ? MailText.of(notification) : MailText.of(own);
    var html = own == null ? MailHtml.of(notification) : MailHtml.of(own);
    var message =
        new WrittenMessage(
            session,
            part(boundary, "text/plain", text)
                + part(boundary, "text/html", html)
                + "--"
                + boundary
                + "--"
                + NEW_LINE);
    message.setFrom(from);
    message.setRecipients(Message.RecipientType.TO, to.toArray(new InternetAddress[0]));
    message.setSubject(
        Cut.to(own == null ? subject(notification) : subject(own), LONGEST_SUBJECT), "UTF-8");
    message.setSentDate(Date.from(notification.at()));
    message.setHeader("Message-ID", "<" + unique(notification) + "@" + domain() + ">");
    var reference = reference(notification);
    if (reference.isPresent()) {
      message.setHeader("In-Reply-To", reference.get());
      message.setHeader("References", reference.get());
    }
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setHeader("MIME-Version", "1.0");
    message.setHeader("Content-Type", "multipart/alternative; boundary=\"" + boundary + "\"");
    return message;
  }

  /** The Message-ID of the mail that this one continues, if there is one that we may have given. */
  static Optional<String> reference(Notification notification) {
    return notification
        .continues()
        .map(Receipt::reference)
        .filter(reference -> REFERENCE.matcher(reference).matches());
  }

  private static String subject(Notification notification) {
    return "[Pulse] " + Headline.of(notification);
  }

  private static String subject(MailMessage own) {
    return ForeignText.oneLine(own.subject(), LONGEST_SUBJECT);
  }

  private static String unique(Notification notification) {
    return "pulse." + notification.id().replaceAll("[^A-Za-z0-9._-]", "_");
  }

  private static String part(String boundary, String type, String text) {
    return "--"
        + boundary
        + NEW_LINE
        + "Content-Type: "
        + type
        + "; charset=utf-8"
        + NEW_LINE
        + "Content-Transfer-Encoding: base64"
        + NEW_LINE
        + NEW_LINE
        + Base64.getMimeEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
        + NEW_LINE;
  }

  /** A message whose body is written already, so that nothing has to find out how. */
  private static final class WrittenMessage extends MimeMessage {
    WrittenMessage(Session session, String body) {
      super(session);
      content = body.getBytes(StandardCharsets.US_ASCII);
      modified = false;
      saved = true;
    }
  }
}
