package dev.pulse.samples.repohealth.alert;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.notify.Channel;
import dev.pulse.api.route.Route;
import dev.pulse.core.Pulse;
import dev.pulse.samples.repohealth.config.RepoHealthSettings;
import dev.pulse.samples.repohealth.store.HealthTables;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the alerts of the system reach people. Made before Pulse, which wants its route when it
 * starts, and attached to it and to the tables afterwards.
 *
 * <pre>{@code
 * RepoHealthAlerts alerts = RepoHealthAlerts.of(settings, System.out);
 * Pulse.Builder pulse = Pulse.builder();
 * alerts.route().ifPresent(pulse::route);
 * RepositoryAlerts told = alerts.attach(pulse.start(), tables);
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class RepoHealthAlerts {
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  /** Nobody is reminded, see {@link Telling}; the longest that there is. */
  private static final Duration NEVER = Duration.ofDays(366);

  private final RepoHealthSettings settings;
  private final List<LiveRule> rules;
  private final Map<String, Channel> channels = new LinkedHashMap<>();
  private volatile @Nullable DeliveryCounter counter;

  private RepoHealthAlerts(RepoHealthSettings settings, PrintStream out) {
    this.settings = settings;
    this.rules = LiveRule.all(settings.rules());
    var made = new AlertChannels(settings, out, this::notified);
    for (LiveRule rule : rules) {
      rule.rule().channels().forEach(name -> channels.computeIfAbsent(name, made::channel));
    }
  }

  /**
   * The alerts as the settings have them.
   *
   * @param out where the channel {@code console} prints
   */
  public static RepoHealthAlerts of(RepoHealthSettings settings, PrintStream out) {
    return new RepoHealthAlerts(requireNonNull(settings, "settings"), requireNonNull(out, "out"));
  }

  /**
   * Where alerts of the system go, for a Pulse that has no others; empty when no rule has a channel
   * that is configured. Where Pulse has others, make it a child of their root: {@code
   * route.matching("system=\"repo-health\"")}.
   */
  public Optional<Route> route() {
    if (channels.isEmpty()) {
      return Optional.empty();
    }
    var first = channels.values().iterator().next();
    var route =
        Route.to(first)
            .groupBy(
                AlertLabels.RULE,
                AlertLabels.REPOSITORY,
                AlertLabels.ABOUT,
                AlertLabels.DIGEST,
                AlertLabels.DAY)
            .groupWait(Duration.ZERO)
            .groupInterval(AT_ONCE)
            .repeatInterval(NEVER);
    for (LiveRule rule : rules) {
      if (rule.isImmediate()) {
        var told = rule.rule().channels().stream().map(channels::get).toArray(Channel[]::new);
        route = route.child(Route.to(told).matching(matcher(AlertLabels.RULE, rule.name())));
      }
    }
    for (var channel : channels.entrySet()) {
      if (hasDigest(channel.getKey())) {
        route =
            route.child(
                Route.to(channel.getValue())
                    .matching(matcher(AlertLabels.DIGEST, channel.getKey())));
      }
    }
    return Optional.of(route);
  }

  private static String matcher(String label, String value) {
    return label + "=\"" + value + "\"";
  }

  private boolean hasDigest(String channel) {
    return rules.stream().anyMatch(rule -> rule.isInDigestOf(channel));
  }

  /** Who counts attempts to deliver from now on; before, nobody does. */
  public void countTo(DeliveryCounter counter) {
    this.counter = requireNonNull(counter, "counter");
  }

  private void notified(String channel, boolean delivered) {
    var known = counter;
    if (known != null) {
      known.notified(channel, delivered);
    }
  }

  /**
   * Takes the alerts up where they were left, and the digests.
   *
   * @param pulse that has the {@link #route}
   * @param tables where the state of alerts is kept
   * @return who wants to be told what scans and reports bring
   */
  public RepositoryAlerts attach(Pulse pulse, HealthTables tables) {
    var told = channels.keySet().stream().filter(this::hasDigest).toList();
    var digests = new Digests(pulse, tables, rules, told, settings.digestTime());
    return RepositoryAlerts.start(pulse, tables, rules, digests);
  }

  /** Without anything that may be secret. */
  @Override
  public String toString() {
    return "alerts of " + settings.organisation() + " to " + channels.keySet();
  }
}
