package dev.pulse.samples.executions;

import dev.pulse.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Pods that answer what the test says, at once or when it lets them. */
final class ScriptedPods implements Pods {
  private final ManualClock clock;
  private final List<String> names;
  private final Map<String, Execution> executions = new HashMap<>();
  private final Map<String, String> errors = new HashMap<>();
  private int scans;
  private volatile boolean configured = true;
  private volatile boolean connected;
  private volatile boolean reachable = true;
  private volatile String namespace = "infra";
  private volatile @Nullable CountDownLatch gate;
  private volatile @Nullable CountDownLatch exit;
  private volatile @Nullable Thread scanning;
  private boolean leaving;
  private volatile boolean broken;
  private volatile CountDownLatch asked = new CountDownLatch(1);
  private volatile Optional<Duration> took = Optional.of(Duration.ofMillis(30));

  ScriptedPods(ManualClock clock, PodRange range) {
    this.clock = clock;
    this.names = range.names();
    names.forEach(name -> executions.put(name, completed()));
  }

  static Execution completed() {
    return new Execution("x-1", "completed", 100L, 200L, 1_700_000_000L, 1_700_000_060L, null);
  }

  static Execution in(String state) {
    return new Execution("x-1", state, 1L, null, 1_700_000_000L, null, null);
  }

  static Execution failing(String state, String error) {
    return new Execution("x-1", state, 1L, null, 1_700_000_000L, null, error);
  }

  /** A pod answers with this from now on. */
  synchronized ScriptedPods answer(int number, Execution execution) {
    errors.remove(names.get(number));
    executions.put(names.get(number), execution);
    return this;
  }

  /** A pod cannot be asked from now on. */
  synchronized ScriptedPods fail(int number, String error) {
    errors.put(names.get(number), error);
    return this;
  }

  /** Whether pods are asked at all, or are known not to be there. */
  void attempts(boolean made) {
    took = made ? Optional.of(Duration.ofMillis(30)) : Optional.empty();
  }

  void took(Duration duration) {
    took = Optional.of(duration);
  }

  void namespace(String name) {
    namespace = name;
  }

  void configured(boolean found) {
    configured = found;
  }

  void reachable(boolean answers) {
    reachable = answers;
  }

  /** The next scans wait until this is let down. */
  CountDownLatch holdScans() {
    var latch = new CountDownLatch(1);
    asked = new CountDownLatch(1);
    gate = latch;
    return latch;
  }

  /** The next scans end, once they have been written down, when this is let down. */
  CountDownLatch holdEnds() {
    var latch = new CountDownLatch(1);
    exit = latch;
    return latch;
  }

  /** Waits until a scan has been written down since their ends are held. */
  synchronized void awaitEnd() throws InterruptedException {
    while (!leaving) {
      wait();
    }
  }

  /** From now on scans break. */
  void breakDown() {
    broken = true;
  }

  /** Waits until a scan has begun since they are held. */
  void awaitScan() throws InterruptedException {
    if (!asked.await(20, TimeUnit.SECONDS)) {
      throw new IllegalStateException("no scan began");
    }
  }

  /** Waits until so many scans have begun. */
  synchronized void awaitScans(int count) throws InterruptedException {
    while (scans < count) {
      wait();
    }
  }

  synchronized int scans() {
    return scans;
  }

  @Override
  public String namespace() {
    return namespace;
  }

  @Override
  public boolean isConfigured() {
    return configured;
  }

  @Override
  public boolean isConnected() {
    awaitExit();
    return connected;
  }

  /** What a scan asks after it has been written down is how the connection is. */
  private void awaitExit() {
    var latch = exit;
    if (latch == null || Thread.currentThread() != scanning) {
      return;
    }
    synchronized (this) {
      leaving = true;
      notifyAll();
    }
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public List<PodResult> ask() throws InterruptedException {
    synchronized (this) {
      scans++;
      notifyAll();
    }
    scanning = Thread.currentThread();
    if (broken) {
      throw new IllegalStateException("broken by the test");
    }
    asked.countDown();
    var latch = gate;
    if (latch != null) {
      latch.await();
    }
    connected = configured && reachable;
    return results();
  }

  private synchronized List<PodResult> results() {
    var now = clock.instant();
    var results = new ArrayList<PodResult>();
    for (String name : names) {
      var error = configured ? errors.get(name) : "no Kubernetes configuration";
      results.add(
          new PodResult(name, error == null ? executions.get(name) : null, error, now, took));
    }
    return results;
  }

  @Override
  public void close() {}
}
