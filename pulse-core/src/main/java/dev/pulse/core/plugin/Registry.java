package dev.pulse.core.plugin;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Settings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
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

  private final String kind;
  private final Class<P> service;
  private final Function<P, String> typeOf;
  private final TreeMap<String, P> providers = new TreeMap<>();

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
      add(provider, refused, errors);
      refused.forEach(problem -> log.warn("A provider is left out: {}", problem.message()));
      problems.addAll(refused);
    }
  }

  /**
   * Adds one.
   *
   * @param refused takes why its type is not allowed
   * @param errors takes the other provider of its type
   */
  void add(P provider, List<Problem> refused, List<Problem> errors) {
    var name = provider.getClass().getName();
    @Nullable String type = type(provider);
    if (type == null || !TYPE.matcher(type).matches()) {
      refused.add(
          problem(
              name
                  + " has the type "
                  + (type == null ? "null" : "\"" + printable(type) + "\"")
                  + ", but a type is lower-case words with a dot, such as acme.queue"));
      return;
    }
    if (type.indexOf('.') < 0 && !name.startsWith(OURS)) {
      refused.add(
          problem(
              name
                  + " has the type \""
                  + type
                  + "\", but types without a dot belong to Pulse: put a prefix before it, such as"
                  + " acme."
                  + type));
      return;
    }
    @Nullable P other = providers.putIfAbsent(type, provider);
    // The same class twice is one provider that was both found and added.
    if (other != null && other.getClass() != provider.getClass()) {
      errors.add(
          new Problem(
              "",
              "",
              "the "
                  + kind
                  + " type \""
                  + type
                  + "\" is offered by both "
                  + other.getClass().getName()
                  + " and "
                  + name
                  + ": remove one of them"));
    }
  }

  Set<String> types() {
    return Collections.unmodifiableSet(providers.keySet());
  }

  /** Asks the provider of a type. */
  <T> T make(
      String type, Settings settings, Function<P, @Nullable T> create, List<Problem> leftOut) {
    @Nullable P provider = providers.get(type);
    if (provider == null) {
      throw new ConfigurationException(List.of(settings.problem("type", unknown(type, leftOut))));
    }
    @Nullable T made;
    try {
      made = create.apply(provider);
    } catch (ConfigurationException | IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      log.warn("The {} provider {} failed", kind, provider.getClass().getName(), e);
      throw new ConfigurationException(
          List.of(settings.problem("", broken(provider, "failed with " + e.getClass().getName()))));
    }
    if (made == null) {
      throw new ConfigurationException(
          List.of(settings.problem("", broken(provider, "returned nothing"))));
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
                + leftOut.stream().map(Problem::message).collect(Collectors.joining("; ")));
  }

  private String broken(P provider, String how) {
    return "the " + kind + " provider " + provider.getClass().getName() + " is broken: it " + how;
  }

  private @Nullable String type(P provider) {
    try {
      return typeOf.apply(provider);
    } catch (RuntimeException | LinkageError e) {
      log.warn("The {} provider {} does not tell its type", kind, provider.getClass().getName(), e);
      return null;
    }
  }

  private Problem problem(String message) {
    return new Problem("", "", "the " + kind + " provider " + message);
  }

  private static String reason(Throwable failure) {
    return printable(failure.getMessage() == null ? failure.toString() : failure.getMessage());
  }

  private static String printable(String text) {
    var line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() > 200 ? line.substring(0, 200) + "…" : line;
  }
}
