package dev.pulse.core.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.internal.concurrent.TaskRunner;
import okhttp3.internal.connection.ConnectionListener;
import org.jspecify.annotations.Nullable;
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

  /** How many pools have one lock. A thread that loses its processor holds up those of one only. */
  private static final int TOGETHER = 256;

  /** With the pace of OkHttp more pools would cost more than they spare. */
  private static final int HURRIED = 128;

  private static final Duration KEPT_FOR = Duration.ofMinutes(5);
  private static final Duration PACE = Duration.ofSeconds(10);

  /** Made when the first check comes that needs them. */
  private static final class Passing {
    static final List<ConnectionPool> POOLS = pools(0, () -> unhurried(KEEPING_NOTHING));
  }

  /**
   * Not bounded themselves: {@link HttpExchange} leaves one idle connection here for each run that
   * a check has at the same time, to the place that the check names.
   */
  private static final class Kept {
    static final List<ConnectionPool> POOLS =
        pools(Integer.MAX_VALUE, () -> unhurried(KEEPING, KEPT_FOR, PACE));
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

  private static List<ConnectionPool> pools(
      int mostIdle, Supplier<List<ConnectionPool>> unhurried) {
    try {
      return unhurried.get();
    } catch (LinkageError e) {
      // The class path has another OkHttp than the one we know from inside.
      log.debug("This OkHttp closes idle connections at its own pace", e);
      return Stream.generate(
              () -> new ConnectionPool(mostIdle, KEPT_FOR.toMinutes(), TimeUnit.MINUTES))
          .limit(HURRIED)
          .toList();
    }
  }

  /** Pools that look for idle connections now and then, and not at the end of each call. */
  static List<ConnectionPool> unhurried(int count, Duration keptFor, Duration pace) {
    var pools = new ArrayList<ConnectionPool>();
    @Nullable TaskRunner runner = null;
    for (int i = 0; i < count; i++) {
      if (runner == null || i % TOGETHER == 0) {
        runner = new TaskRunner(new IdleCloser(pace), TaskRunner.Companion.getLogger());
      }
      pools.add(pool(Integer.MAX_VALUE, keptFor, runner));
    }
    return List.copyOf(pools);
  }

  /** Pools that keep nothing, and therefore never look. */
  static List<ConnectionPool> unhurried(int count) {
    return Stream.generate(
            () -> new TaskRunner(new NothingToClose(), TaskRunner.Companion.getLogger()))
        .map(runner -> pool(0, KEPT_FOR, runner))
        .limit(count)
        .toList();
  }

  private static ConnectionPool pool(int mostIdle, Duration keptFor, TaskRunner runner) {
    return new ConnectionPool(
        mostIdle,
        keptFor.toNanos(),
        TimeUnit.NANOSECONDS,
        runner,
        ConnectionListener.Companion.getNONE());
  }
}
