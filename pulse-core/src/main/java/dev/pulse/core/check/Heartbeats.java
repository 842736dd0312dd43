package dev.pulse.core.check;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Secret;
import dev.pulse.api.event.PulseListener;
import dev.pulse.api.store.Documents;
import dev.pulse.api.store.StoreException;
import dev.pulse.core.Pulse;
import dev.pulse.core.internal.heartbeat.HeartbeatState;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the reports of jobs for the {@link HeartbeatCheck}s of a {@link Pulse}: stores each one,
 * then has the check judge it. Conditions and the like around such a check are looked through. The
 * sample server has one behind its REST routes; without a server, make one where reports arrive.
 *
 * <pre>{@code
 * try (var heartbeats = Heartbeats.of(pulse)) {
 *   heartbeats.report("backup", HeartbeatReport.started()).join();
 *   // …
 * }
 * }</pre>
 *
 * <p>Thread-safe. Close it before the {@link Pulse}.
 */
public final class Heartbeats implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Heartbeats.class);

  /** Compared with when there is no check to ask, so that its absence costs the same time. */
  private static final Secret NOBODY = Secret.of("nobody-knows-this-one");

  private final Pulse pulse;
  private final Documents<HeartbeatState> documents;
  private final PulseListener listener =
      new PulseListener() {
        @Override
        public void onRegistered(Registration registration) {
          recall(registration);
        }
      };

  private Heartbeats(Pulse pulse) {
    this.pulse = pulse;
    this.documents = pulse.documents("pulse.heartbeats", HeartbeatState.class);
  }

  /** Takes the reports for all heartbeat checks of a Pulse, also for those added later. */
  public static Heartbeats of(Pulse pulse) {
    var heartbeats = new Heartbeats(requireNonNull(pulse, "pulse"));
    pulse.addListener(heartbeats.listener);
    pulse.checks().forEach(view -> heartbeats.recall(view.registration()));
    return heartbeats;
  }

  /** What was reported before Pulse was restarted. */
  private void recall(Registration registration) {
    heartbeat(registration)
        .ifPresent(
            check -> {
              try {
                documents
                    .find(registration.name())
                    .ifPresent(found -> check.take(found.value(), found.version(), false));
              } catch (StoreException e) {
                log.warn(
                    "What {} reported could not be read; its last result has to do",
                    registration.name(),
                    e);
              }
            });
  }

  private static Optional<HeartbeatCheck> heartbeat(Registration registration) {
    return registration.check().unwrapped() instanceof HeartbeatCheck check
        ? Optional.of(check)
        : Optional.empty();
  }

  private Optional<HeartbeatCheck> heartbeat(String name) {
    return pulse.check(name).flatMap(view -> heartbeat(view.registration()));
  }

  /**
   * Whether somebody who knows this may report to a check; compared in constant time. False as well
   * when there is no such check, when it is no heartbeat check, and when it has no token: do not
   * tell a caller which.
   */
  public boolean accepts(String check, String token) {
    requireNonNull(token, "token");
    var expected = heartbeat(check).flatMap(HeartbeatCheck::token);
    boolean same = expected.orElse(NOBODY).matches(token);
    return same && expected.isPresent();
  }

  /**
   * Takes a report. It is on disk when this returns, so it may be acknowledged; a report that comes
   * twice does no harm. Asks for no token: see {@link #accepts}.
   *
   * @return completes with a result that has seen the report, and exceptionally when the check is
   *     removed or Pulse is closed before there is one; the report is kept in any case
   * @throws IllegalArgumentException when there is no heartbeat check of that name
   * @throws StoreException when the store does not take it: nothing was changed, try again
   */
  public CompletableFuture<Outcome> report(String check, HeartbeatReport report) {
    requireNonNull(report, "report");
    var heartbeat =
        heartbeat(check)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there is no heartbeat check \"" + check + "\" to report to"));
    var now = pulse.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    var stored = documents.change(check, before -> heartbeat.after(before, report, now));
    heartbeat.take(stored.value(), stored.version(), true);
    log.debug("{} {}", check, report);
    return judged(check, heartbeat);
  }

  /** The run that is joined may have looked before the report came; then it takes another. */
  private CompletableFuture<Outcome> judged(String check, HeartbeatCheck heartbeat) {
    try {
      return pulse
          .runNow(check)
          .thenCompose(
              outcome ->
                  heartbeat.hasNews()
                      ? pulse.runNow(check)
                      : CompletableFuture.completedFuture(outcome));
    } catch (IllegalArgumentException | IllegalStateException e) {
      // Removed or closed since: the report is stored, and that is what matters.
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Stops watching for further checks. What was reported stays. */
  @Override
  public void close() {
    pulse.removeListener(listener);
  }
}
