package dev.pulse.samples.server.web;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The users of a server, and whether their passwords are right. Judging one is slow on purpose: it
 * takes as long for a name that nobody has, and only some are judged at once, so that a crowd of
 * strangers leaves processors and threads to others. Thread-safe.
 */
final class Passwords {
  private static final int AT_ONCE = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  private static final int WAITING = 8;

  private final Map<String, User> users;
  private final PasswordHash nobodys = PasswordHash.ofNothing();
  private final int iterations;
  private final PasswordHash.Derivation derivation;
  private final Semaphore working = new Semaphore(AT_ONCE, true);
  private final Semaphore places = new Semaphore(AT_ONCE + WAITING);

  Passwords(List<User> users) {
    this(users, PasswordHash::pbkdf2);
  }

  /**
   * Passwords of some users.
   *
   * @param derivation the work
   */
  Passwords(List<User> users, PasswordHash.Derivation derivation) {
    this.users = users.stream().collect(Collectors.toMap(User::name, Function.identity()));
    this.iterations =
        users.stream().mapToInt(user -> user.password().iterations()).reduce(0, Math::max);
    this.derivation = derivation;
  }

  boolean isEmpty() {
    return users.isEmpty();
  }

  /**
   * Whose name and password these are; null when they are nobody's.
   *
   * @throws HttpError 503 when too many others are being judged
   */
  @Nullable Principal owner(String name, String given) {
    if (!places.tryAcquire()) {
      throw HttpError.of(503, "Too many sign-ins")
          .withDetail("Too many people sign in at once; try again in a moment.")
          .withHeader("Retry-After", "1");
    }
    try {
      working.acquireUninterruptibly();
      try {
        return judged(users.get(name), given);
      } finally {
        working.release();
      }
    } finally {
      places.release();
    }
  }

  private @Nullable Principal judged(@Nullable User user, String given) {
    var hash = user == null ? nobodys : user.password();
    boolean right = hash.matches(given, derivation);
    // Nor does the time tell whose hash is older than others.
    int rest = Math.max(iterations, PasswordHash.ITERATIONS) - hash.iterations();
    if (rest > 0) {
      nobodys.idle(given, rest, derivation);
    }
    return user != null && right ? user.principal() : null;
  }
}
