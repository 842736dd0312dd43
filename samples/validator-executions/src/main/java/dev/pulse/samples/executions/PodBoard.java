package dev.pulse.samples.executions;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** How all pods stand at a moment, by the last scan and by what was seen before it. Immutable. */
final class PodBoard {
  /** The last second that has a year of four digits; the first is 0. */
  private static final long LAST_SECOND = 253_402_300_799L;

  private final List<Place> places;

  /**
   * How one pod stands.
   *
   * @param number its place among the pods
   * @param pod its name
   * @param standing how it stands
   * @param since since when, as far as is known
   * @param why why nobody could say; null when somebody could
   * @param result what the last scan learnt; null before the first
   */
  record Place(
      int number,
      String pod,
      Standing standing,
      @Nullable Instant since,
      @Nullable String why,
      @Nullable PodResult result) {

    /** Its newest execution; empty when it could not be asked. */
    Optional<Execution> execution() {
      return standing == Standing.UNKNOWN || result == null
          ? Optional.empty()
          : Optional.ofNullable(result.execution());
    }

    private double ran(Instant now) {
      var execution = execution();
      var ran = execution.map(Execution::durationSeconds).orElse(OptionalDouble.empty());
      return ran.isPresent()
          ? ran.getAsDouble()
          : execution
              .map(running -> running.runningSeconds(now))
              .orElse(OptionalDouble.empty())
              .orElse(-1);
    }
  }

  private PodBoard(List<Place> places) {
    this.places = places;
  }

  /**
   * How the pods stand.
   *
   * @param pods all of them, in their order
   * @param latest the last scan; null before the first
   * @param longestAge how old a scan may be that still says something
   */
  static PodBoard of(
      List<String> pods,
      @Nullable Scan latest,
      ExecutionBook book,
      Optional<Duration> stuckAfter,
      Duration longestAge,
      Instant now) {
    var places = new ArrayList<Place>();
    if (latest == null) {
      pods.forEach(
          pod ->
              places.add(
                  new Place(
                      places.size(), pod, Standing.UNKNOWN, null, "no scan has ended yet", null)));
    } else if (Duration.between(latest.endedAt(), now).compareTo(longestAge) >= 0) {
      var why = "the last scan ended at " + ExecutionJson.time(latest.endedAt());
      for (PodResult result : latest.pods()) {
        places.add(
            new Place(
                places.size(), result.pod(), Standing.UNKNOWN, latest.endedAt(), why, result));
      }
    } else {
      for (PodResult result : latest.pods()) {
        places.add(place(places.size(), result, book, stuckAfter, now));
      }
    }
    return new PodBoard(List.copyOf(places));
  }

  private static Place place(
      int number,
      PodResult result,
      ExecutionBook book,
      Optional<Duration> stuckAfter,
      Instant now) {
    var execution = result.execution();
    if (execution == null) {
      return new Place(
          number,
          result.pod(),
          Standing.UNKNOWN,
          book.unknownSince(result.pod()).orElse(result.at()),
          requireNonNull(result.error()),
          result);
    }
    var standing = Standing.of(execution, stuckAfter, now);
    var since =
        instant(execution.endTimestamp())
            .or(() -> instant(execution.startTimestamp()))
            .or(() -> book.newest(result.pod()).map(ExecutionBook.Seen::changed));
    return new Place(number, result.pod(), standing, since.orElse(null), null, result);
  }

  /** A moment of a database; empty when there is none, or it lies beyond all calendars. */
  static Optional<Instant> instant(@Nullable Long seconds) {
    return seconds == null || seconds < 0 || seconds > LAST_SECOND
        ? Optional.empty()
        : Optional.of(Instant.ofEpochSecond(seconds));
  }

  /** All places, in the order of the pods. */
  List<Place> places() {
    return places;
  }

  /** How one pod stands; empty when it is none of ours. */
  Optional<Place> place(String pod) {
    return places.stream().filter(place -> place.pod().equals(pod)).findFirst();
  }

  /** How many stand how; all standings are there. */
  Map<Standing, Integer> counts() {
    var counts = new EnumMap<Standing, Integer>(Standing.class);
    for (Standing standing : Standing.values()) {
      counts.put(standing, 0);
    }
    places.forEach(place -> counts.merge(place.standing(), 1, Integer::sum));
    return counts;
  }

  /** In which order places are shown. Those that are alike stay in the order of the pods. */
  enum Order {
    /** What needs somebody first, and of it what has stood so for longest. */
    WORST,
    /** By number. */
    POD,
    /** Those whose newest execution took longest, or takes longest. */
    LONGEST,
    /** Those of which nothing new was heard for longest. */
    QUIET;

    Comparator<Place> comparator(Instant now) {
      var oldest =
          Comparator.<Place, Instant>comparing(
              place -> place.since() == null ? Instant.MIN : place.since());
      return switch (this) {
        case WORST ->
            Comparator.comparing(Place::standing)
                .thenComparing(
                    (a, b) ->
                        a.standing().compareTo(Standing.OTHER) <= 0 ? oldest.compare(a, b) : 0);
        case POD -> Comparator.comparingInt(Place::number);
        case LONGEST -> Comparator.<Place>comparingDouble(place -> place.ran(now)).reversed();
        case QUIET -> oldest;
      };
    }
  }
}
