package dev.pulse.samples.executions;

import static java.util.Objects.requireNonNull;

import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Query;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the dashboard reads: pods and executions, found by state and text, in pages. They answer
 * from memory and never ask a pod. Parameters are read strictly. Thread-safe.
 */
final class PodRoutes {
  private static final int USUAL_PAGE = 100;
  private static final int LARGEST_PAGE = 500;
  private static final int LONGEST_SEARCH = 200;
  private static final int LONGEST_LINE = 300;
  private static final int LONGEST_TEXT = 10_000;
  private static final String END_NOT_SEEN = "a newer one was there before its end was seen";
  private static final String NOT_ASKED = "its pod cannot be asked, so nobody knows how it goes on";

  private final ValidatorExecutions system;

  PodRoutes(ValidatorExecutions system) {
    this.system = requireNonNull(system, "system");
  }

  /** {@code GET /pods}. */
  Response pods(Request request) {
    var query = request.query("state", "text", "sort", "limit", "offset");
    var state = standing(query);
    var words = words(query);
    var order = order(query);
    int limit = (int) query.number("limit", 1, LARGEST_PAGE).orElse(USUAL_PAGE);
    int offset = (int) query.number("offset", 0, PodRange.MOST).orElse(0);
    var now = system.now();
    var board = system.board();
    var matching =
        board.places().stream()
            .filter(place -> state.isEmpty() || place.standing() == state.get())
            .filter(place -> fits(place, words))
            .sorted(order.comparator(now))
            .toList();
    var counts = new LinkedHashMap<String, Integer>();
    board.counts().forEach((standing, count) -> counts.put(standing.word(), count));
    return Response.json(
        new PodViews.Pods(
            now,
            system.namespace(),
            system.isConnected(),
            system.settings().interval().toSeconds(),
            stuckAfter(),
            system.book().latest().map(Scan::endedAt).orElse(null),
            system.executions().since(),
            counts,
            board.places().size(),
            matching.size(),
            matching.stream()
                .skip(offset)
                .limit(limit)
                .map(place -> view(place, LONGEST_LINE))
                .toList()));
  }

  /** {@code GET /pods/{pod_name}}. */
  Response pod(Request request) {
    request.query();
    var name = request.path("pod");
    var place =
        system
            .board()
            .place(name)
            .orElseThrow(() -> HttpError.of(404, "Pod " + HttpError.shown(name) + " not found"));
    return Response.json(
        new PodViews.PodDetail(
            system.now(),
            system.namespace(),
            stuckAfter(),
            system.executions().since(),
            view(place, LONGEST_TEXT),
            system.executions().of(name).stream().map(seen -> view(seen, system.now())).toList()));
  }

  /** {@code GET /history}. */
  Response history(Request request) {
    var query = request.query("state", "text", "pod", "limit", "before");
    var state = standing(query);
    var words = words(query);
    var pod = query.text("pod").filter(name -> !name.isEmpty());
    int limit = (int) query.number("limit", 1, LARGEST_PAGE).orElse(USUAL_PAGE);
    long before = query.number("before", 1, (1L << 53) - 1).orElse(Long.MAX_VALUE);
    var now = system.now();
    var found =
        system
            .executions()
            .before(
                before,
                seen ->
                    pod.filter(name -> !seen.pod().equals(name)).isEmpty()
                        && state.filter(wish -> standing(seen, now) != wish).isEmpty()
                        && fits(texts(seen.pod(), seen.execution()), words),
                limit + 1);
    var page = found.subList(0, Math.min(limit, found.size()));
    return Response.json(
        new PodViews.History(
            system.executions().since(),
            page.stream().map(seen -> view(seen, now)).toList(),
            found.size() > limit ? page.get(page.size() - 1).number() : null));
  }

  // ---- what is asked for

  private static Optional<Standing> standing(Query query) {
    return query
        .text("state")
        .map(
            word ->
                Standing.parse(word)
                    .orElseThrow(
                        () ->
                            HttpError.invalid(
                                "state",
                                "one of "
                                    + Arrays.stream(Standing.values())
                                        .map(Standing::word)
                                        .collect(Collectors.joining(", ")),
                                word)));
  }

  private static PodBoard.Order order(Query query) {
    var wish = query.text("sort").orElse("worst");
    return Arrays.stream(PodBoard.Order.values())
        .filter(order -> order.name().toLowerCase(Locale.ROOT).equals(wish))
        .findFirst()
        .orElseThrow(() -> HttpError.invalid("sort", "one of worst, pod, longest, quiet", wish));
  }

  private static List<String> words(Query query) {
    var text = query.text("text").orElse("");
    if (text.length() > LONGEST_SEARCH) {
      throw HttpError.invalid("text", "at most " + LONGEST_SEARCH + " characters long", text);
    }
    return Arrays.stream(text.toLowerCase(Locale.ROOT).strip().split("\\s+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private boolean fits(PodBoard.Place place, List<String> words) {
    if (words.isEmpty()) {
      return true;
    }
    var why = place.why() == null ? "" : place.why();
    // Of a pod that cannot be asked, what it answered last is shown and so is found.
    var execution =
        place
            .execution()
            .or(() -> system.executions().newest(place.pod()).map(ExecutionBook.Seen::execution));
    return fits(
        Stream.concat(
            Stream.of(why, place.pod()),
            execution.map(each -> texts(place.pod(), each)).orElse(Stream.empty())),
        words);
  }

  private static Stream<String> texts(String pod, Execution execution) {
    var error = execution.error();
    return Stream.of(pod, execution.id(), execution.state(), error == null ? "" : error);
  }

  private static boolean fits(Stream<String> texts, List<String> words) {
    if (words.isEmpty()) {
      return true;
    }
    var said = texts.collect(Collectors.joining("\n")).toLowerCase(Locale.ROOT);
    return words.stream().allMatch(said::contains);
  }

  // ---- what is answered

  private @Nullable Long stuckAfter() {
    return system.settings().stuckAfter().map(Duration::toSeconds).orElse(null);
  }

  private PodViews.Pod view(PodBoard.Place place, int longest) {
    var result = place.result();
    var seen = system.executions().newest(place.pod());
    var unknown = place.standing() == Standing.UNKNOWN;
    return new PodViews.Pod(
        place.pod(),
        place.standing().word(),
        status(place.standing()),
        place.since(),
        place.why() == null ? null : Execution.cut(place.why(), longest),
        result == null ? null : result.at(),
        result == null ? null : result.took().map(Duration::toMillis).orElse(null),
        system.executions().answered(place.pod()).orElse(null),
        place.execution().map(execution -> view(place, execution, seen, longest)).orElse(null),
        unknown ? seen.map(this::lastKnown).orElse(null) : null);
  }

  private PodViews.Execution view(
      PodBoard.Place place, Execution execution, Optional<ExecutionBook.Seen> seen, int longest) {
    var key = ExecutionBook.key(execution);
    return view(
        place.pod(),
        key,
        execution,
        place.standing(),
        null,
        seen.filter(newest -> newest.key().equals(key)).orElse(null),
        longest);
  }

  private PodViews.Execution view(ExecutionBook.Seen seen, Instant now) {
    var standing = standing(seen, now);
    var why = standing != Standing.UNKNOWN ? null : seen.current() ? NOT_ASKED : END_NOT_SEEN;
    return view(seen.pod(), seen.key(), seen.execution(), standing, why, seen, LONGEST_LINE);
  }

  /** How it stood when its pod answered last. */
  private PodViews.Execution lastKnown(ExecutionBook.Seen seen) {
    var then = system.executions().answered(seen.pod()).orElse(seen.changed());
    var standing = Standing.of(seen.execution(), system.settings().stuckAfter(), then);
    return view(seen.pod(), seen.key(), seen.execution(), standing, null, seen, LONGEST_LINE);
  }

  /**
   * Of one that has not ended nobody knows how it goes on when it is no longer the newest, or its
   * pod cannot be asked.
   */
  private Standing standing(ExecutionBook.Seen seen, Instant now) {
    var standing = Standing.of(seen.execution(), system.settings().stuckAfter(), now);
    boolean open =
        standing == Standing.RUNNING || standing == Standing.STUCK || standing == Standing.PENDING;
    boolean known = seen.current() && system.isAnswering(seen.pod());
    return open && !known ? Standing.UNKNOWN : standing;
  }

  private static PodViews.Execution view(
      String pod,
      String key,
      Execution execution,
      Standing standing,
      @Nullable String why,
      ExecutionBook.@Nullable Seen seen,
      int longest) {
    var error = execution.error();
    boolean whole = error == null || error.codePointCount(0, error.length()) < longest;
    return new PodViews.Execution(
        pod,
        key,
        Execution.cut(execution.id(), ExecutionBook.LONGEST_TEXT),
        execution.stateLabel(),
        standing.word(),
        status(standing),
        why,
        execution.startBlock(),
        execution.endBlock(),
        orNull(execution.blocksProcessed()),
        PodBoard.instant(execution.startTimestamp()).orElse(null),
        PodBoard.instant(execution.endTimestamp()).orElse(null),
        orNull(execution.durationSeconds()),
        error == null || error.isEmpty() ? null : Execution.cut(error, longest),
        whole ? null : true,
        seen == null ? null : seen.firstSeen(),
        seen == null ? null : seen.changed());
  }

  private static String status(Standing standing) {
    return standing.status().name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable Double orNull(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
