package dev.pulse.discord;

import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.core.internal.json.JsonTree;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says several things in the thread below a message. An attempt that ended in the middle is not
 * begun anew: what stands there since the messages before is read first, and the rest is said. Used
 * for one message, by one thread.
 */
final class BotThread {
  /** When Discord began to count, which its ids have as milliseconds above their lowest 22 bits. */
  private static final Instant BEGIN = Instant.parse("2015-01-01T00:00:00Z");

  private static final int MOST_AT_ONCE = 100;
  private static final int MOST_PAGES = 100;

  /** Ids are numbers that grow with time. */
  private static final Comparator<String> NUMBERS =
      Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder());

  private final BotApi api;
  private final Pace pace;
  private final DiscordPlace root;
  private final Optional<String> author;
  private final Notification notification;

  /** How many were said, and the id of the last of them. */
  private int said;

  private @Nullable String last;

  BotThread(
      BotApi api,
      Pace pace,
      DiscordPlace root,
      Optional<String> author,
      Notification notification) {
    this.api = api;
    this.pace = pace;
    this.root = root;
    this.author = author;
    this.notification = notification;
    this.last = root.last();
  }

  DiscordPlace sayAll(DiscordThread thread, List<DiscordPost> posts) throws InterruptedException {
    boolean below = !posts.isEmpty() && isOpen(thread, posts);
    while (said < posts.size()) {
      var post = posts.get(said);
      boolean inThread = below;
      var answer = pace.keep(() -> say(inThread, post));
      if (below && (answer.hasNoSuchChannel() || answer.allowsNoThread())) {
        below = false;
        readChannel(posts);
      } else {
        accept(post, answer);
      }
    }
    return last == null ? root : root.saying(last);
  }

  /** Whether there is a thread now; reads what stands in it, or in the channel instead of it. */
  private boolean isOpen(DiscordThread thread, List<DiscordPost> posts)
      throws InterruptedException {
    // A thread has the id of the message that it hangs from.
    if (readAll(root.message(), posts, false)) {
      return true;
    }
    var started = pace.keep(() -> api.startThread(root, thread.name(), thread.archiveAfter()));
    if (started.allowsNoThread()) {
      readChannel(posts);
      return false;
    }
    if (!started.hasThreadAlready()) {
      started.orThrow();
    }
    return true;
  }

  private DiscordAnswer say(boolean below, DiscordPost post) throws InterruptedException {
    var purpose = "thread/" + said;
    return below
        ? api.post(root.message(), notification, purpose, post.fields(), post.picture())
        : api.reply(root, notification, purpose, post.fields(), post.picture());
  }

  private void accept(DiscordPost post, DiscordAnswer answer) {
    if (post.picture().isPresent() && !answer.isSuccess()) {
      answer.logLeftOut(notification);
    } else {
      last = answer.orThrow().id("id");
    }
    said++;
  }

  private void readChannel(List<DiscordPost> posts) throws InterruptedException {
    boolean unused = readAll(root.channel(), posts, true);
  }

  /**
   * Reads what was said since, the oldest first and as much at once as fits into an answer; false
   * when there is no such place.
   */
  private boolean readAll(String where, List<DiscordPost> posts, boolean answersOnly)
      throws InterruptedException {
    var after = begin();
    int most = MOST_AT_ONCE;
    for (int page = 0; page < MOST_PAGES; page++) {
      var from = after;
      int limit = most;
      var history = pace.keep(() -> api.after(from, where, limit));
      if (history.hasNoSuchChannel()) {
        return false;
      }
      if (!history.isWhole()) {
        if (most == 1) {
          break;
        }
        most = Math.max(1, most / 5);
        continue;
      }
      var newest = read(history, posts, answersOnly);
      if (newest.isEmpty() || history.messages().size() < most) {
        return true;
      }
      after = newest.get();
    }
    throw NotifyException.passing(
        "Discord has more in channel " + where + " than can be read to see what was said", null);
  }

  /**
   * Counts what has been said; the id of the newest message. A bot that may not read what was said
   * before is told nothing here, and for some minutes Discord itself knows a repetition by its
   * nonce.
   */
  private Optional<String> read(
      DiscordAnswer history, List<DiscordPost> posts, boolean answersOnly) {
    var sorted =
        history.messages().stream()
            .sorted(Comparator.comparing((Map<?, ?> message) -> text(message, "id"), NUMBERS))
            .toList();
    for (var message : sorted) {
      boolean ours =
          (author.isEmpty() || author.get().equals(text(inner(message, "author"), "id")))
              && (!answersOnly
                  || root.message()
                      .equals(text(inner(message, "message_reference"), "message_id")));
      if (ours && said < posts.size() && posts.get(said).isSaidBy(message)) {
        said++;
        last = text(message, "id");
      }
    }
    return sorted.isEmpty()
        ? Optional.empty()
        : Optional.of(text(sorted.get(sorted.size() - 1), "id"));
  }

  /** What is younger was said for this message, and not for one before. */
  private String begin() {
    long millis = Duration.between(BEGIN, notification.at()).toMillis();
    var decided = Long.toUnsignedString(Math.max(0, millis) << 22);
    @Nullable String before = root.last();
    if (before == null) {
      // Nothing was said yet, and Discord's clock, not ours, says when the message itself was.
      return NUMBERS.compare(root.message(), decided) < 0 ? root.message() : decided;
    }
    return NUMBERS.compare(before, decided) < 0 ? decided : before;
  }

  private static Map<?, ?> inner(Map<?, ?> object, String member) {
    return object.get(member) instanceof Map<?, ?> inner ? inner : Map.of();
  }

  private static String text(Map<?, ?> object, String member) {
    return JsonTree.text(object, member).orElse("");
  }
}
