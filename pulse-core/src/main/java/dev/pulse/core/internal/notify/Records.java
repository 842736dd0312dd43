package dev.pulse.core.internal.notify;

import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Receipt;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.Commit.DocumentChange;
import dev.pulse.core.internal.json.JsonText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the outbox writes down, and where. A message is written once, by whoever decides upon it;
 * what becomes of it are small documents beside it, so that a failed attempt at a message with a
 * hundred alerts costs a few bytes.
 */
final class Records {
  /** Messages that are pending or dead, by their id. */
  static final String MESSAGES = "pulse.outbox";

  /** Which of the messages are dead, and which were queued again, by their id. */
  static final String MARKS = "pulse.outbox.mark";

  /** What is left of messages that were delivered, by their id. */
  static final String DELIVERED = "pulse.outbox.delivered";

  /** The attempts at the message whose turn it is, by channel. */
  static final String ATTEMPTS = "pulse.outbox.attempts";

  /** The receipts that later messages of a group continue. */
  static final String THREADS = "pulse.outbox.thread";

  static final JsonText<Mark> MARK = JsonText.of(Mark.class);
  static final JsonText<Delivered> DELIVERY = JsonText.of(Delivered.class);
  static final JsonText<Attempts> ATTEMPT = JsonText.of(Attempts.class);
  static final JsonText<GroupThread> THREAD = JsonText.of(GroupThread.class);

  private Records() {}

  /** That a message was given up, or is pending again since somebody wanted it. */
  public record Mark(boolean dead, Instant at, int attempts, @Nullable String reason) {
    Message on(Message message) {
      return dead
          ? message.dead(at, attempts, reason == null ? "" : reason)
          : message.queuedAgain(at);
    }
  }

  /** A message that was delivered, without its alerts. */
  public record Delivered(
      Notification.Kind kind,
      String channel,
      String group,
      List<Long> incidents,
      Instant at,
      Instant queued,
      Instant delivered,
      int attempts,
      @Nullable String receipt) {
    Message message(String id) {
      return new Message(
          id,
          kind,
          channel,
          group,
          incidents,
          at,
          queued,
          Message.State.DELIVERED,
          attempts,
          null,
          delivered,
          Receipt.of(receipt == null ? "" : receipt));
    }
  }

  /** What was tried in vain, and until when the receiver wants to be left alone. */
  public record Attempts(
      String message, int attempts, String error, Instant tried, @Nullable Instant notBefore) {}

  /** The receipt of a thread's first message, and when the last one was delivered. */
  public record GroupThread(String channel, String group, String receipt, Instant used) {}

  static DocumentChange dead(Message message) {
    return mark(message, true);
  }

  static DocumentChange queuedAgain(Message message) {
    return mark(message, false);
  }

  private static DocumentChange mark(Message message, boolean dead) {
    var at = dead ? message.triedAt().orElseThrow() : message.queuedAt();
    var mark = new Mark(dead, at, message.attempts(), message.error().orElse(null));
    return written(MARKS, message.id(), MARK.write(mark));
  }

  static DocumentChange delivered(Message message) {
    var reference = message.receipt().reference();
    var delivered =
        new Delivered(
            message.kind(),
            message.channel(),
            message.group(),
            message.incidents(),
            message.at(),
            message.queuedAt(),
            message.triedAt().orElseThrow(),
            message.attempts(),
            reference.isEmpty() ? null : reference);
    return written(DELIVERED, message.id(), DELIVERY.write(delivered));
  }

  static DocumentChange attempts(Message message, @Nullable Instant notBefore) {
    var attempts =
        new Attempts(
            message.id(),
            message.attempts(),
            message.error().orElse(""),
            message.triedAt().orElseThrow(),
            notBefore);
    return written(ATTEMPTS, message.channel(), ATTEMPT.write(attempts));
  }

  /** Everything that makes a message pending or dead. */
  static List<DocumentChange> without(Message message) {
    return List.of(removed(MESSAGES, message.id()), removed(MARKS, message.id()));
  }

  static DocumentChange written(String collection, String id, String body) {
    return new DocumentChange(collection, id, Optional.of(body));
  }

  static DocumentChange removed(String collection, String id) {
    return new DocumentChange(collection, id, Optional.empty());
  }

  static Commit commit(List<DocumentChange> changes) {
    return Commit.builder().documents(changes).build();
  }
}
