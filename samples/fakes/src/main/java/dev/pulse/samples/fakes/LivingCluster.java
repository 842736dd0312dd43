package dev.pulse.samples.fakes;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A {@link FakeCluster} on loopback whose validators live: executions come in and end well, some
 * fail, some get stuck, and now and then a pod cannot be asked. It goes on in steps; what happens
 * in one follows from the seed and its number alone. Needs no thread: whoever asks the cluster
 * finds what has happened by its clock. The work logs are SQLite files, which the pods read
 * themselves: no {@code sqlite3} of the machine is needed. Thread-safe.
 *
 * <p>Each 20 steps tell a story, which begins before the cluster is first asked: two executions
 * fail, each for 13 steps, so that one of them is always to be seen; one is stuck for 12 steps; two
 * pods cannot be asked, each for 11 steps and each in its own way (not scheduled, connection cut,
 * gone, database locked), so that one is always unknown. All others work: an execution takes two to
 * four steps. With the usual step of three seconds one that runs for more than 20 seconds is stuck.
 *
 * <pre>{@code
 * try (var cluster = LivingCluster.start()) {
 *   // KUBECONFIG=cluster.kubeconfig(), or as a section of pulse.yaml:
 *   // validator-executions: {pod-range-end: 9, refresh-interval: 3s, stuck-after: 20s}
 * }
 * }</pre>
 *
 * <p>Defaults: ten pods {@code bboostd-validator-validator-0-0} to {@code …-9-0} in the namespace
 * {@code infra}, seed 1, three seconds for a step, any free port.
 */
public final class LivingCluster implements AutoCloseable {
  /** The namespace of its pods. */
  public static final String NAMESPACE = "infra";

  /** What the names of its pods begin with; a number and {@code -0} follow. */
  public static final String POD_PREFIX = "bboostd-validator-validator-";

  static final int STORY = 20;

  /** How many stories lie in the past when somebody asks first. */
  private static final int PAST = 2;

  private static final int HEROES = 5;

  private final Object lock = new Object();
  private final Path directory;
  private final FakeCluster cluster;
  private final Path kubeconfig;
  private final InstantSource clock;
  private final long seed;
  private final Duration every;
  private final Instant start;
  private final List<WorkLog> logs = new ArrayList<>();
  private final List<LivingValidator> validators = new ArrayList<>();
  private long done;
  private boolean closed;

  private LivingCluster(Builder builder) throws IOException {
    clock = builder.clock;
    seed = builder.seed;
    every = builder.every;
    start = clock.instant().minus(every.multipliedBy((long) PAST * STORY));
    directory = Files.createTempDirectory("living-cluster");
    cluster = FakeCluster.builder().clock(clock).port(builder.port).withoutRecords().start();
    kubeconfig = cluster.kubeconfig().namespace(NAMESPACE).write(directory.resolve("kubeconfig"));
    for (int i = 0; i < builder.pods; i++) {
      add(i, builder.hostile);
    }
    cluster.beforeAnswers(this::catchUp);
  }

  private void add(int number, boolean hostile) {
    var name = POD_PREFIX + number + "-0";
    var log = new WorkLog(directory.resolve(name + ".db"));
    logs.add(log);
    validators.add(
        new LivingValidator(
            cluster,
            NAMESPACE,
            name,
            number,
            log,
            hostile ? HostileTexts.costume(number) : LivingValidator.Costume.PLAIN));
    cluster.statefulSet(NAMESPACE, POD_PREFIX + number);
  }

  /** One with all defaults. */
  public static LivingCluster start() {
    return builder().start();
  }

  /** For another seed, size, speed or port. */
  public static Builder builder() {
    return new Builder();
  }

  /** The address of its API server, without a slash at the end. */
  public URI uri() {
    return cluster.uri();
  }

  /** A kubeconfig file that leads to it, and names its namespace; gone when it is closed. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** How many pods there are, counted from 0. */
  public int pods() {
    return validators.size();
  }

  FakeCluster cluster() {
    return cluster;
  }

  /** Lets all happen that is due by the clock; called before each answer. */
  void catchUp() {
    synchronized (lock) {
      if (closed) {
        return;
      }
      long due = Duration.between(start, clock.instant()).dividedBy(every);
      if (done >= due) {
        return;
      }
      while (done < due) {
        done++;
        step(done);
      }
      validators.forEach(LivingValidator::save);
    }
  }

  private void step(long step) {
    var at = start.plus(every.multipliedBy(step));
    for (int i = 0; i < validators.size(); i++) {
      validators.get(i).step(step, at, random(step, i));
    }
    story(step, at);
  }

  private void story(long step, Instant at) {
    long chapter = step / STORY;
    switch ((int) (step % STORY)) {
      case 1 -> hero(chapter, 0).fail(at, step + 13, random(step, -1));
      case 3 -> hero(chapter, 1).stick(at, step + 12);
      case 6 -> hero(chapter, 2).leave(step + 11, chapter * 2);
      case 11 -> hero(chapter, 3).fail(at, step + 13, random(step, -1));
      case 16 -> hero(chapter, 4).leave(step + 11, chapter * 2 + 1);
      default -> {}
    }
  }

  /** Each has its turn; where that begins follows from the seed. */
  private LivingValidator hero(long chapter, int which) {
    long first = new SplittableRandom(seed).nextInt(validators.size());
    return validators.get((int) ((first + chapter * HEROES + which) % validators.size()));
  }

  private SplittableRandom random(long step, long pod) {
    return new SplittableRandom(new SplittableRandom(seed + step * 1_000_003 + pod).nextLong());
  }

  /** Closes the cluster, and leaves no file behind. */
  @Override
  public void close() {
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
    }
    cluster.close();
    logs.forEach(WorkLog::close);
    Directories.delete(directory);
  }

  /** How many live, and how fast. Confined to one thread. */
  public static final class Builder {
    private InstantSource clock = InstantSource.system();
    private long seed = 1;
    private int pods = 10;
    private int port;
    private Duration every = Duration.ofSeconds(3);
    private boolean hostile;

    private Builder() {}

    /** By which time passes; the system's clock by default. */
    public Builder clock(InstantSource clock) {
      this.clock = requireNonNull(clock, "clock");
      return this;
    }

    /** From which everything follows that is not told. */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /**
     * How many pods.
     *
     * @param count 8 to 500
     * @throws IllegalArgumentException when it is something else
     */
    public Builder pods(int count) {
      if (count < 8 || count > 500) {
        throw new IllegalArgumentException("expected 8 to 500 pods, but found: " + count);
      }
      pods = count;
      return this;
    }

    /** The port; any free one by default, as with 0. */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /**
     * How long a step takes.
     *
     * @param step a second or more
     * @throws IllegalArgumentException when it is less
     */
    public Builder every(Duration step) {
      if (step.compareTo(Duration.ofSeconds(1)) < 0) {
        throw new IllegalArgumentException("expected a second or more, but found: " + step);
      }
      every = step;
      return this;
    }

    /**
     * Some of the work logs hold texts that nobody would choose: markup, 500 characters, others.
     */
    public Builder hostile() {
      hostile = true;
      return this;
    }

    /**
     * Starts it.
     *
     * @throws UncheckedIOException when its port or its files cannot be had
     */
    public LivingCluster start() {
      try {
        return new LivingCluster(this);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
