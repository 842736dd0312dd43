package dev.pulse.samples.ethereum.evaluate;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** One evaluation that several may wait for. Thread-safe. */
final class Flight {
  /** What came of it, and when. */
  private record Landing(NetworkEvaluation evaluation, Instant at) {}

  private final CountDownLatch over = new CountDownLatch(1);
  private volatile @Nullable Landing landing;

  void land(NetworkEvaluation evaluation, Instant at) {
    landing = new Landing(evaluation, at);
    over.countDown();
  }

  void abort() {
    over.countDown();
  }

  /** What came of it; empty when it was given up. */
  Optional<NetworkEvaluation> await() throws InterruptedException {
    over.await();
    return Optional.ofNullable(landing).map(Landing::evaluation);
  }

  /** Whether it ended longer ago than that; also when the clock was set back behind its end. */
  boolean isOver(Instant now, Duration reusedFor) {
    var landed = landing;
    return landed != null
        && (!now.isBefore(landed.at().plus(reusedFor)) || now.isBefore(landed.at()));
  }
}
