package dev.pulse.core.plugin;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Option;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Settings;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The providers of one kind, by type. Confine to one thread until the last was added. */
final class Registry<P> {
  private static final Logger log = LoggerFactory.getLogger(Registry.class);
  private static final Pattern TYPE =
      Pattern.compile("(?=.{1,100}$)[a-z][a-z0-9]*([._-][a-z0-9]+)*");
  private static final String OURS = "dev.pulse.";

  /** A service file can be so broken that the loader goes on failing; some day it is enough. */
  private static final int MOST_FAILURES = 100;

  private static final int MOST_TEXT = 300;

  private final String kind;
  private final Class<P> service;
  private final Function<P, String> typeOf;
  private final TreeMap<String, Entry<P>> providers = new TreeMap<>();

  /**
   * A provider and where it is from.
   *
   * @param jar the jar of a plug-in directory; null for what was on the class path or added
   */
  record Entry<P>(P provider, @Nullable Path jar) {
    /** What a person can look for: the class, and the jar where it is known. */
    String name() {
      return provider.getClass().getName() + (jar == null ? "" : " in " + printable(jar));
    }
  }

  Registry(String kind, Class<P> service, Function<P, String> typeOf) {
    this.kind = kind;
    this.service = service;
    this.typeOf = typeOf;
  }

  /**
   * Adds what a class loader finds.
   *
   * @param problems takes what is left out
   * @param errors takes what must not be
   */
  void load(ClassLoader loader, List<Problem> problems, List<Problem> errors) {
    var iterator = ServiceLoader.load(service, loader).iterator();
    int failures = 0;
    while (failures < MOST_FAILURES) {
      P provider;
      try {
        if (!iterator.hasNext()) {
          return;
        }
        provider = iterator.next();
      } catch (ServiceConfigurationError | LinkageError e) {
        failures++;
        log.warn("A {} provider could not be loaded and is left out", kind, e);
        problems.add(new Problem("", "", "a " + kind + " provider cannot be loaded: " + reason(e)));
        continue;
      }
      var refused = new ArrayList<Problem>();
      add(provider, null, refused, errors);
      refused.forEach(problem -> log.warn("A provider is left out: {}", problem.message()));
      problems.addAll(refused);
    }
  }

  /**
   * Adds what a jar of a plug-in directory names.
   *
   * @param problems takes what is left out
   * @param errors takes what must not be
   */
  void load(PluginJar jar, List<Problem> problems, List<Problem> errors) {
    for (String name : jar.providers(service.getName())) {
      P provider;
      try {
        provider = jar.instantiate(name, service);
      } catch (PluginJar.Unusable e) {
        var problem = problem(jar.file(), name + " cannot be loaded: " + printable(e.reason()));
        log.warn("A provider is left out: {}", problem);
        log.debug("Why {} is left out", name, e);
        problems.add(problem);
        continue;
      }
      var refused = new ArrayList<Problem>();
      add(provider, jar.file(), refused, errors);
      refused.forEach(problem -> log.warn("A provider is left out: {}", problem));
      problems.addAll(refused);
    }
  }

  /**
   * Adds one.
   *
   * @param jar the jar of a plug-in directory, or null
   * @param refused takes why its type is not allowed
   * @param errors takes the other provider of its type
   */
  void add(P provider, @Nullable Path jar, List<Problem> refused, List<Problem> errors) {
    var name = provider.getClass().getName();
    @Nullable String type = type(provider);
    if (type == null || !TYPE.matcher(type).matches()) {
      refused.add(
          problem(
              jar,
              name
                  + " has the type "
                  + (type == null ? "null" : "\"" + printable(type) + "\"")
                  + ", but a type is lower-case words with a dot, such as acme.queue"));
      return;
    }
    if (type.indexOf('.') < 0 && !name.startsWith(OURS)) {
      refused.add(
          problem(
              jar,
              name
                  + " has the type \""
                  + type
                  + "\", but types without a dot belong to Pulse: put a prefix before it, such as"
                  + " acme."
                  + type));
      return;
    }
    var entry = new Entry<>(provider, jar);
    var other = providers.putIfAbsent(type, entry);
    // The same class twice is one provider that was both found and added.
    if (other != null && other.provider().getClass() != provider.getClass()) {
      errors.add(
          new Problem(
              "",
              "",
              "the "
                  + kind
                  + " type \""
                  + type
                  + "\" is offered by both "
                  + other.name()
                  + " and "
                  + entry.name()
                  + ": remove one of them"));
    }
  }

  Set<String> types() {
    return Collections.unmodifiableSet(providers.keySet());
  }

  /**
   * Describes the providers.
   *
   * @param create asks a provider; its answer is thrown away
   */
  List<Plugin> describe(Plugin.Kind what, BiFunction<P, Settings, @Nullable Object> create) {
    var described = new ArrayList<Plugin>();
    providers.forEach(
        (type, entry) -> {
          List<Option> options = List.of();
          @Nullable String problem = null;
          try {
            options =
                Settings.describe(
                    settings -> Optional.ofNullable(create.apply(entry.provider(), settings)));
          } catch (RuntimeException | LinkageError e) {
            log.warn("The {} provider {} does not tell its options", kind, entry.name(), e);
            problem = broken(entry, "failed with " + printable(e.toString()));
          }
          var provider = entry.provider().getClass();
          described.add(
              new Plugin(what, type, provider, file(provider, entry.jar()), options, problem));
        });
    return described;
  }

  private static @Nullable Path file(Class<?> provider, @Nullable Path jar) {
    if (jar != null) {
      return jar;
    }
    var source = provider.getProtectionDomain().getCodeSource();
    var location = source == null ? null : source.getLocation();
    try {
      return location == null ? null : Path.of(location.toURI());
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      // From the network, or from a jar inside a jar: not a file that a person could open.
      return null;
    }
  }

  /** Asks the provider of a type. */
  <T> T make(
      String type, Settings settings, Function<P, @Nullable T> create, List<Problem> leftOut) {
    var entry = providers.get(type);
    if (entry == null) {
      throw new ConfigurationException(List.of(settings.problem("type", unknown(type, leftOut))));
    }
    P provider = entry.provider();
    @Nullable T made;
    try {
      made = create.apply(provider);
    } catch (ConfigurationException | IllegalArgumentException e) {
      throw e;
    } catch (LinkageError e) {
      // Its message is the name of a class or a method: no option is in it.
      log.warn("The {} provider {} does not link", kind, entry.name(), e);
      throw new ConfigurationException(
          List.of(settings.problem("", broken(entry, "failed with " + printable(e.toString())))));
    } catch (RuntimeException e) {
      log.warn("The {} provider {} failed", kind, entry.name(), e);
      throw new ConfigurationException(
          List.of(settings.problem("", broken(entry, "failed with " + e.getClass().getName()))));
    }
    if (made == null) {
      throw new ConfigurationException(
          List.of(settings.problem("", broken(entry, "returned nothing"))));
    }
    return made;
  }

  private String unknown(String type, List<Problem> leftOut) {
    var known =
        providers.isEmpty() ? "there are none" : "known: " + String.join(", ", providers.keySet());
    return "\""
        + printable(type)
        + "\" is not a type of "
        + kind
        + "; "
        + known
        + (leftOut.isEmpty()
            ? ""
            : "; left out: "
                + leftOut.stream().map(Problem::toString).collect(Collectors.joining("; ")));
  }

  private String broken(Entry<P> entry, String how) {
    return "the " + kind + " provider " + entry.name() + " is broken: it " + how;
  }

  private @Nullable String type(P provider) {
    try {
      return typeOf.apply(provider);
    } catch (RuntimeException | LinkageError e) {
      log.warn("The {} provider {} does not tell its type", kind, provider.getClass().getName(), e);
      return null;
    }
  }

  private Problem problem(@Nullable Path jar, String message) {
    return new Problem(
        jar == null ? "" : printable(jar), "", "the " + kind + " provider " + message);
  }

  private static String reason(Throwable failure) {
    return printable(failure.getMessage() == null ? failure.toString() : failure.getMessage());
  }

  static String printable(Path file) {
    return file.toString().replaceAll("\\p{Cntrl}+", " ");
  }

  private static String printable(String text) {
    var line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() > MOST_TEXT ? line.substring(0, MOST_TEXT) + "…" : line;
  }
}
