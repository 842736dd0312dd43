package dev.pulse.core.internal.notify;

import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.api.notify.Receipt;
import dev.pulse.api.store.Commit.DocumentChange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which message of a channel began what it was told of a group: later ones continue it, until the
 * end of the group was delivered. A notifier that had to begin again, because somebody has deleted
 * that message, says so by another receipt. Not thread-safe.
 */
final class Threads {
  /** How long a thread is remembered after its last message, if its end never comes. */
  private static final Duration KEPT = Duration.ofDays(90);

  /** How exactly the last message is remembered; a write less for most of them. */
  private static final Duration TOUCHED = Duration.ofDays(1);

  private final Map<Key, Records.GroupThread> threads = new HashMap<>();

  private record Key(String channel, String group) {}

  /** Takes what a process before has written; what is too old is to be removed. */
  List<DocumentChange> restore(List<Records.GroupThread> stored, Instant now) {
    var old = new ArrayList<DocumentChange>();
    for (Records.GroupThread thread : stored) {
      var key = new Key(thread.channel(), thread.group());
      if (thread.used().plus(KEPT).isBefore(now)) {
        old.add(Records.removed(Records.THREADS, id(key)));
      } else {
        threads.put(key, thread);
      }
    }
    return old;
  }

  /** What a message continues. The first one of a group continues nothing. */
  Optional<Receipt> continuedBy(Message message) {
    return message.kind() == Kind.FIRST
        ? Optional.empty()
        : Optional.ofNullable(threads.get(key(message)))
            .map(thread -> Receipt.of(thread.receipt()));
  }

  /** What changes with a delivery; it counts from now on. */
  Optional<DocumentChange> after(Message delivered) {
    return switch (delivered.kind()) {
      case FIRST -> begin(delivered);
      case CHANGED, REPEAT, ESCALATED -> goesOn(delivered) ? touch(delivered) : begin(delivered);
      case RESOLVED -> end(delivered);
      case DIGEST, SUMMARY, TEST -> Optional.empty();
    };
  }

  private boolean goesOn(Message delivered) {
    var thread = threads.get(key(delivered));
    var reference = delivered.receipt().reference();
    return thread != null && (reference.isEmpty() || reference.equals(thread.receipt()));
  }

  private Optional<DocumentChange> begin(Message first) {
    var reference = first.receipt().reference();
    return reference.isEmpty() ? end(first) : Optional.of(remember(first, reference));
  }

  private Optional<DocumentChange> touch(Message next) {
    var thread = threads.get(key(next));
    var now = next.triedAt().orElseThrow();
    return thread == null || thread.used().plus(TOUCHED).isAfter(now)
        ? Optional.empty()
        : Optional.of(remember(next, thread.receipt()));
  }

  private DocumentChange remember(Message message, String reference) {
    var thread =
        new Records.GroupThread(
            message.channel(), message.group(), reference, message.triedAt().orElseThrow());
    threads.put(key(message), thread);
    return Records.written(Records.THREADS, id(key(message)), Records.THREAD.write(thread));
  }

  private Optional<DocumentChange> end(Message last) {
    return threads.remove(key(last)) == null
        ? Optional.empty()
        : Optional.of(Records.removed(Records.THREADS, id(key(last))));
  }

  private static Key key(Message message) {
    return new Key(message.channel(), message.group());
  }

  /** A hash: the names of a channel and of a group together may be too long for an id. */
  private static String id(Key key) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(key.channel().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(key.group().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
