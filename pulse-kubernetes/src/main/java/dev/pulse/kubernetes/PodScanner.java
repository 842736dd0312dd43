package dev.pulse.kubernetes;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.core.internal.engine.Workers;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Asks many pods the same question, some at a time. One pod's failure harms no other: each ends in
 * exactly one {@link PodAnswer}. At most one scan runs at a time; whoever asks meanwhile gets its
 * result.
 *
 * <p>Before the pods are asked, one list of the namespace tells which of them are missing or not
 * running; those are not asked. When the list cannot be had all pods are asked.
 *
 * <pre>{@code
 * var scanner =
 *     PodScanner.builder(PodExec.of(connection), heights)
 *         .pods(List.of("node-0", "node-1"))
 *         .build();
 * PodScan<List<SqliteRow>> scan = scanner.scan();
 * }</pre>
 *
 * <p>Thread-safe. Close it when it is no longer needed, unless it was given an executor.
 *
 * @param <T> what the question asks for
 */
public final class PodScanner<T> implements AutoCloseable {
  private final ScanPlan<T> plan;
  private final Executor executor;
  private final @Nullable ExecutorService own;
  private final Object lock = new Object();
  private @Nullable RunningScan<T> running;
  private boolean closed;

  private PodScanner(ScanPlan<T> plan, @Nullable Executor executor) {
    this.plan = plan;
    this.own = executor == null ? Workers.create("pulse-scan-") : null;
    this.executor = executor == null ? requireNonNull(own) : executor;
  }

  /**
   * A builder with the defaults that its methods tell; it also needs {@link Builder#pods}.
   *
   * @param exec how programs are run in the pods, and for how long
   * @param question what each pod is asked
   */
  public static <T> Builder<T> builder(PodExec exec, PodQuestion<T> question) {
    return new Builder<>(requireNonNull(exec, "exec"), requireNonNull(question, "question"));
  }

  /**
   * Asks all pods, or waits for the scan that does so already.
   *
   * @throws InterruptedException when the thread was interrupted; a scan that nobody waits for any
   *     more is broken off
   * @throws IllegalStateException when this is closed
   */
  public PodScan<T> scan() throws InterruptedException {
    var scan = join();
    try {
      return scan.result().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the scan could not be run", e.getCause());
    } catch (CancellationException e) {
      throw new IllegalStateException("the scanner was closed while it scanned", e);
    } finally {
      leave(scan);
    }
  }

  /** Whether a scan is under way. */
  public boolean scanning() {
    synchronized (lock) {
      return running != null && !running.result().isDone();
    }
  }

  private RunningScan<T> join() {
    RunningScan<T> scan;
    boolean begins = false;
    synchronized (lock) {
      if (closed) {
        throw new IllegalStateException("the scanner is closed");
      }
      if (running == null || running.result().isDone()) {
        running = new RunningScan<>(plan, executor);
        begins = true;
      }
      scan = running;
      scan.waiting++;
    }
    if (begins) {
      scan.begin();
    }
    return scan;
  }

  private void leave(RunningScan<T> scan) {
    boolean deserted;
    synchronized (lock) {
      scan.waiting--;
      deserted = scan.waiting == 0 && !scan.result().isDone();
      if (deserted && running == scan) {
        running = null;
      }
    }
    if (deserted) {
      scan.breakOff();
    }
  }

  /** Breaks off a scan that is under way, and ends the threads. */
  @Override
  public void close() {
    @Nullable RunningScan<T> scan;
    synchronized (lock) {
      closed = true;
      scan = running;
    }
    if (scan != null) {
      scan.breakOff();
    }
    if (own != null) {
      own.shutdownNow();
    }
  }

  @Override
  public String toString() {
    return plan.pods().size() + " pods at " + plan.exec().connection();
  }

  /** Builds a {@link PodScanner}. Confine to one thread. */
  public static final class Builder<T> {
    private static final int MOST_AT_ONCE = 1_000;

    private final PodExec exec;
    private final PodQuestion<T> question;
    private @Nullable String namespace;
    private List<String> pods = List.of();
    private int concurrency = 10;
    private boolean precheck = true;
    private @Nullable Executor executor;
    private InstantSource clock = InstantSource.system();

    private Builder(PodExec exec, PodQuestion<T> question) {
      this.exec = exec;
      this.question = question;
    }

    /**
     * Where the pods are; default: the {@link KubernetesConnection#namespace()} at the time of each
     * scan.
     */
    public Builder<T> namespace(String namespace) {
      this.namespace = requireNonNull(namespace, "namespace");
      return this;
    }

    /** The names of the pods, in the order of the answers; each once. Needed. */
    public Builder<T> pods(List<String> pods) {
      this.pods = List.copyOf(pods);
      return this;
    }

    /** How many pods are asked at the same time; default 10, at most 1,000. */
    public Builder<T> concurrency(int concurrency) {
      this.concurrency = concurrency;
      return this;
    }

    /** Whether a list of the namespace comes first; default true. */
    public Builder<T> precheck(boolean precheck) {
      this.precheck = precheck;
      return this;
    }

    /**
     * Where pods are asked; default: threads of its own, virtual ones from Java 21 on. It is handed
     * as many tasks as pods are asked at the same time, which block, and is never shut down.
     */
    public Builder<T> executor(Executor executor) {
      this.executor = requireNonNull(executor, "executor");
      return this;
    }

    /** The clock for the times of answers; default: that of the system. */
    public Builder<T> clock(InstantSource clock) {
      this.clock = requireNonNull(clock, "clock");
      return this;
    }

    /** What is wrong, by the name of the option. */
    List<Problem> problems() {
      var problems = new ArrayList<Problem>();
      if (namespace != null && !PodNames.isLabel(namespace)) {
        problems.add(
            new Problem(
                "",
                "namespace",
                "must be the name of a namespace like infra-1, but is \"" + namespace + "\""));
      }
      if (pods.isEmpty()) {
        problems.add(new Problem("", "pods", "must name one pod at least"));
      }
      for (String pod : pods) {
        if (!PodNames.isSubdomain(pod)) {
          problems.add(
              new Problem(
                  "", "pods", "must be names of pods like db-0, but one is \"" + pod + "\""));
        }
      }
      if (pods.stream().distinct().count() < pods.size()) {
        problems.add(new Problem("", "pods", "must not name a pod twice"));
      }
      if (concurrency < 1 || concurrency > MOST_AT_ONCE) {
        problems.add(
            new Problem(
                "", "concurrency", "must be 1 to " + MOST_AT_ONCE + ", but is " + concurrency));
      }
      return problems;
    }

    /**
     * The scanner.
     *
     * @throws ConfigurationException with everything that is wrong
     */
    public PodScanner<T> build() {
      var problems = problems();
      if (!problems.isEmpty()) {
        throw new ConfigurationException(problems);
      }
      Optional<PodRoster> roster =
          precheck
              ? Optional.of(new PodRoster(exec.connection(), exec.timeout()))
              : Optional.empty();
      return new PodScanner<>(
          new ScanPlan<>(
              exec, question, Optional.ofNullable(namespace), pods, concurrency, roster, clock),
          executor);
    }
  }
}
