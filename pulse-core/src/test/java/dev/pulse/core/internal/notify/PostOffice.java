package dev.pulse.core.internal.notify;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.model.Labels;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.api.schedule.Scheduler;
import dev.pulse.api.store.Commit;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** An outbox with all that it needs, in a time that is moved by hand. */
final class PostOffice {
  final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  final ManualScheduler scheduler = new ManualScheduler(clock);
  final FaultyStore store = new FaultyStore();
  private Life life = new Life(scheduler);
  Outbox outbox = outbox(Runnable::run, List.of());
  private int sent;

  Mailbox mailbox(String name) {
    return new Mailbox(name, clock);
  }

  /** The time of one process: when it is killed nothing of it is due any more. */
  private static final class Life implements Scheduler {
    private final Scheduler time;
    private volatile boolean over;
    private final AtomicInteger refusals = new AtomicInteger();

    Life(Scheduler time) {
      this.time = time;
    }

    @Override
    public long nanoTime() {
      return time.nanoTime();
    }

    @Override
    public Scheduled schedule(Duration delay, Runnable task) {
      if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new IllegalStateException("no timer is left");
      }
      return time.schedule(
          delay,
          () -> {
            if (!over) {
              task.run();
            }
          });
    }
  }

  /** Opens an outbox over what the store has; the one before is dead, as by {@code kill -9}. */
  Outbox open(Channel... channels) {
    return open(Runnable::run, channels);
  }

  Outbox open(Executor executor, Channel... channels) {
    restore(executor, channels);
    outbox.dispatch();
    return outbox;
  }

  /** As {@link #open}, but nothing is sent yet. */
  Outbox restore(Executor executor, Channel... channels) {
    life.over = true;
    outbox = outbox(executor, List.of(channels));
    outbox.restore();
    return outbox;
  }

  private Outbox outbox(Executor executor, List<Channel> channels) {
    life = new Life(scheduler);
    return new Outbox(store, clock, life, executor, new Random(1), channels, 20);
  }

  /** How many timers the outbox does not get. */
  void refuseTimers(int next) {
    life.refusals.set(next);
  }

  void pass(Duration time) {
    scheduler.advance(time);
  }

  /** A message about one incident, of a group of the incident's own. */
  Notification message(Kind kind, String channel, long incident) {
    return message(kind, channel, incident, "group-" + incident);
  }

  Notification message(Kind kind, String channel, long incident, String group) {
    var alert = Alert.builder(incident, "shop", "down", clock.instant());
    if (kind == Kind.RESOLVED) {
      alert.ended(clock.instant(), "recovered");
    }
    return Notification.builder(
            String.format(Locale.ROOT, "%05d-%s", ++sent, channel), kind, channel, clock.instant())
        .group(group, Labels.of("check", "shop"))
        .alerts(List.of(alert.build()))
        .build();
  }

  /** As the router does: first the commit, then the outbox. Gives the id of the last one. */
  String send(Notification... messages) {
    store(messages);
    outbox.add(List.of(messages));
    outbox.dispatch();
    return messages[messages.length - 1].id();
  }

  String send(Kind kind, String channel, long incident) {
    return send(message(kind, channel, incident));
  }

  /** Only the commit. */
  void store(Notification... messages) {
    var commit = Commit.builder();
    outbox
        .documents(List.of(messages))
        .forEach(
            change ->
                commit.document(change.collection(), change.id(), change.body().orElseThrow()));
    store.commit(commit.build());
  }
}
