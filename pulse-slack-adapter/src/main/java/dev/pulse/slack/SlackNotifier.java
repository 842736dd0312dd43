package dev.pulse.slack;

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
 * Tells a channel of Slack.
 *
 * <p>An incoming {@link #webhook} posts every message anew. A {@link #bot} keeps one message per
 * group: it edits that message as the group changes, says in its thread what has changed, and can
 * attach a chart; it needs an app with the scope {@code chat:write} (and {@code files:write} for
 * charts) that was invited to the channel.
 *
 * <p>Texts of alerts are escaped: they cannot mention anybody, nor make links. Who is mentioned is
 * configured, by severity; nobody by default. What is longer than Slack takes is cut, and says so.
 *
 * <pre>{@code
 * Channel team =
 *     Channel.of(
 *         "team",
 *         SlackNotifier.bot(token, "C0123456789")
 *             .mention(Severity.CRITICAL, SlackMention.group("S0614TZR7"))
 *             .page(URI.create("https://pulse.example/"))
 *             .build());
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class SlackNotifier implements Notifier {
  static final String API = "https://slack.com/api";

  private static final Pattern CHANNEL = Pattern.compile("[#A-Za-z0-9._\\-\\p{L}]{1,100}");
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,500}");

  private final Notifier notifier;
  private final String name;

  private SlackNotifier(Notifier notifier, String name) {
    this.notifier = notifier;
    this.name = name;
  }

  /**
   * Posts through an incoming webhook.
   *
   * @param url what Slack gave; whoever has it can post
   */
  public static Builder webhook(Secret url) {
    return new Builder(requireNonNull(url, "url"), null);
  }

  /**
   * Posts as a bot.
   *
   * @param token the bot's, which begins with {@code xoxb-}
   * @param channel the id of a channel, such as {@code C0123456789}; a name works where the app may
   *     see it
   */
  public static Builder bot(Secret token, String channel) {
    return new Builder(requireNonNull(token, "token"), requireNonNull(channel, "channel"));
  }

  @Override
  public Receipt send(Notification notification) throws Exception {
    return notifier.send(notification);
  }

  @Override
  public String toString() {
    return name;
  }

  /** Builds a {@link SlackNotifier}. Confine to one thread. */
  public static final class Builder {
    private final Secret secret;
    private final Optional<String> channel;
    private final Map<Severity, Set<SlackMention>> mentions = new EnumMap<>(Severity.class);
    private String base = API;
    private Optional<URI> page = Optional.empty();
    private boolean buttons;
    private Optional<Function<Notification, SlackMessage>> layout = Optional.empty();
    private Optional<ChartSource> charts = Optional.empty();

    private Builder(Secret secret, @Nullable String channel) {
      this.secret = secret;
      this.channel = Optional.ofNullable(channel);
    }

    /**
     * Whom to mention from a severity on, in messages that say that something fires; default
     * nobody. Digests, trials and the end of alerts mention nobody. Calls add up.
     */
    public Builder mention(Severity least, SlackMention... who) {
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
     * Adds buttons to acknowledge and to silence, with the actions {@code pulse:acknowledge} and
     * {@code pulse:silence} and the ids of the incidents as their value. Off by default: somebody
     * must answer to them.
     */
    public Builder buttons() {
      this.buttons = true;
      return this;
    }

    /** A layout of your own instead of Pulse's; mentions are added to its line. */
    public Builder layout(Function<Notification, SlackMessage> layout) {
      this.layout = Optional.of(layout);
      return this;
    }

    /** The picture for the thread of a new message; default none. For a bot only. */
    public Builder chart(ChartSource charts) {
      this.charts = Optional.of(charts);
      return this;
    }

    /** Where Slack's Web API is; default {@code https://slack.com/api}. For a bot only. */
    public Builder baseUrl(URI base) {
      this.base = base.toString().replaceFirst("/+$", "");
      return this;
    }

    /** What is wrong, by the name of the option. */
    List<Problem> problems() {
      var problems = new ArrayList<Problem>();
      if (channel.isPresent()) {
        if (!TOKEN.matcher(secret.reveal()).matches()) {
          problems.add(problem("token", "must be printable ASCII without blanks"));
        }
        if (!CHANNEL.matcher(channel.get()).matches()) {
          problems.add(
              problem(
                  "channel",
                  "must be the id of a channel like C0123456789, but is \""
                      + channel.get()
                      + "\""));
        }
        problems.addAll(HttpUrls.problems("base-url", base, "token"));
      } else {
        problems.addAll(HttpUrls.problems("url", secret.reveal(), "the URL that Slack gave"));
        if (charts.isPresent()) {
          problems.add(problem("chart", "needs a bot: an incoming webhook takes no pictures"));
        }
        if (!base.equals(API)) {
          problems.add(problem("base-url", "needs a bot: a webhook has its own URL"));
        }
      }
      page.map(URI::toString)
          .map(url -> HttpUrls.problems("page", url, "a page without"))
          .ifPresent(problems::addAll);
      return problems;
    }

    /**
     * The notifier.
     *
     * @throws ConfigurationException with everything that is wrong; repeats no secret
     */
    public SlackNotifier build() {
      var problems = problems();
      if (!problems.isEmpty()) {
        throw new ConfigurationException(problems);
      }
      var slackLayout =
          new SlackLayout(new SlackBlocks(page, buttons), layout, new SlackMentions(mentions));
      var http = HttpPost.system();
      if (channel.isEmpty()) {
        // Read as it was judged: another reader may refuse it, and repeat all of it in its
        // complaint.
        var host = HttpUrls.host(secret.reveal());
        return new SlackNotifier(
            new SlackWebhook(http, secret, slackLayout), "Slack webhook at " + host);
      }
      var bot = new SlackBot(new SlackApi(http, base, secret), channel.get(), slackLayout, charts);
      return new SlackNotifier(bot, bot.toString());
    }

    private static Problem problem(String key, String message) {
      return new Problem("", key, message);
    }
  }
}
