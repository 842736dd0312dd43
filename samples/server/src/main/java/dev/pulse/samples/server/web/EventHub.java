package dev.pulse.samples.server.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-sent events to many clients, without a thread for each: one thread writes to all, only
 * where it does not have to wait. A client that does not keep up with its bounded queue loses its
 * stream: it comes back by itself and reads anew what it missed. Or, with a hub that {@linkplain
 * #leavingOut leaves out}, it loses only what its queue has no room for, and hears how many events
 * that were before it hears the next one: an event named {@code dropped}. Both are counted. Every
 * so often all get a heartbeat: a comment for proxies, and an event named {@code heartbeat} for
 * scripts, which cannot see comments. Streams of those who have signed out meanwhile end then, and
 * of those whom the host application no longer knows by what they sent, as the ones they were.
 *
 * <p>Thread-safe. Close it with {@link Routes#closing}.
 */
public final class EventHub implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventHub.class);

  /** So many events are queued and written as one piece at most. */
  static final int MOST_IN_A_PIECE = 100;

  /** Who takes nothing during so many heartbeats, while something waits, is gone. */
  private static final int MOST_IDLE_BEATS = 4;

  private static final byte[] HELLO = "retry: 3000\n\n".getBytes(StandardCharsets.UTF_8);

  private static final byte[] END = utf8("\n\n");

  private final int maxClients;
  private final int maxQueue;
  private final InstantSource clock;
  private final Set<EventClient> clients = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ScheduledExecutorService writer;
  private final ScheduledFuture<?> beat;
  private final MeterRegistry meters;
  private final Gauge open;
  private final Counter dropped;
  private final Counter refused;
  private final Counter leftOut;
  private final boolean leavesOut;

  /**
   * An event.
   *
   * @param id what identifies it
   * @param value what is sent as JSON; see {@link Response#json(int, Object)}
   */
  public record Event(String id, Object value) {}

  /**
   * A hub that drops clients who do not keep up.
   *
   * @param maxClients how many streams may be open; more are answered 503
   * @param maxQueue how many pieces may wait for one client: calls of {@link #publish}
   * @param heartbeat how often a heartbeat is sent
   * @param clock the time in heartbeats
   * @param meters where streams are counted
   * @param stream what its meters call it; no two hubs of a server have the same
   */
  public EventHub(
      int maxClients,
      int maxQueue,
      Duration heartbeat,
      InstantSource clock,
      MeterRegistry meters,
      String stream) {
    this(maxClients, maxQueue, heartbeat, clock, meters, stream, false);
  }

  /** A hub that leaves out events for clients who do not keep up, and tells them how many. */
  public static EventHub leavingOut(
      int maxClients,
      int maxQueue,
      Duration heartbeat,
      InstantSource clock,
      MeterRegistry meters,
      String stream) {
    return new EventHub(maxClients, maxQueue, heartbeat, clock, meters, stream, true);
  }

  private EventHub(
      int maxClients,
      int maxQueue,
      Duration heartbeat,
      InstantSource clock,
      MeterRegistry meters,
      String stream,
      boolean leavesOut) {
    this.leavesOut = leavesOut;
    this.leftOut =
        Counter.builder("pulse.server.events.left.out")
            .tag("stream", stream)
            .description("Events that a client heard nothing of but their number")
            .register(meters);
    this.maxClients = maxClients;
    this.maxQueue = maxQueue;
    this.clock = clock;
    this.dropped = counter(meters, stream, "slow");
    this.refused = counter(meters, stream, "too_many");
    this.open =
        Gauge.builder("pulse.server.event.streams", clients, Set::size)
            .tag("stream", stream)
            .description("Event streams that are open")
            .register(meters);
    this.meters = meters;
    this.writer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var thread = new Thread(task, "pulse-server-events");
              thread.setDaemon(true);
              return thread;
            });
    long millis = heartbeat.toMillis();
    // Not at a fixed rate: after a pause of the machine all beats that were missed would be due
    // before the first of them is written, and everybody would seem to take nothing.
    this.beat =
        writer.scheduleWithFixedDelay(this::heartbeat, millis, millis, TimeUnit.MILLISECONDS);
  }

  private static Counter counter(MeterRegistry meters, String stream, String reason) {
    return Counter.builder("pulse.server.event.streams.dropped")
        .tag("stream", stream)
        .tag("reason", reason)
        .description("Event streams that were refused, or dropped before their end")
        .register(meters);
  }

  /**
   * The answer that opens a stream.
   *
   * @throws HttpError 503 when there are too many
   */
  public Response open() {
    if (closed.get() || clients.size() >= maxClients) {
      refused.increment();
      throw HttpError.of(503, "Too many event streams")
          .withDetail("At most " + maxClients + " event streams may be open at once.")
          .withHeader("Retry-After", "10");
    }
    return Response.stream(this);
  }

  /** Whether anybody listens; without listeners it is not worth preparing an event. */
  public boolean isWatched() {
    return !clients.isEmpty();
  }

  /**
   * Sends an event to all clients. Returns at once.
   *
   * @param name the kind of the event; letters, digits and underscores
   * @param id what identifies it
   * @param value what is sent as JSON; see {@link Response#json(int, Object)}
   */
  public void publish(String name, String id, Object value) {
    publishAll(name, List.of(new Event(id, value)));
  }

  /**
   * Sends events to all clients, a hundred in one piece: whoever has many at once sends them so.
   * Returns at once.
   *
   * @param name the kind of the events; letters, digits and underscores
   */
  public void publishAll(String name, List<Event> events) {
    if (!isWatched()) {
      return;
    }
    for (int from = 0; from < events.size(); from += MOST_IN_A_PIECE) {
      var part = events.subList(from, Math.min(events.size(), from + MOST_IN_A_PIECE));
      var piece = new ByteArrayOutputStream();
      for (Event event : part) {
        piece.writeBytes(utf8("id: " + event.id() + "\nevent: " + name + "\ndata: "));
        piece.writeBytes(Json.encode(event.value()));
        piece.writeBytes(END);
      }
      send(name, part.size(), piece.toByteArray());
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Ends the streams that are to end, and sends a heartbeat to the others: every so often. */
  void heartbeat() {
    try {
      clients.stream().filter(client -> !client.isAllowed()).forEach(EventClient::end);
      clients.stream().filter(client -> client.isIdleFor(MOST_IDLE_BEATS)).forEach(this::drop);
      var json = Json.text(Json.encode(Map.of("at", clock.instant())));
      send("", 0, utf8(": heartbeat\nevent: heartbeat\ndata: " + json + "\n\n"));
    } catch (RuntimeException e) {
      // A scheduled task that throws is never called again.
      log.warn("A heartbeat failed", e);
    }
  }

  private void send(String name, int events, byte[] piece) {
    var slow = new ArrayList<EventClient>();
    for (EventClient client : clients) {
      if (client.offer(piece)) {
        wake(client);
      } else if (leavesOut) {
        client.leaveOut(name, events);
        leftOut.increment(events);
      } else {
        slow.add(client);
      }
    }
    slow.forEach(this::drop);
  }

  private void drop(EventClient client) {
    if (clients.remove(client)) {
      dropped.increment();
      log.debug("Dropped an event stream that did not keep up");
      client.abort();
    }
  }

  private void wake(EventClient client) {
    try {
      writer.execute(client::write);
    } catch (RejectedExecutionException e) {
      log.debug("The hub was closed while an event was on its way", e);
    }
  }

  /** Begins to write to a client; what is returned completes when the stream is over. */
  CompletableFuture<Void> attach(
      HttpServletRequest request, HttpServletResponse response, BooleanSupplier allowed) {
    var client = new EventClient(request, allowed, maxQueue, clients::remove);
    client.offer(HELLO);
    clients.add(client);
    try {
      client.start(response.getOutputStream());
    } catch (IOException e) {
      log.debug("An event stream broke before it began", e);
      client.end();
    }
    if (closed.get()) {
      client.end();
    }
    return client.ended();
  }

  /** Ends all streams, and removes the meters. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      beat.cancel(false);
      clients.forEach(EventClient::end);
      writer.shutdownNow();
      List.of(open, dropped, refused, leftOut).forEach(meters::remove);
    }
  }
}
