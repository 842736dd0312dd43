package dev.pulse.core.notify;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * A mail as its reader sees it.
 *
 * @param raw what went over the line
 */
record Mail(MimeMessage message, String raw, String text, String html) {
  static Mail of(String raw) throws Exception {
    var message =
        new MimeMessage(
            Session.getInstance(new Properties()),
            new ByteArrayInputStream(raw.getBytes(StandardCharsets.UTF_8)));
    var parts = (MimeMultipart) message.getContent();
    return new Mail(
        message,
        raw,
        (String) parts.getBodyPart(0).getContent(),
        (String) parts.getBodyPart(1).getContent());
  }

  String header(String name) throws Exception {
    var values = message.getHeader(name);
    return values == null ? "" : String.join("|", values);
  }

  String subject() throws Exception {
    return message.getSubject();
  }
}
