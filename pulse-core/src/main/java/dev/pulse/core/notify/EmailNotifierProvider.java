package dev.pulse.core.notify;

import dev.pulse.api.config.Settings;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.spi.NotifierProvider;
import java.util.List;

/**
 * Makes {@link EmailNotifier}s of the type {@code email}. Options, of which {@code host}, {@code
 * from} and {@code to} are needed; the defaults are those of the notifier:
 *
 * <ul>
 *   <li>{@code host}; {@code port}; {@code security}: {@code starttls}, {@code tls} or {@code none}
 *   <li>{@code login} (a section with {@code user} and {@code password})
 *   <li>{@code from}; {@code to}: a list; {@code greeting}
 * </ul>
 */
public final class EmailNotifierProvider implements NotifierProvider {
  private static final String PLACEHOLDER = "placeholder@placeholder.invalid";

  /** For {@link java.util.ServiceLoader}. */
  public EmailNotifierProvider() {}

  @Override
  public String type() {
    return "email";
  }

  @Override
  public Notifier create(Settings settings) {
    var builder =
        EmailNotifier.builder(
            settings.text("host").describedAs("the mail server").required(),
            settings
                .text("from")
                .expecting("an address like Pulse <pulse@example.org>")
                .describedAs("who mails are from")
                .map(EmailNotifierProvider::requireAddress, PLACEHOLDER)
                .required(),
            settings
                .texts("to")
                .describedAs("whom mails are for")
                .notEmpty()
                .map(EmailNotifierProvider::requireAddresses, List.of(PLACEHOLDER))
                .required());
    settings
        .integer("port")
        .between(1, 65_535)
        .describedAs("587 for starttls, 465 for tls, 25 for none, unless told")
        .optional()
        .ifPresent(builder::port);
    builder.security(
        settings
            .choice("security", EmailNotifier.Security.class)
            .describedAs("how the connection is protected")
            .orElse(EmailNotifier.Security.STARTTLS));
    var login = settings.section("login");
    if (settings.has("login")) {
      builder.login(
          login.text("user").describedAs("who logs in").required(),
          login.secret("password").describedAs("what proves it").required());
    }
    settings
        .text("greeting")
        .describedAs("by what name the server is greeted; the sender's domain unless told")
        .optional()
        .ifPresent(builder::greeting);
    return Targets.build(settings, builder.problems(), builder::build);
  }

  private static String requireAddress(String text) {
    return requireAddresses(List.of(text)).get(0);
  }

  private static List<String> requireAddresses(List<String> texts) {
    for (String text : texts) {
      if (!MailWriter.isAddress(text)) {
        throw new IllegalArgumentException(
            "must be mail addresses like Pulse <pulse@example.org>, in ASCII, but there is \""
                + text
                + "\"");
      }
    }
    return texts;
  }
}
