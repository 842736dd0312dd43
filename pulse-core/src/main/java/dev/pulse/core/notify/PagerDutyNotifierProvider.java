package dev.pulse.core.notify;

import dev.pulse.api.config.Secret;
import dev.pulse.api.config.Settings;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.spi.NotifierProvider;

/**
 * Makes {@link PagerDutyNotifier}s of the type {@code pagerduty}. Options:
 *
 * <ul>
 *   <li>{@code routing-key}, which is needed
 *   <li>{@code per-alert}: true makes each incident of Pulse one of its own there, with the key
 *       {@code pulse:} and its id; default false, one for each group
 *   <li>{@code source}; {@code base-url}: defaults as of the notifier
 * </ul>
 */
public final class PagerDutyNotifierProvider implements NotifierProvider {
  /** For {@link java.util.ServiceLoader}. */
  public PagerDutyNotifierProvider() {}

  @Override
  public String type() {
    return "pagerduty";
  }

  @Override
  public Notifier create(Settings settings) {
    var builder =
        PagerDutyNotifier.builder(
            settings
                .secret("routing-key")
                .describedAs("the integration key of a service")
                .required());
    if (settings
        .bool("per-alert")
        .describedAs("whether each alert is an incident of its own, rather than each group")
        .orElse(false)) {
      builder.keyedBy(alert -> "pulse:" + alert.incident());
    }
    settings
        .text("source")
        .describedAs("what is shown as the source; the check unless told")
        .optional()
        .ifPresent(builder::source);
    settings
        .secret("base-url")
        .expecting("a URL like https://events.eu.pagerduty.com")
        .describedAs("where the Events API is; https://events.pagerduty.com unless told")
        .map(Secret::reveal, "http://placeholder.invalid/")
        .optional()
        .ifPresent(builder::baseUrl);
    return Targets.build(settings, builder.problems(), builder::build);
  }
}
