package dev.pulse.samples.server.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.store.StoreException;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import dev.pulse.testkit.fault.Fault;
import dev.pulse.testkit.fault.FaultServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StoreStartTest {
  private final ManualScheduler scheduler =
      new ManualScheduler(ManualClock.at("2026-03-01T00:00:00Z"));
  private final StoreStart start = new StoreStart(scheduler::nanoTime, scheduler::advance);

  @Test
  void aStoreThatComesWithinThirtySecondsIsUsed() {
    var opened =
        start.open(
            () -> {
              if (scheduler.nanoTime() < Duration.ofSeconds(29).toNanos()) {
                throw new StoreException("not yet", null);
              }
              return "store";
            });

    assertThat(opened).isEqualTo("store");
  }

  @Test
  void afterThirtySecondsTheStartFailsAndNamesTheVariable() {
    assertThatThrownBy(
            () ->
                start.open(
                    () -> {
                      throw new StoreException("it is locked", null);
                    }))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("DATABASE_URL: ")
        .hasMessageContaining("it is locked");
    assertThat(Duration.ofNanos(scheduler.nanoTime())).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aServerThatDoesNotComeIsAReadableLineAfterThirtySeconds() {
    try (var nobody = FaultServer.start(Fault.REFUSED)) {
      var address = "127.0.0.1:" + nobody.port();
      var url = DatabaseUrl.parse("postgres://pulse:secret@" + address + "/pulse");

      assertThatThrownBy(() -> start.open(url::open))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith("DATABASE_URL: the store cannot be used: ")
          .hasMessageContaining(address)
          .hasMessageNotContaining("secret")
          .hasMessageNotContaining("\n");
    }
    assertThat(Duration.ofNanos(scheduler.nanoTime())).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void anythingElseFailsAtOnce() {
    assertThatThrownBy(
            () ->
                start.open(
                    () -> {
                      throw new IllegalStateException("a bug");
                    }))
        .hasMessage("a bug");
    assertThat(scheduler.nanoTime()).isZero();
  }
}
