package dev.pulse.kubernetes;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs in pods, as {@code kubectl exec} does, and tells their output, their errors and
 * their exit code apart. No shell is involved: arguments arrive as they are given. The service
 * account needs {@code get} and {@code create} on {@code pods/exec}, and {@code get} on {@code
 * pods} where a container has to be chosen.
 *
 * <p>In pods with several containers the program runs in the one that was named; if none was, in
 * the pod's default container ({@code kubectl.kubernetes.io/default-container}), else in its first.
 * The choice is remembered for an hour.
 *
 * <p>When the time is over or the thread is interrupted the connection is dropped at once. The
 * program in the pod may go on: nothing in the protocol ends it.
 *
 * <p>Thread-safe; every program has a connection of its own.
 *
 * @see PodScanner
 */
public final class PodExec {
  private static final Duration REMEMBERED = Duration.ofHours(1);
  private static final int MOST_REMEMBERED = 100_000;

  private final KubernetesConnection connection;
  private final @Nullable String container;
  private final Duration timeout;
  private final int maxOutput;
  private final Cache<String, String> chosen;

  private PodExec(Builder builder) {
    this.connection = builder.connection;
    this.container = builder.container;
    this.timeout = builder.timeout;
    this.maxOutput = builder.maxOutput;
    this.chosen =
        Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .ticker(builder.nanoTime::getAsLong)
            .executor(Runnable::run)
            .build();
  }

  /** With the defaults of {@link Builder}. */
  public static PodExec of(KubernetesConnection connection) {
    return builder(connection).build();
  }

  /** A builder with the defaults that its methods tell. */
  public static Builder builder(KubernetesConnection connection) {
    return new Builder(requireNonNull(connection, "connection"));
  }

  /**
   * A pod to run programs in, for as long as the time-out allows.
   *
   * @throws IllegalArgumentException when a name is none that Kubernetes allows
   */
  public PodVisit in(String namespace, String pod) {
    return new PodVisit(
        this,
        PodNames.requireLabel("namespace", namespace),
        PodNames.requireSubdomain("pod", pod),
        TimeBudget.of(timeout));
  }

  KubernetesConnection connection() {
    return connection;
  }

  Duration timeout() {
    return timeout;
  }

  ExecResult run(PodVisit visit, List<String> command) throws InterruptedException {
    var call = new ExecCall(connection, visit, command, maxOutput);
    if (container != null) {
      return call.run(Optional.of(container));
    }
    var key = visit.toString();
    try {
      return call.run(Optional.ofNullable(chosen.getIfPresent(key)));
    } catch (KubernetesException e) {
      if (!ContainerChoice.isMissing(e)) {
        throw e;
      }
      // Also a choice that was right once: the pod may have been replaced by another one.
      chosen.invalidate(key);
      var choice = ContainerChoice.of(connection, visit).orElseThrow(() -> e);
      chosen.put(key, choice);
      return call.run(Optional.of(choice));
    }
  }

  @Override
  public String toString() {
    return "programs in pods at " + connection;
  }

  /** Builds a {@link PodExec}. Confine to one thread. */
  public static final class Builder {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int LARGEST = 64 << 20;

    private final KubernetesConnection connection;
    private @Nullable String container;
    private Duration timeout = Duration.ofSeconds(30);
    private int maxOutput = 1 << 20;
    private LongSupplier nanoTime = System::nanoTime;

    private Builder(KubernetesConnection connection) {
      this.connection = connection;
    }

    /** The container to run in; default: chosen pod by pod. */
    public Builder container(String name) {
      this.container = requireNonNull(name, "name");
      return this;
    }

    /**
     * How long everything in one pod may take, from the first attempt to connect until the last
     * program has ended, all repetitions included; default 30 seconds, at most an hour.
     */
    public Builder timeout(Duration timeout) {
      this.timeout = requireNonNull(timeout, "timeout");
      return this;
    }

    /** How many bytes a program may write, errors included; default 1 MiB, at most 64 MiB. */
    public Builder maxOutput(int bytes) {
      this.maxOutput = bytes;
      return this;
    }

    /** By which the choice of a container grows old; default {@link System#nanoTime()}. */
    Builder nanoTime(LongSupplier nanoTime) {
      this.nanoTime = nanoTime;
      return this;
    }

    /** What is wrong, by the name of the option. */
    List<Problem> problems() {
      var problems = new ArrayList<Problem>();
      if (container != null && !PodNames.isLabel(container)) {
        problems.add(
            new Problem(
                "",
                "container",
                "must be the name of a container like sidecar-1, but is \"" + container + "\""));
      }
      if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST) > 0) {
        problems.add(new Problem("", "timeout", "must be 1 ms to 1 h, but is " + timeout));
      }
      if (maxOutput < 1 || maxOutput > LARGEST) {
        problems.add(
            new Problem(
                "", "max-output", "must be 1 to " + LARGEST + " bytes, but is " + maxOutput));
      }
      return problems;
    }

    /**
     * What runs programs.
     *
     * @throws ConfigurationException with everything that is wrong
     */
    public PodExec build() {
      var problems = problems();
      if (!problems.isEmpty()) {
        throw new ConfigurationException(problems);
      }
      return new PodExec(this);
    }
  }
}
