package dev.pulse.core.internal.net;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Resolves names within a deadline. The JDK's resolver blocks in native code: it knows no time-out,
 * ignores interruption and pins a virtual thread to its carrier. So it runs on threads of its own,
 * which whoever asked stops waiting for. A name that is being asked for already is not asked for
 * again, so that a dead name server costs one thread per name and not one per run. The addresses of
 * a name are good for a few seconds: where many checks ask for one host, handing the question to a
 * thread costs more than the answer.
 *
 * <p>Thread-safe.
 */
public final class Lookups {
  private static final int MOST_THREADS = 128;
  private static final int MOST_NAMES = 10_000;

  /** Less than nearly every interval, so that each run of a check still asks. */
  private static final Duration FRESH = Duration.ofSeconds(5);

  /** How a name becomes addresses. */
  @FunctionalInterface
  public interface Resolver {
    /** All addresses of a name, best first. */
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private record Answer(List<InetAddress> addresses, long nanos) {}

  private static final Lookups SYSTEM =
      new Lookups(
          InetAddress::getAllByName,
          daemons(),
          remembersNothing() ? Duration.ZERO : FRESH,
          System::nanoTime);

  private final Resolver resolver;
  private final Executor executor;
  private final long fresh;
  private final LongSupplier nanoTime;
  private final ConcurrentMap<String, Answer> answers = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, CompletableFuture<List<InetAddress>>> pending =
      new ConcurrentHashMap<>();

  /** Look-ups with a resolver, on the threads of an executor; nothing is remembered. */
  public Lookups(Resolver resolver, Executor executor) {
    this(resolver, executor, Duration.ZERO, System::nanoTime);
  }

  /**
   * Look-ups that remember.
   *
   * @param fresh how long the addresses of a name are good for
   */
  Lookups(Resolver resolver, Executor executor, Duration fresh, LongSupplier nanoTime) {
    this.resolver = resolver;
    this.executor = executor;
    this.fresh = fresh.toNanos();
    this.nanoTime = nanoTime;
  }

  /** Whether the JVM was told to ask anew each time. */
  private static boolean remembersNothing() {
    return "0".equals(Security.getProperty("networkaddress.cache.ttl"))
        || "0".equals(System.getProperty("sun.net.inetaddr.ttl"));
  }

  /**
   * The resolver of the system, with threads that the whole process shares, as it shares the cache
   * of {@link InetAddress}; they end when idle. Answers are good for five seconds on top of what
   * the JVM remembers them (30 seconds, unless it was told otherwise), and not at all where the JVM
   * was told to remember nothing.
   */
  public static Lookups system() {
    return SYSTEM;
  }

  /**
   * All addresses of a name, best first; at least one.
   *
   * @throws UnknownHostException when there are none
   * @throws SocketTimeoutException when the deadline passed first
   * @throws InterruptedIOException when the thread was interrupted; its flag is set again
   */
  public List<InetAddress> resolve(String host, Deadline deadline) throws IOException {
    var known = answers.get(host);
    if (known != null && nanoTime.getAsLong() - known.nanos() < fresh) {
      return known.addresses();
    }
    var answer = ask(host);
    try {
      return answer.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new SocketTimeoutException("no answer from the name server");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the name was resolved");
    } catch (ExecutionException e) {
      var unknown = new UnknownHostException("the name cannot be resolved");
      unknown.initCause(e.getCause());
      throw unknown;
    }
  }

  private CompletableFuture<List<InetAddress>> ask(String host) {
    var mine = new CompletableFuture<List<InetAddress>>();
    var other = pending.putIfAbsent(host, mine);
    if (other != null) {
      return other;
    }
    try {
      executor.execute(() -> complete(host, mine));
    } catch (RuntimeException | Error e) {
      // No thread to be had: that is not the name's fault, and must not be waited for ever after.
      pending.remove(host, mine);
      mine.completeExceptionally(e);
      throw e;
    }
    return mine;
  }

  private void complete(String host, CompletableFuture<List<InetAddress>> answer) {
    try {
      var addresses = List.of(resolver.resolve(host));
      if (addresses.isEmpty()) {
        throw new UnknownHostException("no addresses");
      }
      remember(host, addresses);
      pending.remove(host, answer);
      answer.complete(addresses);
    } catch (UnknownHostException | RuntimeException e) {
      pending.remove(host, answer);
      answer.completeExceptionally(e);
    } catch (Error e) {
      pending.remove(host, answer);
      answer.completeExceptionally(e);
      throw e;
    }
  }

  private void remember(String host, List<InetAddress> addresses) {
    if (fresh > 0) {
      if (answers.size() >= MOST_NAMES) {
        answers.clear();
      }
      answers.put(host, new Answer(addresses, nanoTime.getAsLong()));
    }
  }

  private static Executor daemons() {
    var number = new AtomicInteger();
    var pool =
        new ThreadPoolExecutor(
            MOST_THREADS,
            MOST_THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              var thread = new Thread(task, "pulse-dns-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
