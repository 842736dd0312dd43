package dev.pulse.samples.repohealth.config;

import dev.pulse.api.config.Secret;
import dev.pulse.core.notify.EmailNotifier;
import java.util.List;
import java.util.Optional;

/**
 * The server that takes mails.
 *
 * @param host its name or address
 * @param port where it listens
 * @param security how the connection is protected
 * @param login who logs in; empty for nobody
 * @param from who the mails are from
 * @param to whom they are for; at least one
 */
public record SmtpSettings(
    String host,
    int port,
    EmailNotifier.Security security,
    Optional<Login> login,
    String from,
    List<String> to) {
  /** Settings; keeps a copy of the list. */
  public SmtpSettings {
    to = List.copyOf(to);
  }

  /** Who logs in. */
  public record Login(String user, Secret password) {}
}
