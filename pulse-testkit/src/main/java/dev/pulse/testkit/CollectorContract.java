package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.collect.Collector;
import dev.pulse.api.collect.Samples;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What Pulse expects of every collector, as tests. Extend it, and hand over the collector against
 * three targets: one that is well and has something to bring, one that cannot be reached, and one
 * that never answers. {@link dev.pulse.testkit.fault.FaultServer} makes all three for whatever asks
 * over a network.
 *
 * <pre>{@code
 * class DepthCollectorTest extends CollectorContract {
 *   @Override
 *   protected Collector unreachable() {
 *     return new DepthCollector(refusing.url());
 *   }
 *   …
 * }
 * }</pre>
 */
public abstract class CollectorContract {
  /** For subclasses. */
  protected CollectorContract() {}

  /** The collector against a target that is well: it must bring samples, each time of the same. */
  protected abstract Collector healthy() throws Exception;

  /** The collector against a target that nobody can reach: it must throw, or say what it lacks. */
  protected abstract Collector unreachable() throws Exception;

  /** The collector against a target that takes the question and never answers. */
  protected abstract Collector hanging() throws Exception;

  /** The secrets that the three collectors were given; none of them may show anywhere. */
  protected Set<String> secrets() {
    return Set.of();
  }

  /** How long to wait; shorter in the tests of the contract itself. */
  Patience patience() {
    return Patience.USUAL;
  }

  @Test
  void healthyTargetBringsSamples() throws Exception {
    var brought = whole(healthy()).requireAnswer();
    assertThat(brought.asList()).as("samples").isNotEmpty();
    assertThat(brought.unavailable()).as("unavailable").isEmpty();
  }

  @Test
  void unreachableTargetIsNeverAnEmptySuccess() throws Exception {
    assertNothingKnown(whole(unreachable()));
  }

  @Test
  void hangingTargetIsNoSuccessAtTheDeadline() throws Exception {
    var collector = hanging();
    var context = FakeCollectContext.builder().timeout(patience().hang()).build();
    assertNothingKnown(
        Trial.interruptedAtTheDeadline(patience(), () -> collector.collect(context)));
  }

  @Test
  void interruptEndsItSoon() throws Exception {
    var collector = hanging();
    var context = FakeCollectContext.builder().timeout(patience().ample()).build();
    var trial = Trial.begin(() -> collector.collect(context));
    assertThat(trial.endsWithin(patience().hang())).as("ended although its target hangs").isFalse();
    trial.interrupt();
    assertThat(trial.endsWithin(patience().soon())).as("ended after an interrupt").isTrue();
    assertNothingKnown(trial);
  }

  @Test
  void canRunAgain() throws Exception {
    var collector = healthy();
    var first = whole(collector).requireAnswer();
    assertThat(series(whole(collector).requireAnswer())).isEqualTo(series(first));
  }

  @Test
  void canRunOnTwoThreadsAtOnce() throws Exception {
    var collector = healthy();
    var expected = series(whole(collector).requireAnswer());
    for (Trial<Samples> trial :
        Trial.twice(patience(), () -> collector.collect(FakeCollectContext.create()))) {
      assertThat(series(trial.requireAnswer())).isEqualTo(expected);
    }
  }

  @Test
  void showsNoSecret() throws Exception {
    var shown = new Shown();
    for (Collector collector : new Collector[] {healthy(), unreachable(), hanging()}) {
      var context = FakeCollectContext.builder().timeout(patience().hang()).build();
      var trial = Trial.interruptedAtTheDeadline(patience(), () -> collector.collect(context));
      shown.add("toString() of the collector", collector);
      shown.add("the log of the run", context.logLines());
      shown.addFailure(trial.failure());
      var brought = trial.answer();
      if (brought != null) {
        shown.add("the samples", brought.asList());
        shown.add("what is unavailable", brought.unavailable());
      }
    }
    shown.assertNone(secrets());
  }

  private Trial<Samples> whole(Collector collector) throws InterruptedException {
    return Trial.whole(patience(), () -> collector.collect(FakeCollectContext.create()));
  }

  private static Set<String> series(Samples brought) {
    assertThat(brought.asList()).as("samples").isNotEmpty();
    return brought.asList().stream()
        .map(sample -> sample.name() + sample.labels())
        .collect(Collectors.toSet());
  }

  private static void assertNothingKnown(Trial<Samples> trial) {
    @Nullable Throwable failure = trial.failure();
    if (failure == null) {
      var brought = trial.requireAnswer();
      assertThat(brought.asList()).as("samples of what nobody could read").isEmpty();
      assertThat(brought.unavailable())
          .as("what is unavailable: without it, nothing means that there is nothing")
          .isNotEmpty();
    } else {
      assertThat(failure).isInstanceOf(Exception.class);
    }
  }
}
