package dev.pulse.samples.ethereum.message;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.notify.Notification;
import dev.pulse.core.chart.Picture;
import dev.pulse.discord.DiscordMention;
import dev.pulse.discord.DiscordMessage;
import dev.pulse.samples.ethereum.directory.NetworkDirectory;
import dev.pulse.samples.ethereum.report.Subject;
import dev.pulse.samples.ethereum.report.SubjectReport;
import dev.pulse.samples.ethereum.report.SubjectReport.FailingCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lays reports out for Discord: a client that fails gets an embed and a thread with the details,
 * whose last message pings its people; a network that fails as a whole, or of which nothing is
 * known, gets a sentence that pings nobody; and so does the end of each.
 *
 * <p>Names come from metrics that anybody may report: they are shown as text, stand in addresses
 * encoded, and in a login only where they can be part of a host name. Thread-safe.
 *
 * <pre>{@code
 * var layout = EthereumLayout.builder(links, "ethpandaops.io", notices).mentions(mentions).build();
 * DiscordNotifier.bot(token, message -> message.groupLabels().get("channel").orElse(""))
 *     .layout(layout)
 *     .build();
 * }</pre>
 */
public final class EthereumLayout implements Function<Notification, DiscordMessage> {
  private static final String DETAILS = "Details are in the thread.";

  private final ReportEmbed embeds;
  private final ReportThread threads;
  private final Function<Notification, Optional<Notice>> notices;
  private final Function<Subject, List<DiscordMention>> mentions;
  private final @Nullable HiveSource hive;

  private EthereumLayout(Builder builder) {
    this.embeds = new ReportEmbed(builder.links, builder.directory, builder.hive);
    this.threads = new ReportThread(builder.nodeDomain);
    this.notices = builder.notices;
    this.mentions = builder.mentions;
    this.hive = builder.hive;
  }

  /**
   * A layout.
   *
   * @param links the pages to link to
   * @param nodeDomain the domain that the host names of all nodes end with
   * @param notices what a notification is about, the same for each attempt to deliver it; empty
   *     where nobody knows: such a message says what its alerts say
   */
  public static Builder builder(
      MessageLinks links, String nodeDomain, Function<Notification, Optional<Notice>> notices) {
    return new Builder(links, nodeDomain, notices);
  }

  @Override
  public DiscordMessage apply(Notification notification) {
    var notice =
        switch (notification.kind()) {
          case DIGEST, SUMMARY, TEST -> Optional.<Notice>empty();
          default -> notices.apply(notification);
        };
    return notice.map(found -> message(notification, found)).orElseGet(() -> plain(notification));
  }

  private DiscordMessage message(Notification notification, Notice notice) {
    var report = notice.report();
    if (notification.kind() == Notification.Kind.RESOLVED) {
      return notice(report, MessageTexts.recovered(notice, open(notification)), "Recovered");
    }
    return switch (notice.topic()) {
      case CLIENT ->
          alert(report, "", opening(notification.kind()), mentions.apply(report.subject()));
      case NETWORK_WIDE -> notice(report, MessageTexts.networkWide(report), "No client is blamed");
      case NO_DATA -> notice(report, MessageTexts.noData(report), "No client is judged");
    };
  }

  /** What the thread says first, so that its parts are told apart. */
  private static String opening(Notification.Kind kind) {
    return switch (kind) {
      case CHANGED -> "Update";
      case REPEAT -> "Reminder";
      case ESCALATED -> "Nobody has taken this over";
      default -> "";
    };
  }

  /** From the first of the alerts to the last that is over. */
  private static Duration open(Notification notification) {
    var alerts = notification.alerts();
    var first = alerts.stream().map(Alert::startsAt).min(Comparator.naturalOrder());
    var last = alerts.stream().flatMap(it -> it.endsAt().stream()).max(Comparator.naturalOrder());
    Instant end = last.orElse(notification.at());
    return Duration.between(first.orElse(end), end);
  }

  /**
   * The report of a run that somebody asked for: what it found, whatever that is, pinging nobody.
   */
  public DiscordMessage run(SubjectReport report) {
    var outcome = MessageTexts.outcome(report);
    return switch (report.kind()) {
      case NETWORK_WIDE -> notice(report, outcome, "No client is blamed");
      case NO_DATA -> notice(report, outcome, "No client is judged");
      default ->
          hasNodes(report)
              ? alert(report, outcome, "", List.of())
              : notice(report, outcome, "No active issues" + asFarAsKnown(report));
    };
  }

  private static String asFarAsKnown(SubjectReport report) {
    return report.isAllKnown() ? "" : " are known, but not everything could be judged";
  }

  private static boolean hasNodes(SubjectReport report) {
    return Stream.of(
            report.affected(), report.infrastructure(), report.unrelated(), report.noData())
        .anyMatch(nodes -> !nodes.isEmpty());
  }

  private DiscordMessage alert(
      SubjectReport report, String line, String opening, List<DiscordMention> pinged) {
    var checks = report.failing();
    var names = checks.stream().map(FailingCheck::name).collect(Collectors.joining(", "));
    var message =
        embeds
            .of(report, line)
            .field(
                "⚠️ " + checks.size() + " Active Issues",
                names.isEmpty() ? "None" + asFarAsKnown(report) : names,
                false);
    message.field("🌐 " + report.subject().network(), DETAILS, false);
    return message.thread(threads.of(report, opening, picture(report), pinged)).build();
  }

  /** A sentence, and below it what stands below every message. */
  private DiscordMessage notice(SubjectReport report, String line, String text) {
    return embeds.of(report, line).field("🌐 " + report.subject().network(), text, false).build();
  }

  private Optional<Picture> picture(SubjectReport report) {
    if (hive == null) {
      return Optional.empty();
    }
    var client = report.subject().client();
    try {
      return hive.picture(report)
          .map(
              png ->
                  Picture.of(
                      "hive-" + client + "-" + report.runId() + ".png",
                      png,
                      "Results of " + client + " in Hive"));
    } catch (Exception e) {
      ReportEmbed.logLeftOut("The picture of Hive", e);
      return Optional.empty();
    }
  }

  /** What the alerts say themselves. */
  private static DiscordMessage plain(Notification notification) {
    var alerts = notification.alerts();
    int all = alerts.size() + notification.omitted();
    var line =
        alerts.size() == 1 && all == 1
            ? alerts.get(0).title()
            : all + (all == 1 ? " alert" : " alerts");
    var message =
        DiscordMessage.builder(
                notification.kind() == Notification.Kind.TEST ? "Test: " + line : line)
            .at(notification.at());
    if (all > 1) {
      message.description(
          alerts.stream()
              .map(alert -> (alert.isFiring() ? "" : "over: ") + alert.title())
              .collect(Collectors.joining("\n")));
    }
    return message.build();
  }

  /** Builds an {@link EthereumLayout}. Confine to one thread. */
  public static final class Builder {
    private final MessageLinks links;
    private final String nodeDomain;
    private final Function<Notification, Optional<Notice>> notices;
    private Function<Subject, List<DiscordMention>> mentions = subject -> List.of();
    private Supplier<Optional<NetworkDirectory>> directory = Optional::empty;
    private @Nullable HiveSource hive;

    private Builder(
        MessageLinks links, String nodeDomain, Function<Notification, Optional<Notice>> notices) {
      this.links = requireNonNull(links, "links");
      this.nodeDomain = requireNonNull(nodeDomain, "nodeDomain");
      this.notices = requireNonNull(notices, "notices");
    }

    /**
     * Whom the alerts, updates and reminders of a subject ping; default nobody. What it throws
     * makes the delivery fail, and be tried again.
     */
    public Builder mentions(Function<Subject, List<DiscordMention>> mentions) {
      this.mentions = requireNonNull(mentions, "mentions");
      return this;
    }

    /** Where the pictures of clients are known; default none. */
    public Builder directory(Supplier<Optional<NetworkDirectory>> directory) {
      this.directory = requireNonNull(directory, "directory");
      return this;
    }

    /** What Hive adds; default nothing. */
    public Builder hive(HiveSource hive) {
      this.hive = requireNonNull(hive, "hive");
      return this;
    }

    /** The layout. */
    public EthereumLayout build() {
      return new EthereumLayout(this);
    }
  }
}
