package dev.pulse.samples.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EventHubPauseTest {
  private static final Duration BEAT = Duration.ofMillis(1);
  private static final int MISSED = 20;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger writes = new AtomicInteger();

  @Test
  @Timeout(60)
  void nobodyIsSlowBecauseTheMachineWasHeldUp() {
    try (var hub = new EventHub(5, 50, BEAT, this::heldUpAtFirst, meters, "test")) {
      var unused = hub.attach(fake(HttpServletRequest.class, ""), response(), () -> true);

      while (hub.isWatched() && writes.get() < MISSED) {
        Thread.onSpinWait();
      }

      assertThat(hub.isWatched()).isTrue();
    }
  }

  /** The time; the first who asks gets it after some beats are due. */
  private Instant heldUpAtFirst() {
    long until = System.nanoTime() + (asked.getAndIncrement() == 0 ? MISSED : 0) * BEAT.toNanos();
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    return Instant.EPOCH;
  }

  /** Of a reader who takes everything at once. */
  private HttpServletResponse response() {
    return fake(
        HttpServletResponse.class,
        new ServletOutputStream() {
          @Override
          public boolean isReady() {
            return true;
          }

          @Override
          public void setWriteListener(WriteListener listener) {}

          @Override
          public void write(int one) {}

          @Override
          public void write(byte[] bytes) {
            writes.incrementAndGet();
          }
        });
  }

  /** What answers the one question that it is asked. */
  private static <T> T fake(Class<T> type, Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> answer));
  }
}
