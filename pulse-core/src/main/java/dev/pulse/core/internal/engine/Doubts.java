package dev.pulse.core.internal.engine;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.model.Status;
import dev.pulse.api.schedule.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks, before a failure counts, whether the target is to blame: perhaps something fails that it
 * depends on, or this machine itself is not connected. What has not been asked since is asked then,
 * once for all who want to know. Thread-safe.
 */
final class Doubts {
  /** Failures that a machine without a connection sees of every target. */
  private static final Set<Reason> OF_THE_NETWORK =
      Set.of(
          Reason.DNS, Reason.REFUSED, Reason.UNREACHABLE, Reason.RESET, Reason.TIMEOUT, Reason.TLS);

  private static final String ROOT = "root_cause";
  private static final String OWN = "own_result";

  private final Scheduler scheduler;
  private final List<String> references;
  private final Function<String, @Nullable Slot> find;
  private final Function<Slot, CompletableFuture<Outcome>> ask;

  /**
   * @param references the registrations that pass while this machine is connected; none when that
   *     is not to be doubted
   * @param find the slot of a name
   * @param ask runs a slot, or joins its run
   */
  Doubts(
      Scheduler scheduler,
      List<String> references,
      Function<String, @Nullable Slot> find,
      Function<Slot, CompletableFuture<Outcome>> ask) {
    this.scheduler = scheduler;
    this.references = references;
    this.find = find;
    this.ask = ask;
  }

  /** Whether a registration is not worth asking, and what its result is then. */
  Optional<CheckResult> insteadOfAsking(Registration registration) {
    return registration.isSkippedWithDependency()
        ? failing(slots(registration.dependencies()))
            .map(cause -> dependency(cause).withDetail(OWN, "not asked"))
        : Optional.empty();
  }

  /**
   * Finds out what a result is worth.
   *
   * @param started when the run began; answers of others that are younger count as they are
   * @param then receives what it is worth: at once, or on whichever thread brings the last answer
   */
  void judge(
      Registration registration, Instant started, CheckResult result, Consumer<CheckResult> then) {
    if (result.status().isUp() || isBlameless(result)) {
      then.accept(result);
      return;
    }
    var needed = slots(registration.dependencies());
    // What is unknown anyway need not trouble others; but when one is known to fail, it is named.
    boolean asks = result.status() == Status.FAIL;
    askAgain(
        asks ? needed : List.of(),
        started,
        registration.timeout(),
        () ->
            failing(needed)
                .ifPresentOrElse(
                    cause -> then.accept(inPlaceOf(result, dependency(cause))),
                    () -> doubtConnection(registration, started, result, then)));
  }

  private void doubtConnection(
      Registration registration, Instant started, CheckResult result, Consumer<CheckResult> then) {
    var witnesses = slots(references);
    boolean doubtful =
        result.status() == Status.FAIL
            && result.reason().filter(OF_THE_NETWORK::contains).isPresent()
            && !references.contains(registration.name())
            && !witnesses.isEmpty();
    if (!doubtful) {
      then.accept(result);
      return;
    }
    askAgain(
        witnesses,
        started,
        registration.timeout(),
        () -> then.accept(isConnected(witnesses) ? result : disconnected(witnesses, result)));
  }

  /** Whether a result says by itself that its target is not to blame. */
  static boolean isBlameless(CheckResult result) {
    return result
        .reason()
        .filter(
            reason ->
                reason.equals(Reason.DENIED)
                    || reason.equals(Reason.DEPENDENCY)
                    || reason.equals(Reason.CONNECTIVITY))
        .isPresent();
  }

  /** What fails instead of the target of a result, if the result says so. */
  static Optional<String> rootCause(CheckResult result) {
    return result
        .reason()
        .filter(Reason.DEPENDENCY::equals)
        .flatMap(reason -> Optional.ofNullable(result.details().get(ROOT)));
  }

  /** Those that are there and at work; one that is paused knows nothing. */
  private List<Slot> slots(Collection<String> names) {
    var found = new ArrayList<Slot>(names.size());
    for (String name : names) {
      @Nullable Slot slot = find.apply(name);
      if (slot != null && !slot.isPaused()) {
        found.add(slot);
      }
    }
    return found;
  }

  /**
   * Asks those that would have to be asked, and goes on when all have answered, or after the bound
   * with what is known then. Who is known to fail is left alone: asking it for each of its children
   * would fill its threshold within a moment, and open an incident for a blip.
   */
  private void askAgain(List<Slot> others, Instant since, Duration bound, Runnable then) {
    var answers =
        others.stream().filter(slot -> isToBeAsked(slot.latest(), since)).map(ask).toList();
    if (answers.isEmpty()) {
      then.run();
      return;
    }
    var gone = new AtomicBoolean();
    Runnable once =
        () -> {
          if (gone.compareAndSet(false, true)) {
            then.run();
          }
        };
    var timer = scheduler.schedule(bound, once);
    var unused =
        CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
            .whenComplete(
                (nothing, failure) -> {
                  // One that could not be asked is judged by what is known of it.
                  timer.cancel();
                  once.run();
                });
  }

  private static boolean isToBeAsked(@Nullable Outcome answer, Instant since) {
    return answer == null || (answer.started().isBefore(since) && !isFailing(answer));
  }

  private static Optional<Outcome> failing(List<Slot> needed) {
    return needed.stream()
        .map(Slot::latest)
        .flatMap(Stream::ofNullable)
        .filter(Doubts::isFailing)
        .findFirst();
  }

  private static boolean isFailing(Outcome outcome) {
    return outcome.status() == Status.FAIL || isExcused(outcome);
  }

  private static boolean isExcused(Outcome outcome) {
    return outcome.result().reason().filter(Reason.DEPENDENCY::equals).isPresent();
  }

  private static CheckResult dependency(Outcome cause) {
    // Only there the detail is ours: a check may have one of that name.
    var root =
        isExcused(cause)
            ? cause.result().details().getOrDefault(ROOT, cause.check())
            : cause.check();
    var summary =
        root.equals(cause.check())
            ? "it depends on " + root + ", which fails: " + cause.result().summary()
            : "it depends on " + cause.check() + ", and in the end on " + root + ", which fails";
    return CheckResult.unknown(Reason.DEPENDENCY, summary)
        .withDetail("dependency", cause.check())
        .withDetail(ROOT, root);
  }

  private static boolean isConnected(List<Slot> witnesses) {
    return witnesses.stream()
        .map(Slot::latest)
        .anyMatch(outcome -> outcome != null && outcome.status().isUp());
  }

  private static CheckResult disconnected(List<Slot> witnesses, CheckResult result) {
    var names = witnesses.stream().map(slot -> slot.registration().name()).toList();
    return inPlaceOf(
        result,
        CheckResult.unknown(
            Reason.CONNECTIVITY,
            "Pulse itself seems to be cut off: none of "
                + String.join(", ", names)
                + " passes either"));
  }

  /** Keeps the details: some checks read them in their next run, to know what they knew. */
  private static CheckResult inPlaceOf(CheckResult own, CheckResult verdict) {
    var result = verdict;
    for (var detail : own.details().entrySet()) {
      if (!verdict.details().containsKey(detail.getKey())) {
        result = result.withDetail(detail.getKey(), detail.getValue());
      }
    }
    return result.withDetail(OWN, own.toString());
  }
}
