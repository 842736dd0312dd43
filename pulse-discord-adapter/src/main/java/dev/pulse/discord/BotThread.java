package dev.pulse.discord;

import dev.pulse.api.notify.Notification;
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
    var history = pace.keep(() -> api.after(begin(), root.message()));
    if (!history.hasNoSuchChannel()) {
      read(history, posts, false);
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
    read(pace.keep(() -> api.after(begin(), root.channel())), posts, true);
  }

  /**
   * Counts what has been said. A bot that may not read what was said before is told nothing here,
   * and for some minutes Discord itself knows a repetition by its nonce.
   */
  private void read(DiscordAnswer history, List<DiscordPost> posts, boolean answersOnly) {
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
  }

  /** What is younger was said for this message, and not for one before. */
  private String begin() {
    long millis = Duration.between(BEGIN, notification.at()).toMillis();
    var decided = Long.toUnsignedString(Math.max(0, millis) << 22);
    @Nullable String before = root.last();
    return before == null || NUMBERS.compare(before, decided) < 0 ? decided : before;
  }

  private static Map<?, ?> inner(Map<?, ?> object, String member) {
    return object.get(member) instanceof Map<?, ?> inner ? inner : Map.of();
  }

  private static String text(Map<?, ?> object, String member) {
    return JsonTree.text(object, member).orElse("");
  }
}
