package dev.pulse.core.check;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.internal.concurrent.TaskRunner;
import okhttp3.internal.connection.ConnectionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pools that all checks of a process share. OkHttp goes through the connections of a pool for
 * each call, and through its pools, under one lock, to close what is idle: both one pool for all
 * checks and one for each cost thousands of checks dearly.
 */
final class ConnectionPools {
  private static final Logger log = LoggerFactory.getLogger(ConnectionPools.class);
  private static final int KEEPING_NOTHING = 1024;
  private static final int KEEPING = 2048;
  private static final Duration KEPT_FOR = Duration.ofMinutes(5);
  private static final Duration PACE = Duration.ofSeconds(10);

  /** Made when the first check comes that needs them. */
  private static final class Passing {
    static final List<ConnectionPool> POOLS = pools(KEEPING_NOTHING, 0);
  }

  /** Each check has at most one idle connection here, so that there is nothing to bound. */
  private static final class Kept {
    static final List<ConnectionPool> POOLS = pools(KEEPING, Integer.MAX_VALUE);
  }

  private ConnectionPools() {}

  /** The pool for a check that keeps no connection. */
  static ConnectionPool passing(HttpUrl url) {
    return one(Passing.POOLS, url);
  }

  /** The pool for a check that keeps its connection for five minutes; shared with other checks. */
  static ConnectionPool keeping(HttpUrl url) {
    return one(Kept.POOLS, url);
  }

  private static ConnectionPool one(List<ConnectionPool> pools, HttpUrl url) {
    // Addresses that differ in a number have hash codes close together; this spreads them.
    long spread = Integer.toUnsignedLong(url.hashCode() * 0x9E3779B9);
    return pools.get((int) ((spread * pools.size()) >>> Integer.SIZE));
  }

  private static List<ConnectionPool> pools(int count, int mostIdle) {
    try {
      return unhurried(count, mostIdle, KEPT_FOR, PACE);
    } catch (LinkageError e) {
      // The class path has another OkHttp than the one we know from inside.
      log.debug("This OkHttp closes idle connections at its own pace", e);
      return Stream.generate(
              () -> new ConnectionPool(mostIdle, KEPT_FOR.toMinutes(), TimeUnit.MINUTES))
          .limit(count)
          .toList();
    }
  }

  /** Pools that look for idle connections now and then, and not at the end of each call. */
  static List<ConnectionPool> unhurried(int count, int mostIdle, Duration keptFor, Duration pace) {
    var runner = new TaskRunner(new IdleCloser(pace), TaskRunner.Companion.getLogger());
    var listener = ConnectionListener.Companion.getNONE();
    return Stream.generate(
            () ->
                new ConnectionPool(
                    mostIdle, keptFor.toNanos(), TimeUnit.NANOSECONDS, runner, listener))
        .limit(count)
        .toList();
  }
}
