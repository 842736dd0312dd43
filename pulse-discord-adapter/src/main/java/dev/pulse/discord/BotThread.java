package dev.pulse.discord;

import dev.pulse.api.notify.Notification;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says several things in the thread below a message. An attempt that ended in the middle is not
 * begun anew: what has been said since the message was decided upon is read first, and the rest is
 * said. Used for one message, by one thread.
 */
final class BotThread {
  private final BotApi api;
  private final Pace pace;
  private final DiscordPlace root;
  private final Optional<String> author;
  private final Notification notification;

  BotThread(BotApi api, Pace pace, DiscordAnswer root, Notification notification) {
    this.api = api;
    this.pace = pace;
    this.root = DiscordPlace.of(root);
    this.author = root.author();
    this.notification = notification;
  }

  void sayAll(DiscordThread thread, List<DiscordPost> posts) throws InterruptedException {
    if (posts.isEmpty()) {
      return;
    }
    // A thread has the id of the message that it hangs from.
    var history = pace.keep(() -> api.since(root.message(), notification.at()));
    boolean below = !history.hasNoSuchChannel() || start(thread);
    int next = below ? said(history, posts, 0) : saidInChannel(posts, 0);
    while (next < posts.size()) {
      int number = next;
      boolean inThread = below;
      var answer = pace.keep(() -> say(inThread, number, posts.get(number)));
      if (below && (answer.hasNoSuchChannel() || answer.allowsNoThread())) {
        below = false;
        next = saidInChannel(posts, next);
        continue;
      }
      if (posts.get(next).picture().isPresent()) {
        answer.orLeftOut(notification);
      } else {
        answer.orThrow();
      }
      next++;
    }
  }

  /** Whether there is a thread now. */
  private boolean start(DiscordThread thread) throws InterruptedException {
    var started = pace.keep(() -> api.startThread(root, thread.name(), thread.archiveAfter()));
    if (started.allowsNoThread()) {
      return false;
    }
    if (!started.hasThreadAlready()) {
      started.orThrow();
    }
    return true;
  }

  private DiscordAnswer say(boolean below, int number, DiscordPost post)
      throws InterruptedException {
    var purpose = "thread/" + number;
    return below
        ? api.post(root.message(), notification, purpose, post.fields(), post.picture())
        : api.reply(root, notification, purpose, post.fields(), post.picture());
  }

  private int saidInChannel(List<DiscordPost> posts, int from) throws InterruptedException {
    return said(pace.keep(() -> api.since(root.channel(), notification.at())), posts, from);
  }

  /**
   * How much has been said. A bot that may not read what was said before is told nothing here, and
   * for some minutes Discord itself knows a repetition by its nonce.
   */
  private int said(DiscordAnswer history, List<DiscordPost> posts, int from) {
    int next = from;
    for (var message : history.messages().stream().sorted(OLDEST_FIRST).toList()) {
      boolean ours = author.isEmpty() || author.equals(author(message));
      if (next < posts.size() && ours && posts.get(next).isSaidBy(message)) {
        next++;
      }
    }
    return next;
  }

  /** Ids are numbers that grow with time. */
  private static final Comparator<Map<?, ?>> OLDEST_FIRST =
      Comparator.comparing((Map<?, ?> message) -> id(message).length())
          .thenComparing(BotThread::id);

  private static String id(Map<?, ?> message) {
    return message.get("id") instanceof String id ? id : "";
  }

  private static Optional<String> author(Map<?, ?> message) {
    return message.get("author") instanceof Map<?, ?> author
            && author.get("id") instanceof String id
        ? Optional.of(id)
        : Optional.empty();
  }
}
