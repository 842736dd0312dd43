package dev.pulse.api.config;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
 * int retries = settings.integer("retries").between(0, 10).describedAs("how often again").orElse(0);
 * Duration timeout = settings.duration("timeout").orElse(Duration.ofSeconds(10));
 * }</pre>
 *
 * <p>An option without a value, as a file has it for {@code every:} or an empty variable, counts as
 * not there. Where that would quietly switch something off it is a problem: for a secret, a truth
 * value, a list or map of texts, and for whatever is refined with {@link Setting#notEmpty()}.
 *
 * <p>A problem does not throw at once: it is noted, a placeholder is returned, and reading goes on,
 * so that all problems are reported together. Whoever handed the settings out calls {@link
 * #problems()} afterwards and throws away what was built when there are any. An option that was
 * never read is a problem too: it is probably misspelt. {@link #read(Map, Function)} does all of
 * that.
 *
 * <p>Values are texts, numbers, booleans, lists and maps of these. A {@link Secret} in place of a
 * text is read like the text, and keeps it out of every problem; configuration files use it for
 * what came from a variable.
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
  private Map<String, ?> fallback = Map.of();
  private final @Nullable Dictation dictation;
  private boolean skipped;

  private Settings(
      String path,
      Map<String, ?> values,
      Function<String, String> origin,
      List<Problem> found,
      @Nullable Dictation dictation) {
    this.dictation = dictation;
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
        new ArrayList<>(),
        null);
  }

  /**
   * The options that something reads, in the order in which it reads them: for documentation. They
   * come from reading settings that have nothing, and once more from reading settings where {@link
   * #has} says yes to everything, so that options of options are found too. Nobody finds an option
   * that is only read when another has a certain value.
   *
   * <pre>{@code
   * List<Option> options = Settings.describe(new QueueCheckProvider()::create);
   * }</pre>
   *
   * @param build reads the options; must have no side effects. What it refuses is no problem here;
   *     other exceptions come through
   * @return unmodifiable
   */
  public static List<Option> describe(Function<Settings, ?> build) {
    return Dictation.of(requireNonNull(build, "build"));
  }

  /** Settings without anything, whose reader is written down. */
  static Settings dictated(Dictation dictation) {
    return new Settings("", Map.of(), key -> "", new ArrayList<>(), dictation);
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
    var built = attempt(build);
    var problems = problems();
    if (!problems.isEmpty() || built.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return built.get();
  }

  /**
   * Builds one part of something, such as one check of many, so that the other parts can be read
   * whatever is wrong with this one. What the builder refuses is noted as a problem of this
   * section, unless reading it has noted one already: a refusal is then most likely the
   * placeholder's fault. After a refusal the options that were not read are not called unknown,
   * because nobody knows; a {@link ConfigurationException} is taken to come from somebody who has
   * read them all.
   *
   * @param build reads the options; must have no side effects
   * @return empty when there was a problem; whoever called {@link #finish} reports it
   */
  public <T> Optional<T> attempt(Function<Settings, T> build) {
    int before = found.size();
    @Nullable T built = null;
    try {
      built = build.apply(this);
    } catch (ConfigurationException e) {
      e.problems().forEach(this::adopt);
    } catch (IllegalArgumentException e) {
      skipped = true;
      if (found.size() == before) {
        adopt(problem("", String.valueOf(e.getMessage())));
      }
    }
    return found.size() == before ? Optional.ofNullable(built) : Optional.empty();
  }

  /**
   * Gives these settings something to fall back on: options that hold where they have none of their
   * own. A fallback that nobody reads is no problem, so the same ones can be given to sections of
   * different kinds.
   *
   * @param values the options, as for {@link #of(Map)}; they replace earlier ones
   */
  public void fallBackOn(Map<String, ?> values) {
    fallback = Map.copyOf(values);
  }

  /**
   * Calls no option of this section unknown: for a section that nobody can read, say because its
   * type does not exist.
   */
  public void skip() {
    skipped = true;
  }

  /** A text; not blank. */
  public Setting<String> text(String key) {
    return scalar(key, Option.Kind.TEXT, "a text", Values::text, "placeholder")
        .obviously(text -> !text.isBlank(), "must not be blank");
  }

  /** A whole number. */
  public Setting<Integer> integer(String key) {
    return scalar(key, Option.Kind.WHOLE_NUMBER, "a whole number", Values::integer, 1);
  }

  /** A number; decimal, finite. */
  public Setting<Double> number(String key) {
    return scalar(key, Option.Kind.NUMBER, "a number", Values::number, 1.0);
  }

  /** True or false. */
  public Setting<Boolean> bool(String key) {
    return scalar(key, Option.Kind.TRUTH, "true or false", Values::bool, false).filled();
  }

  /** A length of time: {@code 250ms}, {@code 30s}, {@code 5m}, {@code 12h}, {@code 7d}. */
  public Setting<Duration> duration(String key) {
    return scalar(
        key,
        Option.Kind.DURATION,
        "a duration like 250ms, 30s, 5m, 12h or 7d",
        value -> {
          var text = Values.text(value);
          return text == null ? null : Durations.parse(text);
        },
        Duration.ofSeconds(1));
  }

  /** An absolute URL with a host and one of the given schemes. */
  public Setting<URI> uri(String key, String... schemes) {
    var allowed = List.of(schemes);
    return scalar(
            key, Option.Kind.TEXT, "a URL", Values::uri, URI.create("http://placeholder.invalid/"))
        .where(
            uri ->
                uri.getScheme() != null
                    && allowed.contains(uri.getScheme().toLowerCase(Locale.ROOT)),
            "must begin with "
                + allowed.stream().map(s -> s + "://").collect(Collectors.joining(" or ")))
        .obviously(uri -> uri.getHost() != null, "must name a host")
        .hidden();
  }

  /** A time zone by its name, such as {@code Europe/Berlin} or {@code UTC}. */
  public Setting<ZoneId> zone(String key) {
    return scalar(
        key,
        Option.Kind.TEXT,
        "a time zone like Europe/Berlin or UTC",
        value -> {
          var text = Values.text(value);
          return text == null ? null : ZoneId.of(text.strip());
        },
        ZoneId.of("UTC"));
  }

  /** One of the constants of an enum, in lower case and with hyphens for underscores. */
  public <E extends Enum<E>> Setting<E> choice(String key, Class<E> type) {
    var constants = type.getEnumConstants();
    var names = Arrays.stream(constants).map(Settings::choiceName).toList();
    return scalar(
        key,
        new Option.Form(Option.Kind.CHOICE, names, false),
        "one of " + String.join(", ", names),
        value -> {
          var text = Values.text(value);
          int index = text == null ? -1 : names.indexOf(text.strip().toLowerCase(Locale.ROOT));
          return index < 0 ? null : constants[index];
        },
        constants[0]);
  }

  /** A text that must not be seen; not blank. Its value never stands in a problem. */
  public Setting<Secret> secret(String key) {
    return scalar(
            key,
            Option.Kind.TEXT,
            "a text that is not blank",
            value -> {
              var text = Values.text(value);
              return text == null ? null : Secret.of(text);
            },
            Secret.of("placeholder"))
        .hidden()
        .filled();
  }

  /** A list of texts; a single text is a list of one. */
  public Setting<List<String>> texts(String key) {
    return scalar(key, Option.Kind.TEXTS, "a list of texts", Values::texts, List.<String>of())
        .filled();
  }

  /** Texts by name, in their order. */
  public Setting<Map<String, String>> map(String key) {
    return scalar(key, Option.Kind.MAP, "a map of texts", Values::map, Map.<String, String>of())
        .filled();
  }

  /** Options inside options. When the key is not there the section is empty. */
  public Settings section(String key) {
    read.add(key);
    Object value = value(key);
    if (value != null && !(value instanceof Map)) {
      note(key, "must be a section with options, but is " + Values.describe(value));
    }
    return child(key, value);
  }

  /** A list of sections; empty when the key is not there. */
  public List<Settings> sections(String key) {
    read.add(key);
    Object value = value(key);
    if (value == null) {
      return dictation == null ? List.of() : List.of(child(key + "[0]", null));
    }
    if (!(value instanceof List<?> list)) {
      note(key, "must be a list, but is " + Values.describe(value));
      return List.of();
    }
    var children = new ArrayList<Settings>();
    for (int i = 0; i < list.size(); i++) {
      var place = key + "[" + i + "]";
      if (list.get(i) instanceof Map) {
        children.add(child(place, list.get(i)));
      } else {
        note(place, "must be a section with options, but is " + Values.describe(list.get(i)));
      }
    }
    return children;
  }

  /** Whether an option is there, whatever its value; a fallback counts. */
  public boolean has(String key) {
    return values.containsKey(key)
        || fallback.containsKey(key)
        || (dictation != null && dictation.everything());
  }

  /** The names of the options that are there, in their order; does not count as reading them. */
  public Set<String> keys() {
    return Collections.unmodifiableSet(values.keySet());
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

  /** Takes down how an option is read, when somebody wants to know. */
  void dictate(String key, Function<String, Option> option) {
    if (dictation != null) {
      dictation.add(option.apply(path.isEmpty() ? key : path + "." + key));
    }
  }

  /** Whether a key is among the options themselves, be it without a value. */
  boolean holds(String key) {
    return values.containsKey(key);
  }

  /** Adds a problem that somebody else has put into words. */
  private void adopt(Problem problem) {
    var message = Values.redact(problem.message(), Values.secrets(values));
    found.add(new Problem(problem.where(), problem.key(), message));
  }

  private void addUnread(List<Problem> problems) {
    if (skipped) {
      return;
    }
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
    return "is not an option here; "
        + Spelling.nearest(key, read)
            .map(known -> "did you mean \"" + known + "\"?")
            .orElseGet(
                () -> "allowed: " + read.stream().sorted().collect(Collectors.joining(", ")));
  }

  private Settings child(String key, @Nullable Object value) {
    var entries = new LinkedHashMap<String, @Nullable Object>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, entry) -> entries.put(String.valueOf(name), entry));
    }
    var child =
        new Settings(path.isEmpty() ? key : path + "." + key, entries, origin, found, dictation);
    sections.add(child);
    return child;
  }

  private <T> Setting<T> scalar(
      String key,
      Option.Kind kind,
      String expected,
      Function<Object, @Nullable T> parse,
      T placeholder) {
    return scalar(key, Option.Form.of(kind), expected, parse, placeholder);
  }

  private <T> Setting<T> scalar(
      String key,
      Option.Form form,
      String expected,
      Function<Object, @Nullable T> parse,
      T placeholder) {
    read.add(key);
    return new Setting<>(this, key, value(key), form, expected, parse, placeholder);
  }

  private @Nullable Object value(String key) {
    return values.containsKey(key) ? values.get(key) : fallback.get(key);
  }

  static String choiceName(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
