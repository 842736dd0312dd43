package dev.pulse.samples.server.web;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
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

  /** Queues what is to be sent; false when the queue is full. */
  boolean offer(byte[] bytes) {
    return queue.offer(bytes);
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
