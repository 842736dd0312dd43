package dev.pulse.discord;

import static java.util.Objects.requireNonNull;

import dev.pulse.core.chart.Picture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a layout of your own says in the thread below its message: several messages, in order, and a
 * last one that pings people. The first message of a group starts the thread, the later ones say
 * what they have to say in the same one.
 *
 * <p>All texts are plain, as those of {@link DiscordMessage}. At most 90 messages are said at once;
 * of more than that the last one tells how many were left out. Discord takes about one a second, so
 * that a channel whose threads are long needs a {@link dev.pulse.api.notify.Channel#timeout} to
 * match.
 *
 * <pre>{@code
 * DiscordThread.builder("Teku Issues - 2026-11-21")
 *     .archiveAfter(Duration.ofHours(1))
 *     .say("CL Sync Status")
 *     .listing("Affected", List.of("teku-geth-1", "teku-besu-1"))
 *     .mention(DiscordMention.role("41771983423143936"))
 *     .build();
 * }</pre>
 *
 * <p>Where no thread can be started, a bot answers its message in the channel, and a webhook posts
 * below it. Immutable.
 *
 * @see DiscordMessage.Builder#thread
 */
public final class DiscordThread {
  private static final Set<Duration> ARCHIVED =
      Set.of(Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(3), Duration.ofDays(7));

  private final String name;
  private final Duration archiveAfter;
  private final List<DiscordPost> posts;
  private final Set<DiscordMention> mentions;

  private DiscordThread(Builder builder) {
    this.name = builder.name;
    this.archiveAfter = builder.archiveAfter;
    this.posts = List.copyOf(builder.posts);
    this.mentions = new LinkedHashSet<>(builder.mentions);
  }

  /**
   * A thread.
   *
   * @param name what is longer than 100 characters is cut
   * @throws IllegalArgumentException when it is blank
   */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** Its name, in one line, as long as Discord takes. */
  public String name() {
    return DiscordMarkup.PLAIN.line(name, DiscordLimits.THREAD_NAME);
  }

  /** After how long without a word it is put away. */
  public Duration archiveAfter() {
    return archiveAfter;
  }

  /** What is said, and last whom it pings: those of the thread and these others. */
  List<DiscordPost> posts(Set<DiscordMention> others) {
    var all = new ArrayList<>(posts);
    int most = DiscordLimits.THREAD_MESSAGES;
    if (all.size() > most) {
      all.subList(most - 1, all.size()).clear();
      int left = posts.size() - all.size();
      all.add(DiscordPost.text("and " + left + " more messages, which are left out"));
    }
    var pinged = new LinkedHashSet<>(mentions);
    pinged.addAll(others);
    all.addAll(pings(List.copyOf(pinged)));
    return all;
  }

  private static List<DiscordPost> pings(List<DiscordMention> pinged) {
    var pings = new ArrayList<DiscordPost>();
    int most = DiscordMentions.most();
    for (int first = 0; first < pinged.size(); first += most) {
      var some = pinged.subList(first, Math.min(pinged.size(), first + most));
      var text = some.stream().map(DiscordMention::markup).collect(Collectors.joining(" "));
      pings.add(new DiscordPost(text, null, new LinkedHashSet<>(some)));
    }
    return pings;
  }

  /** Builds a {@link DiscordThread}. Confine to one thread. */
  public static final class Builder {
    private static final String FENCE = "```";
    private static final int FENCES = 2 * FENCE.length() + 2;

    /** What a heading may take of a message, so that there is room for lines. */
    private static final int HEADING = 300;

    private final String name;
    private final List<DiscordPost> posts = new ArrayList<>();
    private final Set<DiscordMention> mentions = new LinkedHashSet<>();
    private Duration archiveAfter = Duration.ofDays(1);

    private Builder(String name) {
      if (requireNonNull(name, "name").isBlank()) {
        throw new IllegalArgumentException("a thread needs a name, but it is blank");
      }
      this.name = name;
    }

    /**
     * After how long without a word Discord puts it away; default a day.
     *
     * @throws IllegalArgumentException unless 1 hour, 1 day, 3 days or 7 days
     */
    public Builder archiveAfter(Duration silence) {
      if (!ARCHIVED.contains(silence)) {
        throw new IllegalArgumentException(
            "a thread is put away after 1 hour, 1 day, 3 days or 7 days, but this is " + silence);
      }
      this.archiveAfter = silence;
      return this;
    }

    /**
     * A message, which may have several lines. What is longer than 2,000 characters is cut.
     *
     * @throws IllegalArgumentException when it is blank, which Discord refuses
     */
    public Builder say(String text) {
      if (text.isBlank()) {
        throw new IllegalArgumentException("a message in a thread needs a text, but it is blank");
      }
      posts.add(DiscordPost.text(DiscordMarkup.MARKDOWN.lines(text, DiscordLimits.CONTENT)));
      return this;
    }

    /**
     * Lines in a block of code, below a heading. Those that do not fit into one message go on in
     * the next, in a block of its own; a line is cut only when it is longer than a message. Without
     * lines nothing is said.
     *
     * @param heading one line; may be blank
     */
    public Builder listing(String heading, List<String> lines) {
      var title = heading.isBlank() ? "" : heading(heading);
      var block = new StringBuilder();
      for (var line : lines) {
        int room = DiscordLimits.CONTENT - FENCES - title.length();
        var shown = DiscordMarkup.CODE.line(line, room);
        if (!block.isEmpty() && block.length() + 1 + shown.length() > room) {
          addBlock(title, block);
          title = "";
        }
        block.append(block.isEmpty() ? "" : "\n").append(shown);
      }
      if (!block.isEmpty()) {
        addBlock(title, block);
      }
      return this;
    }

    private static String heading(String heading) {
      var markup = DiscordMarkup.MARKDOWN;
      return markup.bold(markup.line(heading, HEADING)) + "\n";
    }

    private void addBlock(String title, StringBuilder block) {
      posts.add(DiscordPost.text(title + FENCE + "\n" + block + "\n" + FENCE));
      block.setLength(0);
    }

    /** A message with a picture. When Discord refuses it, the others are said without it. */
    public Builder picture(Picture picture) {
      posts.add(DiscordPost.picture(picture));
      return this;
    }

    /**
     * Whom the last message pings; default nobody. Calls add up. They are pinged in addition to
     * those of {@link DiscordNotifier.Builder#mention}, and whatever becomes of the group: a layout
     * that has nothing to call people for names nobody.
     */
    public Builder mention(DiscordMention... who) {
      return mention(List.of(who));
    }

    /** The same for a list of them. */
    public Builder mention(Collection<DiscordMention> who) {
      mentions.addAll(List.copyOf(who));
      return this;
    }

    /** The thread. */
    public DiscordThread build() {
      return new DiscordThread(this);
    }
  }
}
