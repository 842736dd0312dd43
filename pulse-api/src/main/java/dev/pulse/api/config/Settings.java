package dev.pulse.api.config;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The options of one plug-in, read strictly. Each option is read by a typed method, refined, and
 * ended with {@code required()}, {@code orElse(…)} or {@code optional()}:
 *
 * <pre>{@code
 * URI url = settings.uri("url", "http", "https").required();
 * int retries = settings.integer("retries").between(0, 10).orElse(0);
 * Duration timeout = settings.duration("timeout").orElse(Duration.ofSeconds(10));
 * }</pre>
 *
 * <p>A problem does not throw at once: it is noted, a placeholder is returned, and reading goes on,
 * so that all problems are reported together. Whoever handed the settings out calls {@link
 * #problems()} afterwards and throws away what was built when there are any. An option that was
 * never read is a problem too: it is probably misspelt. {@link #read(Map, Function)} does all of
 * that.
 *
 * <p>Confine to one thread.
 */
public final class Settings {
  private final String path;
  private final Map<String, ?> values;
  private final Function<String, String> origin;
  private final Set<String> read = new LinkedHashSet<>();
  private final List<Settings> sections = new ArrayList<>();
  private final List<Problem> found;

  private Settings(
      String path, Map<String, ?> values, Function<String, String> origin, List<Problem> found) {
    this.path = path;
    this.values = values;
    this.origin = origin;
    this.found = found;
  }

  /**
   * Settings from plain values: texts, numbers, booleans, lists and maps of these.
   *
   * @param values the options
   */
  public static Settings of(Map<String, ?> values) {
    return of("", values, key -> "");
  }

  /**
   * Settings whose problems can say where they are.
   *
   * @param path the path of these options in the whole configuration, such as {@code checks[2]};
   *     empty for the root
   * @param values the options
   * @param origin tells for a full path, such as {@code checks[2].url}, where it stands, such as
   *     {@code pulse.yaml:14}; empty when it does not know
   */
  public static Settings of(String path, Map<String, ?> values, Function<String, String> origin) {
    return new Settings(
        requireNonNull(path, "path"),
        new LinkedHashMap<>(values),
        requireNonNull(origin, "origin"),
        new ArrayList<>());
  }

  /**
   * Builds something from settings, or reports everything that is wrong with them.
   *
   * @param values the options
   * @param build reads the options; must have no side effects, because its result is thrown away
   *     when there are problems
   * @throws ConfigurationException with all problems
   */
  public static <T> T read(Map<String, ?> values, Function<Settings, T> build) {
    return of(values).finish(build);
  }

  /**
   * Builds something from these settings, or reports everything that is wrong with them: what was
   * noted while reading, what was never read, and what the builder refused.
   *
   * @param build reads the options; must have no side effects
   * @throws ConfigurationException with all problems
   */
  public <T> T finish(Function<Settings, T> build) {
    @Nullable T built = null;
    @Nullable IllegalArgumentException refused = null;
    try {
      built = build.apply(this);
    } catch (ConfigurationException e) {
      found.addAll(e.problems());
    } catch (IllegalArgumentException e) {
      refused = e;
    }
    var problems = new ArrayList<>(problems());
    if (refused != null && found.isEmpty()) {
      // After a noted problem a refusal is most likely the placeholder's fault, not the person's.
      problems.add(0, problem("", String.valueOf(refused.getMessage())));
    }
    if (!problems.isEmpty() || built == null) {
      throw new ConfigurationException(problems);
    }
    return built;
  }

  /** A text; not blank. */
  public Setting<String> text(String key) {
    return scalar(
            key,
            "a text",
            value ->
                value instanceof String || value instanceof Number || value instanceof Boolean
                    ? value.toString()
                    : null,
            "placeholder")
        .where(text -> !text.isBlank(), "must not be blank");
  }

  /** A whole number. */
  public Setting<Integer> integer(String key) {
    return scalar(key, "a whole number", Settings::toInteger, 1);
  }

  /** A number. */
  public Setting<Double> number(String key) {
    return scalar(key, "a number", Settings::toNumber, 1.0);
  }

  /** True or false. */
  public Setting<Boolean> bool(String key) {
    return scalar(key, "true or false", Settings::toBoolean, false);
  }

  /** A length of time: {@code 250ms}, {@code 30s}, {@code 5m}, {@code 12h}, {@code 7d}. */
  public Setting<Duration> duration(String key) {
    return scalar(
        key,
        "a duration like 250ms, 30s, 5m, 12h or 7d",
        Settings::toDuration,
        Duration.ofSeconds(1));
  }

  /** An absolute URL with a host and one of the given schemes. */
  public Setting<URI> uri(String key, String... schemes) {
    var allowed = List.of(schemes);
    return scalar(key, "a URL", Settings::toUri, URI.create("http://placeholder.invalid/"))
        .where(
            uri ->
                uri.getScheme() != null
                    && allowed.contains(uri.getScheme().toLowerCase(Locale.ROOT)),
            "must begin with "
                + allowed.stream().map(s -> s + "://").collect(Collectors.joining(" or ")))
        .where(uri -> uri.getHost() != null, "must name a host")
        .hidden();
  }

  /** A time zone by its name, such as {@code Europe/Berlin} or {@code UTC}. */
  public Setting<ZoneId> zone(String key) {
    return scalar(
        key,
        "a time zone like Europe/Berlin or UTC",
        value -> value instanceof String text ? ZoneId.of(text) : null,
        ZoneId.of("UTC"));
  }

  /** One of the constants of an enum, in lower case and with hyphens for underscores. */
  public <E extends Enum<E>> Setting<E> choice(String key, Class<E> type) {
    var constants = type.getEnumConstants();
    var names = Arrays.stream(constants).map(Settings::choiceName).toList();
    return scalar(
        key,
        "one of " + String.join(", ", names),
        value -> {
          int index = names.indexOf(String.valueOf(value).toLowerCase(Locale.ROOT));
          return index < 0 ? null : constants[index];
        },
        constants[0]);
  }

  /** A text that must not be seen. Its value never stands in a problem. */
  public Setting<Secret> secret(String key) {
    return scalar(
            key,
            "a text",
            value -> value instanceof String text && !text.isBlank() ? Secret.of(text) : null,
            Secret.of("placeholder"))
        .hidden();
  }

  /** A list of texts; a single text is a list of one. */
  public Setting<List<String>> texts(String key) {
    return scalar(
        key,
        "a list of texts",
        value -> {
          var list = value instanceof List<?> many ? many : List.of(value);
          return list.stream().allMatch(Settings::isScalar)
              ? list.stream().map(String::valueOf).toList()
              : null;
        },
        List.of());
  }

  /** Texts by name, in their order. */
  public Setting<Map<String, String>> map(String key) {
    return scalar(
        key,
        "a map of texts",
        value -> {
          if (!(value instanceof Map<?, ?> map)
              || !map.values().stream().allMatch(Settings::isScalar)) {
            return null;
          }
          var texts = new LinkedHashMap<String, String>();
          map.forEach((name, text) -> texts.put(String.valueOf(name), String.valueOf(text)));
          return texts;
        },
        Map.of());
  }

  /** Options inside options. When the key is not there the section is empty. */
  public Settings section(String key) {
    read.add(key);
    Object value = values.get(key);
    if (value != null && !(value instanceof Map)) {
      note(key, "must be a section with options, but is " + describe(value));
    }
    return child(key, value);
  }

  /** A list of sections; empty when the key is not there. */
  public List<Settings> sections(String key) {
    read.add(key);
    Object value = values.get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      note(key, "must be a list, but is " + describe(value));
      return List.of();
    }
    var children = new ArrayList<Settings>();
    for (int i = 0; i < list.size(); i++) {
      var key1 = key + "[" + i + "]";
      if (!(list.get(i) instanceof Map)) {
        note(key1, "must be a section with options, but is " + describe(list.get(i)));
      } else {
        children.add(child(key1, list.get(i)));
      }
    }
    return children;
  }

  /** Whether an option is there, whatever its value. */
  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** The names of the options that are there, in their order; does not count as reading them. */
  public Set<String> keys() {
    return Set.copyOf(values.keySet());
  }

  /** The path of these options in the whole configuration; empty for the root. */
  public String path() {
    return path;
  }

  /** A problem of one of these options, with its place; an empty key means the section itself. */
  public Problem problem(String key, String message) {
    var full = key.isEmpty() ? path : path.isEmpty() ? key : path + "." + key;
    return new Problem(origin.apply(full), full, message);
  }

  /**
   * Notes a problem that the typed methods cannot see, such as two options that exclude each other.
   */
  public void note(String key, String message) {
    found.add(problem(key, message));
  }

  /** What was noted so far, and the options that were never read. */
  public List<Problem> problems() {
    var all = new ArrayList<>(found);
    addUnread(all);
    return List.copyOf(all);
  }

  private void addUnread(List<Problem> problems) {
    for (String key : values.keySet()) {
      if (!read.contains(key)) {
        problems.add(problem(key, unknownOption(key)));
      }
    }
    sections.forEach(section -> section.addUnread(problems));
  }

  private String unknownOption(String key) {
    if (read.isEmpty()) {
      return "is not an option here; there are none";
    }
    var nearest =
        read.stream()
            .min(Comparator.comparingInt(known -> distance(known, key)))
            .filter(known -> distance(known, key) <= Math.max(1, known.length() / 3));
    return "is not an option here"
        + nearest.map(known -> "; did you mean \"" + known + "\"?").orElse("")
        + (nearest.isPresent() ? " Allowed: " : "; allowed: ")
        + read.stream().sorted().collect(Collectors.joining(", "));
  }

  private Settings child(String key, @Nullable Object value) {
    var entries = new LinkedHashMap<String, @Nullable Object>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, entry) -> entries.put(String.valueOf(name), entry));
    }
    var child = new Settings(path.isEmpty() ? key : path + "." + key, entries, origin, found);
    sections.add(child);
    return child;
  }

  private <T> Setting<T> scalar(
      String key, String expected, Function<Object, @Nullable T> parse, T placeholder) {
    read.add(key);
    return new Setting<>(this, key, values.get(key), expected, parse, placeholder);
  }

  static String describe(@Nullable Object value) {
    if (value == null) {
      return "empty";
    }
    if (value instanceof Map) {
      return "a section";
    }
    if (value instanceof List) {
      return "a list";
    }
    var text = value.toString();
    return "\"" + (text.length() > 100 ? text.substring(0, 100) + "…" : text) + "\"";
  }

  private static boolean isScalar(@Nullable Object value) {
    return value instanceof String || value instanceof Number || value instanceof Boolean;
  }

  private static @Nullable Integer toInteger(Object value) {
    return isScalar(value) ? Integer.valueOf(value.toString()) : null;
  }

  private static @Nullable Double toNumber(Object value) {
    var number = isScalar(value) ? Double.valueOf(value.toString()) : null;
    return number != null && Double.isFinite(number) ? number : null;
  }

  private static @Nullable Boolean toBoolean(Object value) {
    return switch (value.toString().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> null;
    };
  }

  private static @Nullable Duration toDuration(Object value) {
    return value instanceof String text ? Durations.parse(text) : null;
  }

  private static @Nullable URI toUri(Object value) {
    try {
      return value instanceof String text ? new URI(text.strip()) : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static String choiceName(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The Levenshtein distance of two short texts. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
