package dev.pulse.core.internal.route;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.route.Destination;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How an alert stands with all routes that take it.
 *
 * @param places one for each of them, in the order of the tree
 */
public record Standing(List<Place> places) {
  /** A standing; keeps a copy. */
  public Standing {
    places = List.copyOf(places);
  }

  /**
   * How it stands with one route.
   *
   * @param destination where the route leads to
   * @param group the id of its group; empty where it is told once a day
   * @param keptBack what keeps it from being told now, in words; empty when nothing does
   * @param listeners what each channel knows of it
   * @param nextLook when it may be told next; empty while nothing is to come
   */
  public record Place(
      Destination destination,
      Optional<String> group,
      Optional<String> keptBack,
      List<Listener> listeners,
      Optional<Instant> nextLook) {
    /** A place; keeps a copy of the list. */
    public Place {
      requireNonNull(destination, "destination");
      requireNonNull(group, "group");
      requireNonNull(keptBack, "keptBack");
      listeners = List.copyOf(listeners);
      requireNonNull(nextLook, "nextLook");
    }
  }

  /**
   * What a channel knows.
   *
   * @param channel its name
   * @param toldAt when it was told first that the alert fires; empty when it was not, or was told
   *     that it is over, and where it is told once a day, which day is not kept
   * @param wasTold whether it was told
   * @param waits whether its storm cap keeps a message about the group until the next summary
   * @param escalation whether it hears of the group only when nobody acknowledges
   */
  public record Listener(
      String channel,
      Optional<Instant> toldAt,
      boolean wasTold,
      boolean waits,
      boolean escalation) {}
}
