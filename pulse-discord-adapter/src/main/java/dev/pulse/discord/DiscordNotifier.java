package dev.pulse.discord;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.alert.Severity;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Secret;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.notify.Receipt;
import dev.pulse.core.chart.ChartSource;
import dev.pulse.core.internal.net.HttpUrls;
import dev.pulse.core.internal.notify.HttpPost;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells a channel of Discord.
 *
 * <p>Both ways keep one message per group and edit it as the group changes. What has changed a
 * {@link #bot} says in a thread below the message, or as an answer where it may start none; a
 * {@link #webhook} can start none and says it in the channel. A bot needs the permissions to see
 * the channel, to send messages, to embed links, to attach files for charts, and to create public
 * threads and send messages in them.
 *
 * <p>A {@link Builder#layout} of your own may say more in the thread than a line: see {@link
 * DiscordThread}. There a bot should have the permission to read the message history as well, by
 * which it knows after a failure what it has said already.
 *
 * <p>Texts of alerts are escaped, and Discord is told with every message whom it may ping: exactly
 * those who are configured, by severity; nobody by default. What is longer than Discord takes is
 * cut, and says so.
 *
 * <pre>{@code
 * Channel team =
 *     Channel.of(
 *         "team",
 *         DiscordNotifier.bot(token, "197038439483310086")
 *             .mention(Severity.CRITICAL, DiscordMention.role("41771983423143936"))
 *             .page(URI.create("https://pulse.example/"))
 *             .build());
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class DiscordNotifier implements Notifier {
  static final String API = "https://discord.com/api/v10";

  private static final Pattern CHANNEL = Pattern.compile("[0-9]{1,20}");
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,500}");

  private final Notifier notifier;
  private final String name;

  private DiscordNotifier(Notifier notifier, String name) {
    this.notifier = notifier;
    this.name = name;
  }

  /**
   * Posts through a webhook.
   *
   * @param url what Discord gave; whoever has it can post
   */
  public static Builder webhook(Secret url) {
    return new Builder(requireNonNull(url, "url"), null, null);
  }

  /**
   * Posts as a bot.
   *
   * @param token the bot's
   * @param channel the id of a channel, such as {@code 197038439483310086}
   */
  public static Builder bot(Secret token, String channel) {
    requireNonNull(channel, "channel");
    return new Builder(requireNonNull(token, "token"), channel, notification -> channel);
  }

  /**
   * Posts as a bot into the channel that each message names, such as by a label that its alerts are
   * grouped by:
   *
   * <pre>{@code
   * DiscordNotifier.bot(
   *     token, message -> message.groupLabels().get("discord_channel").orElse(everybody))
   * }</pre>
   *
   * <p>It is asked for new messages only: edits and threads stay where the group's first message
   * is. A message for a channel that is none, that Discord does not know or that the bot may not
   * use is set aside at once; messages for other channels are delivered.
   *
   * @param token the bot's
   * @param channel answers the id of a channel; thread-safe. A summary or a digest may hold alerts
   *     of several groups, and needs an answer as well
   */
  public static Builder bot(Secret token, Function<Notification, String> channel) {
    return new Builder(requireNonNull(token, "token"), null, requireNonNull(channel, "channel"));
  }

  @Override
  public Receipt send(Notification notification) throws Exception {
    return notifier.send(notification);
  }

  @Override
  public String toString() {
    return name;
  }

  /** Builds a {@link DiscordNotifier}. Confine to one thread. */
  public static final class Builder {
    private final Secret secret;
    private final @Nullable String channel;
    private final @Nullable Function<Notification, String> chooser;
    private final Map<Severity, Set<DiscordMention>> mentions = new EnumMap<>(Severity.class);
    private String base = API;
    private Optional<URI> page = Optional.empty();
    private boolean buttons;
    private Optional<Function<Notification, DiscordMessage>> layout = Optional.empty();
    private Optional<ChartSource> charts = Optional.empty();
    private Pace pace = Pace.real();

    private Builder(
        Secret secret, @Nullable String channel, @Nullable Function<Notification, String> chooser) {
      this.secret = secret;
      this.channel = channel;
      this.chooser = chooser;
    }

    /**
     * Whom to ping from a severity on, in messages that say that something fires; default nobody.
     * Digests, trials and the end of alerts ping nobody. Calls add up, to 60 at most.
     */
    public Builder mention(Severity least, DiscordMention... who) {
      mentions
          .computeIfAbsent(requireNonNull(least, "least"), key -> new LinkedHashSet<>())
          .addAll(List.of(who));
      return this;
    }

    /** Where people find Pulse's page, for a link in each message; default no link. */
    public Builder page(URI page) {
      this.page = Optional.of(page);
      return this;
    }

    /**
     * Adds buttons to acknowledge and to silence. Their ids are {@code pulse:acknowledge:} and
     * {@code pulse:silence:}, followed by {@code incident:} and an id, or by {@code group:} and
     * that of the group. Off by default: somebody must answer to them. For a bot only.
     */
    public Builder buttons() {
      this.buttons = true;
      return this;
    }

    /**
     * A layout of your own instead of Pulse's; mentions are added to its line, or to its thread. It
     * is asked once for each attempt to deliver, and should answer the same for the same message:
     * then an attempt that failed in the middle of a thread is taken up there.
     */
    public Builder layout(Function<Notification, DiscordMessage> layout) {
      this.layout = Optional.of(layout);
      return this;
    }

    /** The picture that a message shows; default none. */
    public Builder chart(ChartSource charts) {
      this.charts = Optional.of(charts);
      return this;
    }

    /** Where Discord's API is; default {@code https://discord.com/api/v10}. For a bot only. */
    public Builder baseUrl(URI base) {
      this.base = base.toString().replaceFirst("/+$", "");
      return this;
    }

    /** With time that tests let pass. */
    Builder pace(Pace pace) {
      this.pace = pace;
      return this;
    }

    /** What is wrong, by the name of the option. */
    List<Problem> problems() {
      var problems = new ArrayList<Problem>();
      if (chooser != null) {
        addProblemsOfBot(problems);
      } else {
        addProblemsOfWebhook(problems);
      }
      page.map(URI::toString)
          .map(url -> HttpUrls.problems("page", url, "a page without"))
          .ifPresent(problems::addAll);
      var all = mentions.values().stream().flatMap(Set::stream).distinct().count();
      if (all > DiscordMentions.most()) {
        problems.add(
            problem(
                "mentions",
                "must be " + DiscordMentions.most() + " at most, but there are " + all));
      }
      return problems;
    }

    private void addProblemsOfBot(List<Problem> problems) {
      if (!TOKEN.matcher(secret.reveal()).matches()) {
        problems.add(problem("token", "must be printable ASCII without blanks"));
      }
      if (channel != null && !CHANNEL.matcher(channel).matches()) {
        problems.add(
            problem(
                "channel",
                "must be the id of a channel, such as 197038439483310086, but is \""
                    + channel
                    + "\""));
      }
      problems.addAll(HttpUrls.problems("base-url", base, "token"));
    }

    private void addProblemsOfWebhook(List<Problem> problems) {
      problems.addAll(HttpUrls.problems("url", secret.reveal(), "the URL that Discord gave"));
      if (secret.reveal().indexOf('#') >= 0) {
        problems.add(problem("url", "must have no # in it, as the URL that Discord gave"));
      }
      if (buttons) {
        problems.add(problem("buttons", "needs a bot: a webhook's buttons reach nobody"));
      }
      if (!base.equals(API)) {
        problems.add(problem("base-url", "needs a bot: a webhook has its own URL"));
      }
    }

    /**
     * The notifier.
     *
     * @throws ConfigurationException with everything that is wrong; repeats no secret
     */
    public DiscordNotifier build() {
      var problems = problems();
      if (!problems.isEmpty()) {
        throw new ConfigurationException(problems);
      }
      var discordLayout =
          new DiscordLayout(
              new DiscordEmbeds(page, buttons), layout, new DiscordMentions(mentions));
      var calls = new DiscordCalls(HttpPost.system());
      DiscordApi api =
          chooser == null
              ? new WebhookApi(calls, secret, pace)
              : new BotApi(calls, base, secret, chooser, pace);
      return new DiscordNotifier(new DiscordDelivery(api, discordLayout, charts), description());
    }

    private String description() {
      if (chooser == null) {
        return "Discord webhook at " + host(secret);
      }
      return channel == null ? "Discord bot" : "Discord bot in " + channel;
    }

    /**
     * Read as it was judged: another reader may refuse it, and repeat all of it in its complaint.
     */
    private static String host(Secret url) {
      return HttpUrls.host(url.reveal());
    }

    private static Problem problem(String key, String message) {
      return new Problem("", key, message);
    }
  }
}
