package dev.pulse.core.internal.notify;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Receipt;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the outbox knows of a notification without its text: which it is, and how far it got. The
 * text stays in the store until it is delivered or discarded, so that a long queue takes little
 * memory. Immutable.
 */
public final class Message {
  private final String id;
  private final Notification.Kind kind;
  private final String channel;
  private final String group;
  private final List<Long> incidents;
  private final Instant at;
  private final Instant queuedAt;
  private final State state;
  private final int attempts;
  private final @Nullable String error;
  private final @Nullable Instant triedAt;
  private final Receipt receipt;

  /** How far a message got. */
  public enum State {
    /** It waits for its turn, or for the channel to take it. */
    PENDING,
    /** The channel took it. */
    DELIVERED,
    /** It was given up; somebody may have it sent again. */
    DEAD
  }

  Message(
      String id,
      Notification.Kind kind,
      String channel,
      String group,
      List<Long> incidents,
      Instant at,
      Instant queuedAt,
      State state,
      int attempts,
      @Nullable String error,
      @Nullable Instant triedAt,
      Receipt receipt) {
    this.id = id;
    this.kind = kind;
    this.channel = channel;
    this.group = group;
    this.incidents = List.copyOf(incidents);
    this.at = at;
    this.queuedAt = queuedAt;
    this.state = state;
    this.attempts = attempts;
    this.error = error;
    this.triedAt = triedAt;
    this.receipt = receipt;
  }

  /** A message that waits from the moment it was decided upon. */
  static Message pending(
      String id,
      Notification.Kind kind,
      String channel,
      String group,
      List<Long> incidents,
      Instant at) {
    return new Message(
        requireNonNull(id, "id"),
        requireNonNull(kind, "kind"),
        requireNonNull(channel, "channel"),
        requireNonNull(group, "group"),
        incidents,
        requireNonNull(at, "at"),
        at,
        State.PENDING,
        0,
        null,
        null,
        Receipt.none());
  }

  static Message of(Notification notification) {
    return pending(
        notification.id(),
        notification.kind(),
        notification.channel(),
        notification.group(),
        notification.alerts().stream().map(Alert::incident).toList(),
        notification.at());
  }

  /** After a delivery that failed at a time. */
  Message failed(Instant now, String error) {
    return with(queuedAt, State.PENDING, attempts + 1, error, now, receipt);
  }

  /** As it was left by the attempts of a process before. */
  Message tried(int attempts, @Nullable String error, Instant triedAt) {
    return with(queuedAt, State.PENDING, attempts, error, triedAt, receipt);
  }

  Message delivered(Instant now, Receipt receipt) {
    return with(queuedAt, State.DELIVERED, attempts + 1, null, now, receipt);
  }

  Message dead(Instant now, int attempts, String reason) {
    return with(queuedAt, State.DEAD, attempts, reason, now, receipt);
  }

  /** Once more, as if it were new. */
  Message queuedAgain(Instant now) {
    return with(now, State.PENDING, 0, null, null, Receipt.none());
  }

  private Message with(
      Instant queuedAt,
      State state,
      int attempts,
      @Nullable String error,
      @Nullable Instant triedAt,
      Receipt receipt) {
    return new Message(
        id, kind, channel, group, incidents, at, queuedAt, state, attempts, error, triedAt,
        receipt);
  }

  /** The id of the notification. */
  public String id() {
    return id;
  }

  /** Why it was sent. */
  public Notification.Kind kind() {
    return kind;
  }

  /** The name of the channel it is for. */
  public String channel() {
    return channel;
  }

  /** The group it is about, see {@link Notification#group()}. */
  public String group() {
    return group;
  }

  /** The incidents of the alerts that it carries; unmodifiable. */
  public List<Long> incidents() {
    return incidents;
  }

  /** When it was decided upon. */
  public Instant at() {
    return at;
  }

  /** From when its age counts: when it was decided upon, or last sent again by hand. */
  public Instant queuedAt() {
    return queuedAt;
  }

  /** How far it got. */
  public State state() {
    return state;
  }

  /** How often its delivery was tried. */
  public int attempts() {
    return attempts;
  }

  /** Why the last attempt failed, or why it was given up; without secrets. */
  public Optional<String> error() {
    return Optional.ofNullable(error);
  }

  /** When it was last tried; for one that is not pending any more, when that was decided. */
  public Optional<Instant> triedAt() {
    return Optional.ofNullable(triedAt);
  }

  /** What the channel gave in return. */
  public Receipt receipt() {
    return receipt;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Message that
        && id.equals(that.id)
        && kind == that.kind
        && channel.equals(that.channel)
        && group.equals(that.group)
        && incidents.equals(that.incidents)
        && at.equals(that.at)
        && queuedAt.equals(that.queuedAt)
        && state == that.state
        && attempts == that.attempts
        && Objects.equals(error, that.error)
        && Objects.equals(triedAt, that.triedAt)
        && receipt.equals(that.receipt);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, state, attempts);
  }

  @Override
  public String toString() {
    return kind + " " + id + " to " + channel + " (" + state + ")";
  }
}
