package dev.pulse.samples.ethereum;

import dev.pulse.api.notify.Channel;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.notify.Receipt;
import dev.pulse.api.route.Route;
import dev.pulse.discord.DiscordNotifier;
import dev.pulse.samples.ethereum.config.EthereumConfiguration;
import dev.pulse.samples.ethereum.directory.NetworkDirectory;
import dev.pulse.samples.ethereum.message.EthereumLayout;
import dev.pulse.samples.ethereum.monitor.Memory;
import dev.pulse.samples.ethereum.report.SubjectReport;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How the alerts of the system reach Discord. Made before Pulse, which wants its route when it
 * starts, and handed to the system afterwards.
 *
 * <pre>{@code
 * EthereumAlerts alerts = EthereumAlerts.of(configuration);
 * Pulse pulse = Pulse.builder().route(alerts.route()).start();
 * EthereumNetwork network = EthereumNetwork.builder(pulse, configuration, alerts).start();
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class EthereumAlerts {
  /** The name of the channel, in messages of the outbox and in metrics. */
  static final String CHANNEL = "ethereum-discord";

  /**
   * How much later than a run of the same time of day a reminder comes: so that it tells of that
   * run, and does not come at all when the run has found the client well.
   */
  private static final Duration LATER = Duration.ofMinutes(5);

  /** A thread of many messages takes a second for each. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration AT_ONCE = Duration.ofSeconds(1);
  private static final String REMOVED = "removed";

  private final Duration reminder;
  private final Notifier notifier;
  private final EthereumConfiguration configuration;
  private final EthereumLayout layout;
  private final Memory memory;
  private final DirectoryView directory;
  private final DiscordTally tally;

  /** The directory, which comes with the system. */
  private static final class DirectoryView implements Supplier<Optional<NetworkDirectory>> {
    private volatile @Nullable Supplier<Optional<NetworkDirectory>> source;

    @Override
    public Optional<NetworkDirectory> get() {
      var found = source;
      return found == null ? Optional.empty() : found.get();
    }
  }

  private EthereumAlerts(EthereumConfiguration configuration) {
    this.configuration = configuration;
    this.reminder = configuration.reminder();
    this.memory = new Memory();
    this.directory = new DirectoryView();
    this.tally = new DiscordTally();
    this.layout =
        EthereumLayout.builder(
                configuration.links(), configuration.nodeProbe().domain(), memory::notice)
            .mentions(memory::mentions)
            .directory(directory)
            .build();
    var discord = configuration.discord();
    this.notifier =
        tally.counting(
            DiscordNotifier.bot(
                    discord.token(),
                    notification -> notification.groupLabels().get("channel").orElse(""))
                .baseUrl(discord.api())
                .layout(layout)
                .build());
  }

  /** The alerts as a configuration has them. */
  public static EthereumAlerts of(EthereumConfiguration configuration) {
    return new EthereumAlerts(configuration);
  }

  /**
   * Where alerts of the system go, for a Pulse that has no others. Where it has, make it a child of
   * their root: {@code route().matching("system=\"ethereum-network\"")}.
   */
  public Route route() {
    return route(worthTelling(notifier, memory), reminder);
  }

  /**
   * One message for each subject and channel; its changes and its end at once, and a reminder when
   * the time has come.
   */
  static Route route(Notifier notifier, Duration reminder) {
    return Route.to(Channel.of(CHANNEL, notifier).timeout(PATIENCE))
        .groupBy("network", "client", "guild", "channel")
        .groupWait(Duration.ZERO)
        .groupInterval(AT_ONCE)
        .repeatInterval(reminder.plus(LATER));
  }

  /**
   * Holds back what is not worth telling, or untrue. Who ends a registration knows it: to say that
   * the client has recovered would be untrue. And nobody is reminded of what no run has confirmed
   * since the last message, because there is no data, or the network as a whole is in trouble.
   */
  static Notifier worthTelling(Notifier notifier, Memory memory) {
    return notification ->
        isRemoval(notification)
                || (notification.kind() == Kind.REPEAT && !memory.isConfirmed(notification))
            ? Receipt.none()
            : notifier.send(notification);
  }

  private static boolean isRemoval(Notification notification) {
    return notification.kind() == Kind.RESOLVED
        && notification.alerts().stream()
            .allMatch(alert -> alert.resolution().filter(REMOVED::equals).isPresent());
  }

  /** Posts the report of a run by hand. */
  void post(String channel, SubjectReport report) throws Exception {
    var discord = configuration.discord();
    var notifier =
        DiscordNotifier.bot(discord.token(), channel)
            .baseUrl(discord.api())
            .layout(notification -> layout.run(report))
            .build();
    var message = Notification.builder(report.runId(), Kind.TEST, CHANNEL, report.at()).build();
    var unused = tally.counting(notifier).send(message);
  }

  Memory memory() {
    return memory;
  }

  DiscordTally tally() {
    return tally;
  }

  void directory(Supplier<Optional<NetworkDirectory>> source) {
    directory.source = source;
  }
}
