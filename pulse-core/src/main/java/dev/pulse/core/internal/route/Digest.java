package dev.pulse.core.internal.route;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import dev.pulse.api.alert.Alert;
import dev.pulse.api.notify.Channel;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a channel is told once a day: the alerts that wait for it, and those that fire still and
 * were in an earlier one. Confine to one thread.
 */
final class Digest extends Timed {
  private static final JsonAdapter<Saved> JSON = new Moshi.Builder().build().adapter(Saved.class);

  private final Channel channel;
  private final Map<Long, Alert> waiting = new LinkedHashMap<>();
  private final Set<Long> told = new HashSet<>();
  private @Nullable LocalDate last;
  private long changes;
  private long changesStored;

  /**
   * A digest as it is stored. Public because the JSON library must be able to make it.
   *
   * @param last the day of the last one; null before the first
   * @param waiting the incidents that wait
   * @param told the incidents that were told and may fire still
   */
  public record Saved(@Nullable String last, List<Long> waiting, List<Long> told) {}

  /**
   * What becomes of a digest.
   *
   * @param last the day of the last one
   * @param leaving the alerts that wait no more: told, or over and kept back
   * @param telling those of them that fire
   * @param changes how many alerts that came or ended it takes note of
   */
  record Draft(@Nullable LocalDate last, Set<Long> leaving, Set<Long> telling, long changes) {}

  Digest(long order, Channel channel) {
    super(order);
    this.channel = channel;
  }

  @Override
  long rank() {
    return NEVER;
  }

  Channel channel() {
    return channel;
  }

  Optional<LocalDate> last() {
    return Optional.ofNullable(last);
  }

  Collection<Alert> waiting() {
    return List.copyOf(waiting.values());
  }

  /** Takes an alert that fires, unless an earlier digest had it. */
  void put(Alert alert) {
    if (!told.contains(alert.incident()) && waiting.put(alert.incident(), alert) == null) {
      changes++;
    }
  }

  /** Takes an alert that waited when it was stored. */
  void restored(Alert alert) {
    waiting.put(alert.incident(), alert);
  }

  /** Whether an alert waits. */
  boolean has(long incident) {
    return waiting.containsKey(incident);
  }

  /** Whether an alert was told and fires still. */
  boolean wasTold(long incident) {
    return told.contains(incident);
  }

  /** Forgets those that were told and fire no more. */
  void retain(Set<Long> firing) {
    told.retainAll(firing);
  }

  /** Takes note that an alert is over; one that waits is told all the same. */
  void end(Alert alert) {
    if (waiting.replace(alert.incident(), alert) != null) {
      changes++;
    }
    told.remove(alert.incident());
  }

  /**
   * Whether an alert has come, or is over that waits. Nothing but a document remembers over a
   * restart what has ended meanwhile.
   */
  boolean mustBeStored() {
    return changes != changesStored;
  }

  /** What there is to store while nothing is told. */
  Draft unchanged() {
    return new Draft(last, Set.of(), Set.of(), changes);
  }

  /** What there is to store when some are told. */
  Draft told(LocalDate day, Collection<Alert> leaving) {
    var all = new HashSet<Long>();
    var firing = new HashSet<Long>();
    for (Alert alert : leaving) {
      all.add(alert.incident());
      if (alert.isFiring()) {
        firing.add(alert.incident());
      }
    }
    return new Draft(day, all, firing, changes);
  }

  String json(Draft draft) {
    var rest = new ArrayList<>(new TreeSet<>(waiting.keySet()));
    rest.removeAll(draft.leaving());
    var known = new TreeSet<>(told);
    known.addAll(draft.telling());
    var day = draft.last();
    return JSON.toJson(new Saved(day == null ? null : day.toString(), rest, List.copyOf(known)));
  }

  void apply(Draft draft) {
    last = draft.last();
    changesStored = draft.changes();
    for (long incident : draft.leaving()) {
      var alert = waiting.remove(incident);
      if (alert != null && alert.isFiring() && draft.telling().contains(incident)) {
        told.add(incident);
      }
    }
  }

  /** When the first of those that wait began to fire; empty when none waits. */
  Optional<Instant> oldest() {
    return waiting.values().stream().map(Alert::startsAt).min(Instant::compareTo);
  }

  /**
   * Goes on from what was stored.
   *
   * @return the incidents that wait
   * @throws IllegalArgumentException when it is something else
   */
  List<Long> restore(String json) {
    @Nullable Saved saved;
    try {
      saved = JSON.fromJson(json);
      if (saved == null || saved.waiting == null || saved.told == null) {
        throw new IllegalArgumentException("not all of a digest");
      }
      last = saved.last == null ? null : LocalDate.parse(saved.last);
    } catch (IOException | DateTimeException | AssertionError | ClassCastException e) {
      throw new IllegalArgumentException("not a digest", e);
    }
    told.addAll(saved.told);
    return saved.waiting;
  }

  @Override
  public String toString() {
    return "digest of " + channel;
  }
}
