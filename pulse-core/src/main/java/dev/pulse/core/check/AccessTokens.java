package dev.pulse.core.check;

import dev.pulse.api.config.Secret;
import dev.pulse.core.internal.net.Deadline;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The access token of one check: fetched by the run that needs it while others wait, kept until
 * shortly before it ends. Thread-safe.
 */
final class AccessTokens {
  /** What a token may be kept for when its endpoint does not tell how long it is good. */
  static final Duration UNTOLD = Duration.ofMinutes(5);

  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Duration MARGIN = Duration.ofMinutes(1);
  private static final int LARGEST_ANSWER = 64 << 10;

  private final OAuth2 how;
  private final LongSupplier nanoTime;
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile @Nullable Kept kept;

  private record Kept(Secret token, long since, long nanos) {}

  /**
   * A token.
   *
   * @param secret the token
   * @param old whether it was fetched for an earlier run
   */
  record Access(Secret secret, boolean old) {}

  AccessTokens(OAuth2 how, LongSupplier nanoTime) {
    this.how = how;
    this.nanoTime = nanoTime;
  }

  /** The token endpoint's host. */
  String host() {
    return how.url().host();
  }

  /**
   * The kept token, or a new one.
   *
   * @param client asks the token endpoint, on this thread
   */
  Access get(OkHttpClient client, Deadline deadline) throws IOException {
    var present = usable();
    if (present != null) {
      return new Access(present, true);
    }
    lock(deadline);
    try {
      present = usable();
      return present == null
          ? new Access(fetch(client, deadline), false)
          : new Access(present, true);
    } finally {
      fetching.unlock();
    }
  }

  /** Forgets a token that the target does not accept, unless it was replaced meanwhile. */
  void drop(Access refused) {
    var current = kept;
    if (current != null && current.token().equals(refused.secret())) {
      kept = null;
    }
  }

  private @Nullable Secret usable() {
    var current = kept;
    return current != null && nanoTime.getAsLong() - current.since() < current.nanos()
        ? current.token()
        : null;
  }

  private void lock(Deadline deadline) throws IOException {
    try {
      if (!fetching.tryLock(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
        throw new SocketTimeoutException("another run waits for the token, too");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while another run fetched the token");
    }
  }

  private Secret fetch(OkHttpClient client, Deadline deadline) throws IOException {
    if (deadline.passed()) {
      throw new SocketTimeoutException("no time left to ask for a token");
    }
    // The token ages from the moment it was asked for, at the latest.
    long since = nanoTime.getAsLong();
    var call = client.newCall(how.request());
    call.timeout().timeout(deadline.timeoutNanos(), TimeUnit.NANOSECONDS);
    try (var response = call.execute()) {
      var body = body(response);
      call.cancel();
      if (body == null) {
        throw new TokenException("the answer is larger than 64 KiB");
      }
      var answer = TokenAnswer.read(response.code(), body);
      kept = new Kept(answer.token(), since, usableFor(answer).toNanos());
      return answer.token();
    }
  }

  /** A tenth of its life, and at most a minute, is left to clocks and to the way to the target. */
  private static Duration usableFor(TokenAnswer answer) {
    var told = answer.lifetime().orElse(UNTOLD);
    var life = told.compareTo(LONGEST) > 0 ? LONGEST : told;
    var tenth = life.dividedBy(10);
    return life.minus(tenth.compareTo(MARGIN) > 0 ? MARGIN : tenth);
  }

  /** Null when it is too large; a body that breaks off is a failure. */
  private static @Nullable String body(Response response) throws IOException {
    var source = response.body().source();
    var all = new Buffer();
    while (all.size() <= LARGEST_ANSWER) {
      if (source.read(all, 8192) < 0) {
        return all.readUtf8();
      }
    }
    return null;
  }
}
