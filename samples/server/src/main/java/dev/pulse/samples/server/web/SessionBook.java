package dev.pulse.samples.server.web;

import dev.pulse.api.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who has signed in. One that is over is forgotten, and where there are too many the one that was
 * unused for the longest time. Thread-safe.
 */
final class SessionBook {
  static final Duration IDLE = Duration.ofHours(12);
  static final Duration LIFE = Duration.ofDays(7);

  private final InstantSource clock;
  private final Supplier<String> secrets;
  private final int most;
  private final Object lock = new Object();

  /** By the digest of its id; the one that was used last comes last. */
  private final Map<String, Session> sessions = new LinkedHashMap<>();

  /**
   * Somebody who has signed in.
   *
   * @param principal who
   * @param proof what requests that change something show, and what no page of somebody else knows
   * @param begun when
   * @param seen when the last request came
   */
  record Session(Principal principal, Secret proof, Instant begun, Instant seen) {
    Session seenAt(Instant now) {
      return new Session(principal, proof, begun, now);
    }

    boolean isOver(Instant now) {
      return !now.isBefore(seen.plus(IDLE)) || !now.isBefore(begun.plus(LIFE));
    }
  }

  /**
   * An empty book.
   *
   * @param clock what time it is
   * @param secrets makes ids and proofs that nobody can guess
   * @param most how many sessions there may be
   */
  SessionBook(InstantSource clock, Supplier<String> secrets, int most) {
    this.clock = clock;
    this.secrets = secrets;
    this.most = most;
  }

  /** Begins a session; its id, which only its owner may know. */
  String begin(Principal principal) {
    var id = secrets.get();
    var now = clock.instant();
    var session = new Session(principal, Secret.of(secrets.get()), now, now);
    synchronized (lock) {
      sessions.values().removeIf(other -> other.isOver(now));
      if (sessions.size() >= most) {
        sessions.remove(sessions.keySet().iterator().next());
      }
      sessions.put(digest(id), session);
    }
    return id;
  }

  /** The session of an id, which is in use with this; null when there is none, or it is over. */
  @Nullable Session use(String id) {
    var digest = digest(id);
    var now = clock.instant();
    synchronized (lock) {
      var session = sessions.remove(digest);
      if (session == null || session.isOver(now)) {
        return null;
      }
      var seen = session.seenAt(now);
      sessions.put(digest, seen);
      return seen;
    }
  }

  /** Whether there is a session of an id; it is not in use with this. */
  boolean has(String id) {
    var now = clock.instant();
    synchronized (lock) {
      var session = sessions.get(digest(id));
      return session != null && !session.isOver(now);
    }
  }

  void end(String id) {
    synchronized (lock) {
      sessions.remove(digest(id));
    }
  }

  /** How many there are. */
  int size() {
    var now = clock.instant();
    synchronized (lock) {
      return (int) sessions.values().stream().filter(session -> !session.isOver(now)).count();
    }
  }

  /** Who reads the memory of the server finds no id, and how long a look-up takes tells none. */
  private static String digest(String id) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(id.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
