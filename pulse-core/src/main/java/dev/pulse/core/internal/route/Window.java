package dev.pulse.core.internal.route;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import dev.pulse.api.notify.Channel;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The storm cap of a channel at work: how many messages it had in the current window, and which
 * groups wait for its end. Confine to one thread.
 */
final class Window extends Timed {
  private static final JsonAdapter<Use> JSON = new Moshi.Builder().build().adapter(Use.class);

  private final Channel channel;
  private final Channel.StormCap cap;
  private final Set<Group> waiting = new LinkedHashSet<>();
  private Use use = new Use(0, 0);

  /**
   * How much of a window is used. Public because the JSON library must be able to make it.
   *
   * @param start when it began, in milliseconds since 1970
   * @param messages how many messages there were
   */
  public record Use(long start, int messages) {}

  Window(long order, Channel channel, Channel.StormCap cap) {
    super(order);
    this.channel = channel;
    this.cap = cap;
  }

  /** What has waited is told before what comes now. */
  @Override
  long rank() {
    return 0;
  }

  Channel channel() {
    return channel;
  }

  Use use() {
    return use;
  }

  void use(Use use) {
    this.use = use;
  }

  /** What is used after one more message; null when it has to wait. */
  @Nullable Use oneMore(Use use, long now) {
    if (isOver(use, now)) {
      return new Use(now, 1);
    }
    return use.messages() < cap.messages() ? new Use(use.start(), use.messages() + 1) : null;
  }

  /** Whether a use is one of the past, or of a clock that was ahead. */
  boolean isOver(Use use, long now) {
    return now >= end(use) || now < use.start();
  }

  /** A window of the future, by a clock that was ahead, begins now. */
  void setBack(long now) {
    if (use.start() > now) {
      use = new Use(now, use.messages());
    }
  }

  private long end(Use use) {
    return use.start() + cap.per().toMillis();
  }

  void waits(Group group, boolean waits) {
    if (waits) {
      waiting.add(group);
    } else {
      waiting.remove(group);
    }
  }

  List<Group> waiting() {
    return List.copyOf(waiting);
  }

  /** When those that wait are told. */
  long nextSummary() {
    return waiting.isEmpty() ? NEVER : end(use);
  }

  static String json(Use use) {
    return JSON.toJson(use);
  }

  /**
   * Goes on from what was stored.
   *
   * @throws IllegalArgumentException when that is something else
   */
  void restore(String json) {
    @Nullable Use stored;
    try {
      stored = JSON.fromJson(json);
    } catch (IOException | RuntimeException | AssertionError e) {
      throw new IllegalArgumentException("not a window of a storm cap", e);
    }
    if (stored == null) {
      throw new IllegalArgumentException("nothing of a window");
    }
    use = stored;
  }

  @Override
  public String toString() {
    return "storm cap of " + channel;
  }
}
