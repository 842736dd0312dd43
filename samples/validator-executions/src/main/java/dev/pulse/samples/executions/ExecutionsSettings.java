package dev.pulse.samples.executions;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.samples.server.environment.Environment;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which pods are asked, what, how often, and how that is shown. Immutable. The variables and their
 * defaults stand in the README.
 */
public final class ExecutionsSettings {
  /** The names of the variables that {@link #from} reads. */
  public static final List<String> VARIABLES =
      List.of(
          "NAMESPACE",
          "POD_PREFIX",
          "POD_RANGE_START",
          "POD_RANGE_END",
          "SQLITE_PATH",
          "QUERY",
          "QUERY_TIMEOUT",
          "CACHE_TTL",
          "REFRESH_INTERVAL",
          "QUERY_CONCURRENCY",
          "POD_CONTAINER",
          "SQLITE_BIN",
          "POD_PRECHECK",
          "STALE_SERIES",
          "STUCK_AFTER",
          "CORS_ORIGINS");

  private static final String DEFAULT_PREFIX = "bboostd-validator-validator-";
  private static final String DEFAULT_QUERY =
      "SELECT * FROM EXECUTIONS ORDER BY start_block DESC LIMIT 1";
  private static final int USUAL_END = 77;
  private static final int MOST_START = 99_999;
  private static final int DAY = 86_400;
  private static final int YEAR = 31_536_000;
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern ORIGIN = Pattern.compile("https?://[^\\s/?#@\\\\,]+");
  private static final String ANY_ORIGIN = "*";

  /** For loading credentials and listing the pods, which may take as long as a pod each. */
  private static final int WAVES_BEFORE = 2;

  /** For what lies between two pods. */
  private static final Duration OVERHEAD = Duration.ofMinutes(1);

  private static final Duration LONGEST_SCAN = Duration.ofDays(1);

  private final Optional<String> namespace;
  private final PodRange pods;
  private final String file;
  private final String query;
  private final Duration timeout;
  private final Duration timeToLive;
  private final Duration interval;
  private final int concurrency;
  private final Optional<String> container;
  private final String program;
  private final boolean precheck;
  private final StaleSeries staleSeries;
  private final Optional<Duration> stuckAfter;
  private final List<String> origins;

  private ExecutionsSettings(Environment environment, PodRange pods) {
    this.pods = pods;
    this.namespace = environment.verbatim("NAMESPACE", ExecutionsSettings::label);
    this.file =
        environment
            .verbatim("SQLITE_PATH", ExecutionsSettings::noOption)
            .orElse("/opt/storage/database.db");
    this.query = environment.verbatim("QUERY", ExecutionsSettings::sql).orElse(DEFAULT_QUERY);
    this.timeout = seconds(environment, "QUERY_TIMEOUT", 30, 1, 3600);
    this.timeToLive = seconds(environment, "CACHE_TTL", 300, 0, DAY);
    this.interval = seconds(environment, "REFRESH_INTERVAL", 60, 1, DAY);
    this.concurrency = environment.whole("QUERY_CONCURRENCY", 10, 1, 200);
    this.container = environment.verbatim("POD_CONTAINER", ExecutionsSettings::label);
    this.program =
        environment.verbatim("SQLITE_BIN", ExecutionsSettings::noOption).orElse("sqlite3");
    this.precheck = environment.bool("POD_PRECHECK", true);
    this.staleSeries =
        environment
            .parsed("STALE_SERIES", ExecutionsSettings::staleSeries)
            .orElse(StaleSeries.KEEP);
    var stuck = seconds(environment, "STUCK_AFTER", 0, 0, YEAR);
    this.stuckAfter = stuck.isZero() ? Optional.empty() : Optional.of(stuck);
    this.origins =
        environment.parsed("CORS_ORIGINS", ExecutionsSettings::origins).orElse(List.of());
  }

  /**
   * Reads variables.
   *
   * @param variables by name; those that are blank count as unset
   * @throws ConfigurationException with every problem, each with the name of its variable and
   *     without the value
   */
  public static ExecutionsSettings from(Map<String, String> variables) {
    var environment = new Environment(variables);
    var settings = read(environment);
    environment.finish();
    return settings;
  }

  /** The settings of the defaults. */
  public static ExecutionsSettings defaults() {
    return from(Map.of());
  }

  /** The same as a part of more variables; of no use when a problem was noted. */
  static ExecutionsSettings read(Environment environment) {
    return new ExecutionsSettings(environment, pods(environment));
  }

  private static PodRange pods(Environment environment) {
    int start = environment.whole("POD_RANGE_START", 0, 0, MOST_START);
    // Where the start was refused nobody knows which ends are too low, or too high.
    boolean known = !environment.refused("POD_RANGE_START");
    int end =
        environment.whole(
            "POD_RANGE_END",
            Math.max(USUAL_END, start),
            start,
            (known ? start : MOST_START) + PodRange.MOST - 1);
    if (start > USUAL_END && environment.text("POD_RANGE_END").isEmpty()) {
      environment.note(
          "POD_RANGE_END",
          "is " + USUAL_END + " when it is not set, which is below POD_RANGE_START");
    }
    var prefix =
        environment.verbatim("POD_PREFIX", text -> prefix(text, end)).orElse(DEFAULT_PREFIX);
    return new PodRange(prefix, known ? start : end, end);
  }

  private static String prefix(String text, int end) {
    PodRange.prefixProblem(text, end)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
    return text;
  }

  private static Duration seconds(
      Environment environment, String name, int fallback, int lowest, int highest) {
    return Duration.ofSeconds(environment.whole(name, fallback, lowest, highest));
  }

  private static String label(String text) {
    require(
        LABEL.matcher(text).matches(),
        "must be at most 63 lower-case letters, digits and hyphens, with a letter or a digit at"
            + " both ends");
    return text;
  }

  private static String noOption(String text) {
    require(!text.startsWith("-"), "must not begin with a hyphen: it would be read as an option");
    return text;
  }

  private static String sql(String text) {
    char first = text.strip().charAt(0);
    require(
        first != '-' && first != '.',
        "must not begin with a hyphen or a dot: sqlite3 would take it for an option or a command"
            + " of its own");
    return text;
  }

  private static StaleSeries staleSeries(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "keep" -> StaleSeries.KEEP;
      case "drop" -> StaleSeries.DROP;
      default -> throw new IllegalArgumentException("must be keep or drop");
    };
  }

  private static List<String> origins(String text) {
    var origins = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    require(
        origins.stream().allMatch(each -> each.equals(ANY_ORIGIN) || isOrigin(each)),
        "must be origins such as https://shop.example, separated by commas, or *");
    return origins;
  }

  private static boolean isOrigin(String text) {
    return ORIGIN.matcher(text).matches();
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** The namespace that was named; empty when it is to be found out. */
  Optional<String> namespace() {
    return namespace;
  }

  /** The pods that are asked. */
  PodRange pods() {
    return pods;
  }

  /** Where the database lies in a pod. */
  String file() {
    return file;
  }

  /** What is asked. */
  String query() {
    return query;
  }

  /** How long one pod may take, everything included. */
  Duration timeout() {
    return timeout;
  }

  /** How old a scan may be that is answered without another. */
  Duration timeToLive() {
    return timeToLive;
  }

  /** How often the pods are asked. */
  Duration interval() {
    return interval;
  }

  /** How many pods are asked at once. */
  int concurrency() {
    return concurrency;
  }

  /** The container that is asked; empty when it is to be found out. */
  Optional<String> container() {
    return container;
  }

  /** The program that asks, in the pod. */
  String program() {
    return program;
  }

  /** Whether pods are listed before they are asked. */
  boolean precheck() {
    return precheck;
  }

  /** What becomes of the gauges of a pod that cannot be asked. */
  StaleSeries staleSeries() {
    return staleSeries;
  }

  /** How long an execution may run before it counts as stuck; empty when nobody asks. */
  Optional<Duration> stuckAfter() {
    return stuckAfter;
  }

  /** Whose pages may ask; {@code *} for all. */
  List<String> origins() {
    return origins;
  }

  /** Which pods are asked. */
  @Override
  public String toString() {
    return pods.toString();
  }

  /** The longest that a scan can take: every pod uses its whole time. */
  Duration longestScan() {
    long waves = (pods.names().size() + concurrency - 1L) / concurrency;
    var asking = timeout.multipliedBy(WAVES_BEFORE + waves).plus(OVERHEAD);
    return asking.compareTo(LONGEST_SCAN) < 0 ? asking : LONGEST_SCAN;
  }
}
