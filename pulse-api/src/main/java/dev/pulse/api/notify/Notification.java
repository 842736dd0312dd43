package dev.pulse.api.notify;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.model.Labels;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One message about the alerts of one group, to one channel, and why it is sent now. Immutable.
 *
 * <p>Of a group a channel hears {@link Kind#FIRST} once, then any number of the kinds between, and
 * {@link Kind#RESOLVED} once, in this order. Afterwards the group may begin again.
 */
public final class Notification {
  private final String id;
  private final Kind kind;
  private final String channel;
  private final String group;
  private final Labels groupLabels;
  private final List<Alert> alerts;
  private final int omitted;
  private final Instant at;
  private final @Nullable Receipt continues;

  /** Why a message is sent now. The set is frozen. */
  public enum Kind {
    /** The first message about the group. */
    FIRST,
    /** Alerts have come or gone, or matter more now; some are firing still. */
    CHANGED,
    /** Nothing has changed, and people should not forget it. */
    REPEAT,
    /** Nobody has acknowledged it in time: this channel is the next to hear of it. */
    ESCALATED,
    /** All alerts of the group are over. */
    RESOLVED,
    /** What came up since the last message of this kind, once a day. May be without alerts. */
    DIGEST,
    /** Several groups in one message, because there were too many for one each. */
    SUMMARY,
    /** Somebody tries out whether messages arrive; the alert in it is made up. */
    TEST
  }

  private Notification(Builder builder) {
    this.id = builder.id;
    this.kind = builder.kind;
    this.channel = builder.channel;
    this.group = builder.group;
    this.groupLabels = builder.groupLabels;
    this.alerts = builder.alerts;
    this.omitted = builder.omitted;
    this.at = builder.at;
    this.continues = builder.continues;
  }

  /**
   * A message.
   *
   * @param id what tells it from all others, and is the same when it is sent again
   * @param kind why it is sent
   * @param channel the name of the channel
   * @param at when it was decided upon
   */
  public static Builder builder(String id, Kind kind, String channel, Instant at) {
    return new Builder(id, kind, channel, at);
  }

  /**
   * What tells it from all other messages, and is the same when it is sent again: receivers that
   * keep it recognise a repetition. Up to 100 letters, digits and {@code -_.}
   */
  public String id() {
    return id;
  }

  /** Why it is sent now. */
  public Kind kind() {
    return kind;
  }

  /** The name of the channel it is for. */
  public String channel() {
    return channel;
  }

  /**
   * What tells the group from all others of the channel; the same in all of its messages, and for
   * ever. Up to 100 letters, digits and {@code -_.}
   */
  public String group() {
    return group;
  }

  /** What the alerts of the group have in common by the route's choice. */
  public Labels groupLabels() {
    return groupLabels;
  }

  /**
   * The alerts: those that fire, the most severe and then the oldest first, then those that are
   * over. Unmodifiable.
   */
  public List<Alert> alerts() {
    return alerts;
  }

  /** Those of the alerts that fire. */
  public List<Alert> firing() {
    return alerts.stream().filter(Alert::isFiring).toList();
  }

  /** Those of the alerts that are over. */
  public List<Alert> resolved() {
    return alerts.stream().filter(alert -> !alert.isFiring()).toList();
  }

  /** How many alerts there are beyond those that it carries. */
  public int omitted() {
    return omitted;
  }

  /** The severity of the worst alert that fires, or of the worst of all when none does. */
  public Severity severity() {
    var counting = firing().isEmpty() ? alerts : firing();
    return counting.stream()
        .map(Alert::severity)
        .max(Comparator.naturalOrder())
        .orElse(Severity.INFO);
  }

  /** When it was decided upon; it may be delivered much later. */
  public Instant at() {
    return at;
  }

  /**
   * The receipt of the first message about the group, if it was delivered and gave one, or of the
   * last one since that brought another.
   */
  public Optional<Receipt> continues() {
    return Optional.ofNullable(continues);
  }

  /** The same message as the continuation of another one. */
  public Notification continuing(Receipt receipt) {
    return copy().alerts(alerts).continuing(receipt).build();
  }

  /** The same message about these alerts, such as the same ones with more annotations. */
  public Notification withAlerts(List<Alert> alerts) {
    var copy = copy().alerts(alerts);
    continues().ifPresent(copy::continuing);
    return copy.build();
  }

  private Builder copy() {
    return new Builder(id, kind, channel, at).group(group, groupLabels).omitted(omitted);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Notification that
        && id.equals(that.id)
        && kind == that.kind
        && channel.equals(that.channel)
        && group.equals(that.group)
        && groupLabels.equals(that.groupLabels)
        && alerts.equals(that.alerts)
        && omitted == that.omitted
        && at.equals(that.at)
        && Objects.equals(continues, that.continues);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return kind + " " + id + " to " + channel + " about " + alerts.size() + " alerts";
  }

  /** Builds a {@link Notification}. Confine to one thread. */
  public static final class Builder {
    private static final Comparator<Alert> ORDER =
        Comparator.comparing((Alert alert) -> !alert.isFiring())
            .thenComparing(Alert::severity, Comparator.reverseOrder())
            .thenComparing(Alert::startsAt)
            .thenComparing(Alert::incident);

    private final String id;
    private final Kind kind;
    private final String channel;
    private final Instant at;
    private String group;
    private Labels groupLabels = Labels.empty();
    private List<Alert> alerts = List.of();
    private int omitted;
    private @Nullable Receipt continues;

    private Builder(String id, Kind kind, String channel, Instant at) {
      this.id = requireNonNull(id, "id");
      this.kind = requireNonNull(kind, "kind");
      this.channel = requireNonNull(channel, "channel");
      this.at = requireNonNull(at, "at");
      this.group = id;
    }

    /** What tells the group from others; default: the message is a group by itself. */
    public Builder group(String group, Labels labels) {
      this.group = requireNonNull(group, "group");
      this.groupLabels = requireNonNull(labels, "labels");
      return this;
    }

    /** The alerts, in any order; default none. */
    public Builder alerts(List<Alert> alerts) {
      this.alerts = alerts.stream().sorted(ORDER).toList();
      return this;
    }

    /** How many alerts there are beyond those; default 0. */
    public Builder omitted(int omitted) {
      this.omitted = omitted;
      return this;
    }

    /** The receipt of the first message about the group; default none. */
    public Builder continuing(Receipt receipt) {
      this.continues = requireNonNull(receipt, "receipt");
      return this;
    }

    /** The message. */
    public Notification build() {
      return new Notification(this);
    }
  }
}
