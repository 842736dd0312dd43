package dev.pulse.samples.server.web;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event stream. The servlet container allows a write only after it said that it is ready, so
 * that no write ever waits; everything that asks or writes happens under one lock.
 */
final class EventClient implements WriteListener {
  private static final Logger log = LoggerFactory.getLogger(EventClient.class);

  private final HttpServletRequest request;
  private final BooleanSupplier allowed;
  private final Consumer<EventClient> onEnd;
  private final BlockingQueue<byte[]> queue;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Object lock = new Object();
  private @Nullable ServletOutputStream out;
  private boolean unflushed;

  /** What its reader hears the number of, by the kind of event. */
  private final Map<String, Integer> leftOut = new TreeMap<>();

  private long taken;
  private long takenBefore;
  private int idle;

  /**
   * A stream.
   *
   * @param request what asked for it
   * @param allowed whether its caller may still have it
   * @param maxQueue how many events may wait
   * @param onEnd is told once it is over
   */
  EventClient(
      HttpServletRequest request,
      BooleanSupplier allowed,
      int maxQueue,
      Consumer<EventClient> onEnd) {
    this.request = request;
    this.allowed = allowed;
    this.onEnd = onEnd;
    this.queue = new ArrayBlockingQueue<>(maxQueue);
  }

  void start(ServletOutputStream stream) {
    stream.setWriteListener(this);
    synchronized (lock) {
      out = stream;
    }
  }

  /** Completes when the stream is over, for whatever reason. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  boolean isAllowed() {
    return allowed.getAsBoolean();
  }

  /** Queues what is to be sent, after how much was left out; false when the queue is full. */
  boolean offer(byte[] bytes) {
    synchronized (leftOut) {
      if (leftOut.isEmpty()) {
        return queue.offer(bytes);
      }
      if (queue.remainingCapacity() < 2) {
        return false;
      }
      var told = Json.text(Json.encode(Map.of("events", leftOut)));
      leftOut.clear();
      return queue.offer(
              ("event: dropped\ndata: " + told + "\n\n").getBytes(StandardCharsets.UTF_8))
          && queue.offer(bytes);
    }
  }

  /** Remembers that the client hears nothing of some events but their number. */
  void leaveOut(String name, int events) {
    synchronized (leftOut) {
      if (events > 0) {
        leftOut.merge(name, events, Integer::sum);
      }
    }
  }

  /** Counts how often this was asked while something waited and nothing was taken. */
  boolean isIdleFor(int times) {
    synchronized (lock) {
      idle = queue.isEmpty() || taken != takenBefore ? 0 : idle + 1;
      takenBefore = taken;
      return idle >= times;
    }
  }

  @Override
  public void onWritePossible() {
    write();
  }

  /** Writes what waits, as far as that needs no waiting; the container calls again for the rest. */
  void write() {
    try {
      synchronized (lock) {
        var stream = out;
        while (stream != null && !ended.isDone() && stream.isReady()) {
          var next = queue.poll();
          if (next != null) {
            stream.write(next);
            taken++;
            unflushed = true;
          } else if (unflushed) {
            unflushed = false;
            stream.flush();
          } else {
            return;
          }
        }
      }
    } catch (IOException | IllegalStateException e) {
      log.debug("An event stream broke", e);
      end();
    }
  }

  @Override
  public void onError(Throwable failure) {
    log.debug("An event stream broke", failure);
    end();
  }

  /** Ends the stream in order. */
  void end() {
    onEnd.accept(this);
    ended.complete(null);
  }

  /** Ends the stream of a client that does not read: nothing more can be told to it. */
  void abort() {
    Exchange.hangUp(request);
    end();
  }
}
