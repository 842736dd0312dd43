package dev.pulse.samples.repohealth.config;

import dev.pulse.api.config.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Whom alerts can be sent to. The URL of a webhook is its password.
 *
 * @param slack an incoming webhook
 * @param discord a webhook
 * @param pagerDutyKey the routing key of an integration
 * @param pagerDuty where PagerDuty's API is, without a slash at the end
 * @param smtp the mail server
 * @param webhooks the others of the file, by name
 */
public record ChannelSettings(
    Optional<Secret> slack,
    Optional<Secret> discord,
    Optional<Secret> pagerDutyKey,
    URI pagerDuty,
    Optional<SmtpSettings> smtp,
    Map<String, Secret> webhooks) {
  /** The name of the channel for {@link #slack()}. */
  public static final String SLACK = "slack";

  /** The name of the channel for {@link #discord()}. */
  public static final String DISCORD = "discord";

  /** The name of the channel for {@link #smtp()}. */
  public static final String EMAIL = "email";

  /** The name of the channel for {@link #pagerDutyKey()}. */
  public static final String PAGERDUTY = "pagerduty";

  /** The name of the channel that is the standard output, which needs no settings. */
  public static final String CONSOLE = "console";

  /** Settings; keeps a copy of the map. */
  public ChannelSettings {
    webhooks = Map.copyOf(webhooks);
  }
}
