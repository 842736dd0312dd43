package dev.pulse.samples.fakes;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A validator of a {@link LivingCluster}: it takes one range of blocks after the other, and notes
 * each in its work log. Confined to whoever holds the cluster's lock.
 */
final class LivingValidator {
  private static final long BLOCKS = 100;
  private static final long APART = 1_000_000;
  private static final List<String> ERRORS =
      List.of(
          "block %d: state root mismatch",
          "block %d: the prover did not answer within 30 s",
          "block %d: nonce too low",
          "block %d: no space left on device");

  private final FakeCluster cluster;
  private final String namespace;
  private final String name;
  private final int number;
  private final WorkLog log;
  private final Costume costume;
  private final Map<String, WorkLog.Execution> unwritten = new LinkedHashMap<>();
  private WorkLog.Execution current;
  private long count;
  private long failedUntil;
  private long stuckUntil;
  private long unreachableUntil;
  private int left;

  /** How a validator's texts look. */
  interface Costume {
    /** As they are. */
    Costume PLAIN = (column, text) -> text;

    /** The text of a column as it is written down. */
    String of(String column, String text);
  }

  LivingValidator(
      FakeCluster cluster,
      String namespace,
      String name,
      int number,
      WorkLog log,
      Costume costume) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.name = name;
    this.number = number;
    this.log = log;
    this.costume = costume;
    this.current = next(APART * (number + 1));
    reachable();
  }

  /** One step of its work. */
  void step(long step, Instant at, SplittableRandom random) {
    if (step == unreachableUntil) {
      reachable();
    }
    switch (current.state()) {
      case "pending" -> begin(at, 2 + random.nextInt(3));
      case "running" -> {
        left--;
        if (left <= 0 && step >= stuckUntil) {
          end("completed", at, current.startBlock() + BLOCKS - 1, null);
          left = 1 + random.nextInt(3);
        }
      }
      case "completed" -> {
        left--;
        if (left <= 0) {
          current = next(current.startBlock() + BLOCKS);
        }
      }
      default -> {
        if (step >= failedUntil) {
          current = next(current.startBlock() + BLOCKS);
        }
      }
    }
  }

  /** What it does fails, and it begins with nothing else until then. */
  void fail(Instant at, long until, SplittableRandom random) {
    failedUntil = until;
    if (!current.state().equals("running")) {
      restart(at);
    }
    long block = current.startBlock() + random.nextLong(BLOCKS);
    var error = ERRORS.get(random.nextInt(ERRORS.size()));
    end("failed", at, block, String.format(Locale.ROOT, error, block));
  }

  /** What it does does not end until then. */
  void stick(Instant at, long until) {
    stuckUntil = until;
    if (!current.state().equals("running")) {
      restart(at);
    }
  }

  /** It cannot be asked until then, in one of four ways. */
  void leave(long until, long way) {
    unreachableUntil = until;
    switch ((int) (way % 4)) {
      case 0 -> pod().phase("Pending").node("");
      case 1 -> pod().answers(ExecAnswer.printing("").cutBeforeStatus());
      case 2 -> cluster.removePod(namespace, name);
      default ->
          pod().answers(ExecAnswer.exiting(5, "", "Error: in prepare, database is locked (5)\n"));
    }
  }

  private void reachable() {
    pod()
        .container("validator")
        .ownedBy("StatefulSet", name.replaceFirst("-0$", ""))
        .phase("Running")
        .node("node-" + (1 + number % 3))
        .answers(ExecAnswer.computed(log::run));
  }

  private FakePod pod() {
    return cluster.pod(namespace, name);
  }

  /** Writes down what has happened since this was done last. */
  void save() {
    if (!unwritten.isEmpty()) {
      log.write(unwritten.values());
      unwritten.clear();
    }
  }

  private void restart(Instant at) {
    if (!current.state().equals("pending")) {
      current = next(current.startBlock() + BLOCKS);
    }
    begin(at, 2);
  }

  private WorkLog.Execution next(long block) {
    count++;
    var id = costume.of("id", "exec-" + number + "-" + count);
    return note(new WorkLog.Execution(id, "pending", block, null, null, null, null));
  }

  private void begin(Instant at, int steps) {
    left = steps;
    current =
        note(
            new WorkLog.Execution(
                current.id(),
                "running",
                current.startBlock(),
                null,
                at.getEpochSecond(),
                null,
                null));
  }

  private void end(String state, Instant at, long block, @Nullable String error) {
    current =
        note(
            new WorkLog.Execution(
                current.id(),
                state,
                current.startBlock(),
                block,
                current.startTimestamp(),
                at.getEpochSecond(),
                error));
  }

  /** What is written has the costume; what it goes on with has not. */
  private WorkLog.Execution note(WorkLog.Execution execution) {
    var error = execution.error();
    unwritten.put(
        execution.id(),
        new WorkLog.Execution(
            execution.id(),
            costume.of("state", execution.state()),
            execution.startBlock(),
            execution.endBlock(),
            execution.startTimestamp(),
            execution.endTimestamp(),
            error == null ? null : costume.of("error", error)));
    if (unwritten.size() > WorkLog.KEPT) {
      unwritten.remove(unwritten.keySet().iterator().next());
    }
    return execution;
  }
}
