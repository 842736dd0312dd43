package dev.pulse.core.internal.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LookupsTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  @Test
  void nameThatIsBeingAskedForIsNotAskedForAgain() throws Exception {
    var waiting = new ArrayDeque<Runnable>();
    var asked = new AtomicInteger();
    var lookups =
        new Lookups(
            host -> {
              asked.incrementAndGet();
              return new InetAddress[] {InetAddress.getLoopbackAddress()};
            },
            waiting::add);
    for (int i = 0; i < 3; i++) {
      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> lookups.resolve("a.example", Deadline.in(Duration.ofMillis(5))));
    }
    assertThat(waiting).hasSize(1);
    waiting.remove().run();
    assertThat(asked).hasValue(1);

    var direct = new Lookups(host -> new InetAddress[] {loopback()}, Runnable::run);
    assertThat(direct.resolve("a.example", Deadline.in(LONG))).containsExactly(loopback());
    assertThat(direct.resolve("a.example", Deadline.in(LONG))).containsExactly(loopback());
  }

  @Test
  void addressesAreGoodForAWhile() throws Exception {
    var asked = new AtomicInteger();
    var now = new AtomicLong();
    var lookups = counting(asked, Duration.ofSeconds(5), now);

    lookups.resolve("a.example", Deadline.in(LONG));
    now.addAndGet(4_999_999_999L);
    lookups.resolve("a.example", Deadline.in(LONG));
    assertThat(asked).hasValue(1);

    now.addAndGet(1);
    lookups.resolve("a.example", Deadline.in(LONG));
    assertThat(asked).hasValue(2);
  }

  @Test
  void nothingIsRememberedUnlessWanted() throws Exception {
    var asked = new AtomicInteger();
    var lookups = counting(asked, Duration.ZERO, new AtomicLong());

    lookups.resolve("a.example", Deadline.in(LONG));
    lookups.resolve("a.example", Deadline.in(LONG));

    assertThat(asked).hasValue(2);
  }

  @Test
  void namesWithoutEndAreNotAllRemembered() throws Exception {
    var asked = new AtomicInteger();
    var lookups = counting(asked, Duration.ofSeconds(5), new AtomicLong());

    for (int i = 0; i <= 10_000; i++) {
      lookups.resolve("host-" + i + ".example", Deadline.in(LONG));
    }
    lookups.resolve("host-0.example", Deadline.in(LONG));

    assertThat(asked).as("the first was forgotten").hasValue(10_002);
  }

  private static Lookups counting(AtomicInteger asked, Duration fresh, AtomicLong now) {
    return new Lookups(
        host -> {
          asked.incrementAndGet();
          return new InetAddress[] {loopback()};
        },
        Runnable::run,
        fresh,
        now::get);
  }

  @Test
  void failureIsNotRemembered() throws Exception {
    var asked = new AtomicInteger();
    var lookups =
        new Lookups(
            host -> {
              if (asked.incrementAndGet() == 1) {
                throw new UnknownHostException(host);
              }
              return new InetAddress[] {loopback()};
            },
            Runnable::run,
            Duration.ofSeconds(5),
            () -> 0);
    assertThatExceptionOfType(UnknownHostException.class)
        .isThrownBy(() -> lookups.resolve("a.example", Deadline.in(LONG)));
    assertThat(lookups.resolve("a.example", Deadline.in(LONG))).containsExactly(loopback());
    lookups.resolve("a.example", Deadline.in(LONG));
    assertThat(asked).as("the addresses are remembered meanwhile").hasValue(2);
  }

  @Test
  void nameWithoutAddressesIsUnknown() {
    var lookups = new Lookups(host -> new InetAddress[0], Runnable::run);
    assertThatExceptionOfType(UnknownHostException.class)
        .isThrownBy(() -> lookups.resolve("a.example", Deadline.in(LONG)));
  }

  @Test
  void resolverThatThrowsIsAFailureAndNotAHang() {
    var lookups =
        new Lookups(
            host -> {
              throw new IllegalArgumentException("label too long");
            },
            Runnable::run);
    assertThatExceptionOfType(UnknownHostException.class)
        .isThrownBy(() -> lookups.resolve("a.example", Deadline.in(LONG)));
  }

  @Test
  void executorThatRefusesIsNotTheFaultOfTheName() throws Exception {
    var refusals = new AtomicInteger(1);
    var lookups =
        new Lookups(
            host -> new InetAddress[] {loopback()},
            task -> {
              if (refusals.getAndDecrement() > 0) {
                throw new RejectedExecutionException();
              }
              task.run();
            });
    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> lookups.resolve("a.example", Deadline.in(LONG)));
    assertThat(lookups.resolve("a.example", Deadline.in(LONG))).containsExactly(loopback());
  }

  @Test
  void interruptEndsTheWaitingAndStaysSet() {
    var lookups = new Lookups(host -> new InetAddress[0], task -> {});
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedIOException.class)
        .isThrownBy(() -> lookups.resolve("a.example", Deadline.in(LONG)));
    assertThat(Thread.interrupted()).isTrue();
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }
}
