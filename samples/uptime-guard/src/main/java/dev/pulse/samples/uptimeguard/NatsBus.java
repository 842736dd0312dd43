package dev.pulse.samples.uptimeguard;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.config.Secret;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes on NATS while there is one. A thread of its own connects, and connects again, for as
 * long as the bus is open; the client's own reconnecting stays off, because it buffers what was
 * published meanwhile and gives up after some refusals. Thread-safe.
 */
final class NatsBus implements EventBus {
  private static final Logger log = LoggerFactory.getLogger(NatsBus.class);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** How long to wait between two attempts to connect. */
  static final Duration RETRY = Duration.ofSeconds(2);

  private final NatsServers servers;
  private final Tally tally;
  private final Duration retry;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicBoolean dropping = new AtomicBoolean();
  private final Thread connector;
  private final Object state = new Object();
  private volatile @Nullable Connection connection;
  private int attempts;

  private NatsBus(NatsServers servers, Tally tally, Duration retry) {
    this.servers = requireNonNull(servers, "servers");
    this.tally = requireNonNull(tally, "tally");
    this.retry = requireNonNull(retry, "retry");
    this.connector = new Thread(this::keepConnected, "uptime-guard-nats");
    this.connector.setDaemon(true);
  }

  /** A bus that begins to connect; it does not wait until it has. */
  static NatsBus start(NatsServers servers, Tally tally, Duration retry) {
    var bus = new NatsBus(servers, tally, retry);
    bus.connector.start();
    return bus;
  }

  @Override
  public void publish(String subject, String json) {
    var current = connection;
    if (current == null || current.getStatus() != Connection.Status.CONNECTED) {
      drop(subject, null);
      return;
    }
    try {
      current.publish(subject, json.getBytes(StandardCharsets.UTF_8));
      tally.published(subject);
    } catch (RuntimeException e) {
      // Closed in this moment, or larger than the server takes: at most once, so it is gone.
      drop(subject, e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    connector.interrupt();
    boolean interrupted = false;
    try {
      connector.join(CONNECT_TIMEOUT.toMillis());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    disconnect();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void drop(String subject, @Nullable RuntimeException cause) {
    tally.failed(subject);
    if (dropping.compareAndSet(false, true)) {
      log.warn("An event for {} was dropped, as will be others until NATS is back", subject, cause);
    } else {
      log.debug("An event for {} was dropped", subject, cause);
    }
  }

  private void keepConnected() {
    boolean warned = false;
    try {
      while (closed.getCount() > 0) {
        var lost = new CountDownLatch(1);
        try {
          connected(Nats.connect(options(lost)));
          dropping.set(false);
          warned = false;
          log.info("Connected to NATS at {}", servers);
          lost.await();
          log.warn("The connection to NATS at {} was lost; trying again every {}", servers, retry);
          warned = true;
          disconnect();
        } catch (IOException | RuntimeException e) {
          if (!warned) {
            // The message of the client may repeat a URL with a password: the class says enough.
            log.warn(
                "NATS at {} cannot be reached ({}); trying again every {}",
                servers,
                e.getClass().getSimpleName(),
                retry);
            warned = true;
          }
        }
        attempted();
        if (closed.await(retry.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      // Only close() interrupts this thread: end it.
      Thread.currentThread().interrupt();
    }
  }

  private Options options(CountDownLatch lost) {
    return new Options.Builder()
        .servers(servers.urls().stream().map(Secret::reveal).toArray(String[]::new))
        .connectionName("pulse uptime-guard")
        .connectionTimeout(CONNECT_TIMEOUT)
        .noReconnect()
        .reconnectBufferSize(0)
        .discardMessagesWhenOutgoingQueueFull()
        .connectionListener(
            (source, event) -> {
              if (event == ConnectionListener.Events.DISCONNECTED
                  || event == ConnectionListener.Events.CLOSED) {
                lost.countDown();
              }
            })
        .errorListener(new Complaints())
        .build();
  }

  private void connected(Connection made) {
    synchronized (state) {
      connection = made;
      state.notifyAll();
    }
  }

  private void attempted() {
    synchronized (state) {
      attempts++;
      state.notifyAll();
    }
  }

  /** For tests: waits until there is a connection. */
  void awaitConnected(Duration bound) throws InterruptedException {
    await(() -> connection != null, bound);
  }

  /** For tests: waits until there is none. */
  void awaitDisconnected(Duration bound) throws InterruptedException {
    await(() -> connection == null, bound);
  }

  /** For tests: waits until so many connections were lost or could not be made. */
  void awaitAttempts(int count, Duration bound) throws InterruptedException {
    await(() -> attempts >= count, bound);
  }

  private void await(BooleanSupplier condition, Duration bound) throws InterruptedException {
    long end = System.nanoTime() + bound.toNanos();
    synchronized (state) {
      while (!condition.getAsBoolean()) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          throw new IllegalStateException("not reached within " + bound);
        }
        TimeUnit.NANOSECONDS.timedWait(state, left);
      }
    }
  }

  private void disconnect() {
    Connection current;
    synchronized (state) {
      current = connection;
      connection = null;
      state.notifyAll();
    }
    if (current == null) {
      return;
    }
    try {
      current.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Counts what the client could not send, and keeps its other worries out of the log's way. */
  private final class Complaints implements ErrorListener {
    @Override
    public void messageDiscarded(Connection source, Message message) {
      drop(message.getSubject(), null);
    }

    @Override
    public void errorOccurred(Connection source, String error) {
      log.debug("NATS reports: {}", error);
    }

    @Override
    public void exceptionOccurred(Connection source, Exception e) {
      log.debug("The NATS client reports a {}", e.getClass().getSimpleName());
    }
  }
}
