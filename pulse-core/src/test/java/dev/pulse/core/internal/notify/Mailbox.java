package dev.pulse.core.internal.notify;

import dev.pulse.api.notify.Channel;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.api.notify.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A receiver that notes down what arrives and when, and does as it is told. Thread-safe. */
final class Mailbox implements Notifier {
  private final String name;
  private final InstantSource clock;
  private final Deque<Notifier> answers = new ArrayDeque<>();
  private final List<Call> calls = new ArrayList<>();
  private final List<Notification> taken = new ArrayList<>();
  private boolean away;

  /** One attempt. */
  record Call(Instant at, Notification notification) {}

  Mailbox(String name, InstantSource clock) {
    this.name = name;
    this.clock = clock;
  }

  Channel channel() {
    return Channel.of(name, this);
  }

  /** What happens at the next call that has no answer yet; afterwards everything is taken. */
  synchronized Mailbox next(Notifier answer) {
    answers.add(answer);
    return this;
  }

  Mailbox fails() {
    return next(
        notification -> {
          throw NotifyException.passing("503 Service Unavailable", null);
        });
  }

  Mailbox refuses() {
    return next(
        notification -> {
          throw NotifyException.lasting("404 Not Found", null);
        });
  }

  Mailbox wantsPeaceFor(Duration time) {
    return next(
        notification -> {
          throw NotifyException.later("429 Too Many Requests", time);
        });
  }

  synchronized void away(boolean away) {
    this.away = away;
  }

  @Override
  public Receipt send(Notification notification) throws Exception {
    var receipt = answer(notification).send(notification);
    synchronized (this) {
      taken.add(notification);
    }
    return receipt;
  }

  private synchronized Notifier answer(Notification notification) {
    calls.add(new Call(clock.instant(), notification));
    if (away) {
      throw NotifyException.passing("connection refused", null);
    }
    return answers.isEmpty()
        ? any -> any.continues().orElseGet(() -> Receipt.of("re " + any.id()))
        : answers.remove();
  }

  /** The ids of what was taken, in order. */
  synchronized List<String> taken() {
    return taken.stream().map(Notification::id).toList();
  }

  /** What was taken, in order. */
  synchronized List<Notification> notifications() {
    return List.copyOf(taken);
  }

  /** How often a delivery was tried. */
  synchronized int calls() {
    return calls.size();
  }

  /** When deliveries were tried. */
  synchronized List<Instant> times() {
    return calls.stream().map(Call::at).toList();
  }
}
