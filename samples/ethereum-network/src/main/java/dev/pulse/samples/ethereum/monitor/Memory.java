package dev.pulse.samples.ethereum.monitor;

import dev.pulse.api.model.Labels;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.discord.DiscordMention;
import dev.pulse.samples.ethereum.message.Notice;
import dev.pulse.samples.ethereum.message.Notice.Topic;
import dev.pulse.samples.ethereum.report.Subject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What messages are made of: the report behind a notification, and whom it calls. There before the
 * system is, because Pulse wants its channels when it starts; what is asked for meanwhile is asked
 * for again. Thread-safe.
 */
public final class Memory {
  private static final int MOST = 1_000;

  private volatile @Nullable Monitor monitor;

  /** The run behind each message of late: what is delivered again is made of the same one. */
  private final Map<String, String> runs =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
              return size() > MOST;
            }
          });

  void bind(Monitor monitor) {
    this.monitor = monitor;
  }

  /** What a notification is about: the last run in which its alert was confirmed. */
  public Optional<Notice> notice(Notification notification) {
    var subject = subject(notification.groupLabels());
    if (subject.isEmpty()) {
      return Optional.empty();
    }
    var topic =
        switch (subject.get().client()) {
          case AlertStates.NETWORK -> Topic.NETWORK_WIDE;
          case AlertStates.NO_DATA -> Topic.NO_DATA;
          default -> Topic.CLIENT;
        };
    return run(notification.id(), subject.get())
        .flatMap(bound()::report)
        .map(report -> new Notice(topic, report));
  }

  private Optional<String> run(String message, Subject subject) {
    var known = Optional.ofNullable(runs.get(message));
    if (known.isPresent()) {
      return known;
    }
    var run = bound().lastRun(subject);
    run.ifPresent(id -> runs.put(message, id));
    return run;
  }

  /**
   * Whether there is something to remind of: a run has confirmed the alert of a notification since
   * people were told of it. Also where nobody knows.
   */
  public boolean isConfirmed(Notification notification) {
    return subject(notification.groupLabels())
        .map(subject -> bound().isConfirmedSinceTold(subject))
        .orElse(true);
  }

  /** Whom the alerts of a subject call. */
  public List<DiscordMention> mentions(Subject subject) {
    return bound().mentions().of(subject);
  }

  /** Whom labels of an alert or of a group are about; empty when it is none of this system. */
  static Optional<Subject> subject(Labels labels) {
    var network = labels.get("network");
    var client = labels.get("client");
    var guild = labels.get("guild");
    var channel = labels.get("channel");
    return network.isPresent() && client.isPresent() && guild.isPresent() && channel.isPresent()
        ? Optional.of(new Subject(network.get(), client.get(), guild.get(), channel.get()))
        : Optional.empty();
  }

  private Monitor bound() {
    var found = monitor;
    if (found == null) {
      throw NotifyException.passing("the system is still starting", null);
    }
    return found;
  }
}
