package dev.pulse.core.notify;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Secret;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.notify.Receipt;
import dev.pulse.core.internal.notify.HttpMessage;
import dev.pulse.core.internal.notify.HttpPost;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to PagerDuty (Events API v2), so that somebody's phone rings until the alerts are
 * over.
 *
 * <pre>{@code
 * Notifier pager = PagerDutyNotifier.builder(Secret.of(System.getenv("ROUTING_KEY"))).build();
 * }</pre>
 *
 * <p>All messages about a group have one {@code dedup_key}, {@code pulse:} and the group: the first
 * triggers an incident there, later ones add to it, and the one that says that all alerts are over
 * resolves it. When every alert that fires has been acknowledged in Pulse the incident is
 * acknowledged, too. With {@link Builder#keyedBy} each alert is an incident of its own instead.
 *
 * <p>A daily digest and a summary of too many messages are incidents by themselves, which somebody
 * closes there: the alerts in a summary belong to several groups. A summary in which nothing fires
 * any more rings nobody. Where a channel has a storm cap, {@link Builder#keyedBy} lets their ends
 * find them. A digest without alerts sends nothing.
 *
 * <p>Severities: {@code CRITICAL} is {@code critical}, {@code WARNING} is {@code warning}, {@code
 * INFO} is {@code info}. The status 202 is a delivery. 429, 500 and above, and broken connections
 * are worth another try; 400 and the others are refusals that stay. Sending a message again changes
 * nothing there.
 *
 * <p>Immutable; thread-safe as far as the functions are that it was given.
 */
public final class PagerDutyNotifier implements Notifier {
  private final Secret routingKey;
  private final String url;
  private final @Nullable Function<Alert, String> keyOf;
  private final PagerDutyEvent.Look look;
  private final HttpPost http;

  private PagerDutyNotifier(Builder builder) {
    this.routingKey = builder.routingKey;
    this.url = builder.baseUrl.replaceFirst("/+$", "") + "/v2/enqueue";
    this.keyOf = builder.keyOf;
    this.look = new PagerDutyEvent.Look(builder.source, builder.levelOf);
    this.http = builder.http;
  }

  /** How loud PagerDuty is about an event. The set is PagerDuty's. */
  public enum Level {
    /** Critical. */
    CRITICAL,
    /** An error. */
    ERROR,
    /** A warning. */
    WARNING,
    /** Good to know. */
    INFO;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A pager.
   *
   * @param routingKey the integration key of a service there
   */
  public static Builder builder(Secret routingKey) {
    return new Builder(routingKey);
  }

  @Override
  public Receipt send(Notification notification) throws InterruptedException {
    for (PagerDutyEvent event : events(notification)) {
      var message =
          HttpMessage.json(url, event.json(routingKey))
              .header("User-Agent", "Pulse")
              .hiding(routingKey)
              .ignoringAnswer();
      http.send(message.build());
    }
    return Receipt.none();
  }

  /** In the order in which they must arrive; each can be repeated without harm. */
  private List<PagerDutyEvent> events(Notification notification) {
    if (notification.alerts().isEmpty() && notification.kind() == Kind.DIGEST) {
      return List.of();
    }
    return keyOf == null ? ofGroup(notification) : ofAlerts(notification, keyOf);
  }

  private List<PagerDutyEvent> ofGroup(Notification notification) {
    var key = "pulse:" + notification.group();
    var firing = notification.firing();
    if (firing.isEmpty() && PagerDutyEvent.endsHere(notification)) {
      return List.of(PagerDutyEvent.resolve(key));
    }
    if (firing.isEmpty() && notification.kind() == Kind.SUMMARY) {
      return List.of();
    }
    var events = new ArrayList<PagerDutyEvent>();
    events.add(PagerDutyEvent.trigger(key, notification, look));
    boolean taken = firing.stream().allMatch(alert -> alert.acknowledgement().isPresent());
    if (taken && !firing.isEmpty() && notification.omitted() == 0) {
      events.add(PagerDutyEvent.acknowledge(key));
    }
    return events;
  }

  private List<PagerDutyEvent> ofAlerts(Notification notification, Function<Alert, String> keyOf) {
    var events = new ArrayList<PagerDutyEvent>();
    for (Alert alert : notification.alerts()) {
      var key = keyOf.apply(alert);
      if (alert.isFiring()) {
        events.add(PagerDutyEvent.trigger(key, alert, notification, look));
        if (alert.acknowledgement().isPresent()) {
          events.add(PagerDutyEvent.acknowledge(key));
        }
      } else {
        events.add(PagerDutyEvent.resolve(key));
      }
    }
    return events;
  }

  @Override
  public String toString() {
    return "PagerDuty";
  }

  /** Builds a {@link PagerDutyNotifier}. Confine to one thread. */
  public static final class Builder {
    private final Secret routingKey;
    private String baseUrl = "https://events.pagerduty.com";
    private @Nullable String source;
    private @Nullable Function<Alert, String> keyOf;
    private Function<Alert, Level> levelOf = Builder::usual;
    private HttpPost http = HttpPost.system();

    private Builder(Secret routingKey) {
      this.routingKey = requireNonNull(routingKey, "routingKey");
    }

    private static Level usual(Alert alert) {
      return switch (alert.severity()) {
        case CRITICAL -> Level.CRITICAL;
        case WARNING -> Level.WARNING;
        case INFO -> Level.INFO;
      };
    }

    /** Another place than {@code https://events.pagerduty.com}, such as that of the EU. */
    public Builder baseUrl(String url) {
      this.baseUrl = requireNonNull(url, "url");
      return this;
    }

    /** What is shown as the source of all events; default: the check of the alert. */
    public Builder source(String source) {
      this.source = requireNonNull(source, "source");
      return this;
    }

    /**
     * Makes each alert an incident of its own, which is resolved when that alert is over.
     *
     * @param keyOf the {@code dedup_key} of an alert, the same as long as it lasts; what is longer
     *     than the 255 characters that PagerDuty takes is shortened, with a hash of the whole
     */
    public Builder keyedBy(Function<Alert, String> keyOf) {
      this.keyOf = requireNonNull(keyOf, "keyOf");
      return this;
    }

    /** Another level than that of the alert's severity. */
    public Builder level(Function<Alert, Level> levelOf) {
      this.levelOf = requireNonNull(levelOf, "levelOf");
      return this;
    }

    Builder http(HttpPost http) {
      this.http = http;
      return this;
    }

    /** Everything that is wrong, in the order of the options. No message repeats a secret. */
    List<Problem> problems() {
      var problems = Targets.problems("base-url", Secret.of(baseUrl), "a routing key");
      if (source != null && source.isBlank()) {
        problems.add(new Problem("", "source", "must not be blank"));
      }
      return problems;
    }

    /**
     * The notifier.
     *
     * @throws ConfigurationException with everything that is wrong
     */
    public PagerDutyNotifier build() {
      var problems = problems();
      if (!problems.isEmpty()) {
        throw new ConfigurationException(problems);
      }
      return new PagerDutyNotifier(this);
    }
  }
}
