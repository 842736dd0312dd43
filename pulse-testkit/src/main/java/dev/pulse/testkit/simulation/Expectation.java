package dev.pulse.testkit.simulation;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notification.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a channel must have received: message by message, in order. Each call asks for the next
 * message; none may be left out.
 */
public final class Expectation {
  private final PulseSimulation simulation;
  private final String channel;
  private final Receiver receiver;
  private @Nullable Instant at;

  Expectation(PulseSimulation simulation, String channel, Receiver receiver) {
    this.simulation = simulation;
    this.channel = channel;
    this.receiver = receiver;
  }

  /**
   * The next message must have arrived at this time.
   *
   * @param time as for {@link PulseSimulation#at}
   */
  public Expectation at(String time) {
    this.at = simulation.instant(time);
    return this;
  }

  /** The next message must be the first one about alerts of exactly these checks. */
  public Expectation first(String... checks) {
    return next(Kind.FIRST, checks);
  }

  /** The next message must say that something changed, and be about exactly these checks. */
  public Expectation changed(String... checks) {
    return next(Kind.CHANGED, checks);
  }

  /** The next message must be a repetition about exactly these checks. */
  public Expectation repeated(String... checks) {
    return next(Kind.REPEAT, checks);
  }

  /** The next message must say that all is over with exactly these checks. */
  public Expectation resolved(String... checks) {
    return next(Kind.RESOLVED, checks);
  }

  /**
   * The next message must be of this kind, and about alerts of exactly these checks.
   *
   * @throws AssertionError when it is not; says what arrived
   */
  public Expectation next(Kind kind, String... checks) {
    var rest = receiver.rest();
    var wanted = new TreeSet<>(List.of(checks));
    if (rest.isEmpty()) {
      throw failure("expected " + kind + " about " + wanted + ", but nothing more arrived");
    }
    var next = rest.get(0);
    var message = next.message();
    var found = checks(message);
    if (message.kind() != kind || !found.equals(wanted) || (at != null && !at.equals(next.at()))) {
      throw failure(
          "expected "
              + kind
              + " about "
              + wanted
              + (at == null ? "" : " at " + at)
              + ", but the next was "
              + text(next));
    }
    receiver.asserted();
    at = null;
    return this;
  }

  /**
   * Nothing else may have arrived.
   *
   * @throws AssertionError when something has
   */
  public void nothingMore() {
    if (!receiver.rest().isEmpty()) {
      throw failure("expected nothing more, but the next was " + text(receiver.rest().get(0)));
    }
  }

  /** Everything that arrived so far, asked for or not. */
  public List<Notification> messages() {
    return receiver.received().stream().map(Receiver.Received::message).toList();
  }

  private static Set<String> checks(Notification message) {
    return message.alerts().stream()
        .map(Alert::check)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text(Receiver.Received received) {
    var message = received.message();
    return message.kind() + " about " + checks(message) + " at " + received.at();
  }

  private AssertionError failure(String what) {
    var all = receiver.received();
    return new AssertionError(
        "channel "
            + channel
            + ": "
            + what
            + (all.isEmpty()
                ? "; nothing arrived at all"
                : all.stream()
                    .map(Expectation::text)
                    .collect(Collectors.joining("\n  ", "\nall that arrived:\n  ", ""))));
  }
}
