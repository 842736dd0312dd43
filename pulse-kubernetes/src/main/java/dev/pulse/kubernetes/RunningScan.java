package dev.pulse.kubernetes;

import dev.pulse.core.internal.text.Faults;
import dev.pulse.kubernetes.KubernetesException.Kind;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One scan: as many threads as pods may be asked at once take one pod after the other, and the last
 * answer finishes it. No thread waits for another, so an executor with few threads makes it slow
 * and not stuck. Thread-safe.
 */
final class RunningScan<T> {
  private static final Logger log = LoggerFactory.getLogger(PodScanner.class);

  /** How many callers wait for the result; guarded by the lock of the scanner. */
  int waiting;

  private final ScanPlan<T> plan;
  private final Executor executor;
  private final CompletableFuture<PodScan<T>> result = new CompletableFuture<>();
  private final AtomicReferenceArray<PodAnswer<T>> answers;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger missing;
  private final Object lock = new Object();
  private final Set<Thread> threads = new HashSet<>();
  private final Instant started;
  private volatile String namespace = "";
  private boolean broken;

  RunningScan(ScanPlan<T> plan, Executor executor) {
    this.plan = plan;
    this.executor = executor;
    this.answers = new AtomicReferenceArray<>(plan.pods().size());
    this.missing = new AtomicInteger(plan.pods().size());
    this.started = plan.clock().instant();
  }

  /** Completed when every pod is done with; cancelled when the scan is broken off. */
  CompletableFuture<PodScan<T>> result() {
    return result;
  }

  /** Begins to ask. */
  void begin() {
    try {
      executor.execute(() -> inTurn(this::prepare));
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(e);
    }
  }

  /** Interrupts everybody who asks. */
  void breakOff() {
    result.cancel(false);
    synchronized (lock) {
      broken = true;
      threads.forEach(Thread::interrupt);
    }
  }

  /** A part of the work, on a thread that can be interrupted as long as it does that part. */
  private void inTurn(Work work) {
    synchronized (lock) {
      if (broken) {
        return;
      }
      threads.add(Thread.currentThread());
    }
    try {
      work.run();
    } catch (InterruptedException e) {
      breakOff();
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
      breakOff();
      throw e;
    } finally {
      synchronized (lock) {
        threads.remove(Thread.currentThread());
        if (broken) {
          // It was meant for this work, and not for what the thread does next.
          boolean unused = Thread.interrupted();
        }
      }
    }
  }

  private void prepare() throws InterruptedException {
    namespace = plan.namespace().orElseGet(plan.exec().connection()::namespace);
    try {
      plan.exec().connection().access(TimeBudget.of(plan.exec().timeout()));
    } catch (KubernetesException e) {
      // Looked for once in a scan, and not once for each pod.
      failWithoutAsking(pod -> Optional.of(failure(e)));
      return;
    }
    if (plan.roster().isPresent()) {
      failWithoutAsking(plan.roster().get().call(namespace));
    }
    long open = IntStream.range(0, plan.pods().size()).filter(i -> answers.get(i) == null).count();
    for (int others = 1; others < Math.min(open, plan.concurrency()); others++) {
      try {
        executor.execute(() -> inTurn(this::askOneAfterTheOther));
      } catch (RejectedExecutionException e) {
        // Whoever is at work already asks the rest.
        break;
      }
    }
    askOneAfterTheOther();
  }

  private void failWithoutAsking(PodRoster.Call call) {
    for (int i = 0; i < plan.pods().size(); i++) {
      var pod = plan.pods().get(i);
      var why = call.whyNot(pod);
      if (why.isPresent()) {
        answered(i, PodAnswer.failed(pod, why.get(), plan.clock().instant(), Optional.empty()));
      }
    }
  }

  private void askOneAfterTheOther() throws InterruptedException {
    for (int i = next.getAndIncrement();
        i < plan.pods().size() && !result.isDone();
        i = next.getAndIncrement()) {
      if (answers.get(i) == null) {
        ask(i, plan.pods().get(i));
      }
    }
  }

  private void ask(int index, String pod) throws InterruptedException {
    var visit = plan.exec().in(namespace, pod);
    PodAnswer<T> answer;
    try {
      var value = plan.question().ask(visit);
      answer = PodAnswer.of(pod, value, plan.clock().instant(), visit.budget().elapsed());
    } catch (KubernetesException e) {
      answer = failed(pod, failure(e), visit);
    } catch (RuntimeException e) {
      log.warn("The question to {} failed", visit, e);
      var message = OneLine.of(Faults.describe(e), OneLine.SHORT);
      answer = failed(pod, new PodFailure(Kind.OTHER, message), visit);
    }
    answered(index, answer);
  }

  private PodAnswer<T> failed(String pod, PodFailure failure, PodVisit visit) {
    return PodAnswer.failed(pod, failure, plan.clock().instant(), visit.budget().elapsed());
  }

  private static PodFailure failure(KubernetesException e) {
    return new PodFailure(e.kind(), String.valueOf(e.getMessage()));
  }

  private void answered(int index, PodAnswer<T> answer) {
    answers.set(index, answer);
    if (missing.decrementAndGet() == 0) {
      var list = IntStream.range(0, answers.length()).mapToObj(answers::get).toList();
      result.complete(new PodScan<>(namespace, list, started, plan.clock().instant()));
    }
  }

  /** What a thread does; ends early when it is interrupted. */
  private interface Work {
    void run() throws InterruptedException;
  }
}
