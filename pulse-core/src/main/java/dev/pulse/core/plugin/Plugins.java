package dev.pulse.core.plugin;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Check;
import dev.pulse.api.collect.Collector;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Settings;
import dev.pulse.api.detect.Detector;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.notify.NotifierContext;
import dev.pulse.api.score.Scorer;
import dev.pulse.api.spi.CheckProvider;
import dev.pulse.api.spi.CollectorProvider;
import dev.pulse.api.spi.DetectorProvider;
import dev.pulse.api.spi.NotifierProvider;
import dev.pulse.api.spi.ScorerProvider;
import dev.pulse.api.store.Journal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The providers that are at hand, by type: those that {@link java.util.ServiceLoader} finds, those
 * in the jars of a directory, and those that code adds. A configuration asks here for what it
 * names; code that has a class at hand needs none of it.
 *
 * <p>A provider that cannot be loaded, or whose type is not allowed, is left out, logged and kept
 * in {@link #problems()}: a broken jar does not take down what does not need it. Two providers of
 * one type are an error at once. Types without a dot belong to Pulse's own packages.
 *
 * <pre>{@code
 * Plugins plugins = Plugins.load(Thread.currentThread().getContextClassLoader());
 * Check check = Settings.read(options, settings -> plugins.check("http", settings));
 * }</pre>
 *
 * <p>Each jar of a directory has a class loader of its own, whose parent is the application's: two
 * plug-ins may bring different versions of a library, unless the application has one already, which
 * then holds for both. Close the plug-ins when nothing that they made is used any more.
 *
 * <p>Immutable; thread-safe as far as the providers are.
 */
public final class Plugins implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Plugins.class);

  /** In the order of a person's interest: the first is the example of an error. */
  private static final Set<String> SERVICES =
      Collections.unmodifiableSet(
          new LinkedHashSet<>(
              List.of(
                  CheckProvider.class.getName(),
                  CollectorProvider.class.getName(),
                  ScorerProvider.class.getName(),
                  DetectorProvider.class.getName(),
                  NotifierProvider.class.getName())));

  private final Registry<CheckProvider> checks;
  private final Registry<CollectorProvider> collectors;
  private final Registry<ScorerProvider> scorers;
  private final Registry<DetectorProvider> detectors;
  private final Registry<NotifierProvider> notifiers;
  private final List<Problem> problems;
  private final List<PluginJar> jars;

  private Plugins(Builder builder) {
    this.checks = builder.checks;
    this.collectors = builder.collectors;
    this.scorers = builder.scorers;
    this.detectors = builder.detectors;
    this.notifiers = builder.notifiers;
    this.problems = List.copyOf(builder.problems);
    this.jars = List.copyOf(builder.jars);
  }

  /**
   * The providers that a class loader can find.
   *
   * @throws ConfigurationException when two of them have one type
   */
  public static Plugins load(ClassLoader loader) {
    return builder().load(loader).build();
  }

  /** A builder without providers. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Makes a check.
   *
   * @param settings its options; problems with them are noted there, as {@link Settings} tells
   * @throws ConfigurationException when there is no such type, with those that there are, or when
   *     the provider itself is broken
   */
  public Check check(String type, Settings settings) {
    return checks.make(type, settings, provider -> provider.create(settings), problems);
  }

  /**
   * Makes a collector.
   *
   * @param settings its options; problems with them are noted there, as {@link Settings} tells
   * @throws ConfigurationException when there is no such type, with those that there are, or when
   *     the provider itself is broken
   */
  public Collector collector(String type, Settings settings) {
    return collectors.make(type, settings, provider -> provider.create(settings), problems);
  }

  /**
   * Makes a scorer.
   *
   * @param settings its options; problems with them are noted there, as {@link Settings} tells
   * @throws ConfigurationException when there is no such type, with those that there are, or when
   *     the provider itself is broken
   */
  public Scorer scorer(String type, Settings settings) {
    return scorers.make(type, settings, provider -> provider.create(settings), problems);
  }

  /**
   * Makes what makes detectors, one for each series.
   *
   * @param settings the options; problems with them are noted there, as {@link Settings} tells
   * @throws ConfigurationException when there is no such type, with those that there are, or when
   *     the provider itself is broken
   */
  public Supplier<? extends Detector> detector(String type, Settings settings) {
    return detectors.make(type, settings, provider -> provider.create(settings), problems);
  }

  /**
   * Makes a notifier.
   *
   * @param settings its options; problems with them are noted there, as {@link Settings} tells
   * @param context what it may use when it sends
   * @throws ConfigurationException when there is no such type, with those that there are, or when
   *     the provider itself is broken
   */
  public Notifier notifier(String type, Settings settings, NotifierContext context) {
    requireNonNull(context, "context");
    return notifiers.make(type, settings, provider -> provider.create(settings, context), problems);
  }

  /** Makes a notifier that has no history to show. */
  public Notifier notifier(String type, Settings settings) {
    return notifier(type, settings, Plugins::noHistory);
  }

  /** The types of checks, sorted; unmodifiable. */
  public Set<String> checkTypes() {
    return checks.types();
  }

  /** The types of collectors, sorted; unmodifiable. */
  public Set<String> collectorTypes() {
    return collectors.types();
  }

  /** The types of scorers, sorted; unmodifiable. */
  public Set<String> scorerTypes() {
    return scorers.types();
  }

  /** The types of detectors, sorted; unmodifiable. */
  public Set<String> detectorTypes() {
    return detectors.types();
  }

  /** The types of notifiers, sorted; unmodifiable. */
  public Set<String> notifierTypes() {
    return notifiers.types();
  }

  /**
   * Everything that is at hand, by kind and type; unmodifiable. Asks every provider for its
   * options, so it is for people who look, not for a hot path.
   */
  public List<Plugin> list() {
    var all = new ArrayList<Plugin>();
    all.addAll(checks.describe(Plugin.Kind.CHECK, CheckProvider::create));
    all.addAll(collectors.describe(Plugin.Kind.COLLECTOR, CollectorProvider::create));
    all.addAll(scorers.describe(Plugin.Kind.SCORER, ScorerProvider::create));
    all.addAll(detectors.describe(Plugin.Kind.DETECTOR, DetectorProvider::create));
    all.addAll(
        notifiers.describe(
            Plugin.Kind.NOTIFIER,
            (provider, settings) -> provider.create(settings, Plugins::noHistory)));
    return List.copyOf(all);
  }

  private static Journal noHistory() {
    throw new IllegalStateException("this notifier was made without a history");
  }

  /** What was left out, and why; unmodifiable. */
  public List<Problem> problems() {
    return problems;
  }

  /**
   * Lets go of the jars that came from a directory. What their providers have made may need classes
   * that nobody has loaded yet, so first stop whatever uses it. Without a directory, and the second
   * time, it does nothing.
   *
   * @throws dev.pulse.api.PulseException when a jar cannot be closed; the others are
   */
  @Override
  public void close() {
    closeAll(jars);
  }

  private static void closeAll(List<PluginJar> jars) {
    @Nullable RuntimeException failure = null;
    for (PluginJar jar : jars) {
      try {
        jar.close();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Builds {@link Plugins}. Confine to one thread. */
  public static final class Builder {
    private final Registry<CheckProvider> checks =
        new Registry<>("check", CheckProvider.class, CheckProvider::type);
    private final Registry<CollectorProvider> collectors =
        new Registry<>("collector", CollectorProvider.class, CollectorProvider::type);
    private final Registry<ScorerProvider> scorers =
        new Registry<>("scorer", ScorerProvider.class, ScorerProvider::type);
    private final Registry<DetectorProvider> detectors =
        new Registry<>("detector", DetectorProvider.class, DetectorProvider::type);
    private final Registry<NotifierProvider> notifiers =
        new Registry<>("notifier", NotifierProvider.class, NotifierProvider::type);
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> errors = new ArrayList<>();
    private final List<PluginJar> jars = new ArrayList<>();

    private Builder() {}

    /** Adds every provider that a class loader can find; what cannot be loaded is left out. */
    public Builder load(ClassLoader loader) {
      requireNonNull(loader, "loader");
      checks.load(loader, problems, errors);
      collectors.load(loader, problems, errors);
      scorers.load(loader, problems, errors);
      detectors.load(loader, problems, errors);
      notifiers.load(loader, problems, errors);
      return this;
    }

    /**
     * Adds every provider in the jars of a directory, with the class loader of Pulse for a parent.
     *
     * @see #directory(Path, ClassLoader)
     */
    public Builder directory(Path directory) {
      return directory(directory, Plugins.class.getClassLoader());
    }

    /**
     * Adds every provider in the jars of a directory, in the order of their names. A jar is a file
     * right in the directory, or a link to one, that ends in {@code .jar}; its providers are those
     * that its own service files name. A jar or a provider that cannot be loaded is left out; a
     * directory that cannot be read is an error.
     *
     * @param parent where classes that are not in a jar come from, and where those come from that
     *     are in both
     */
    public Builder directory(Path directory, ClassLoader parent) {
      requireNonNull(parent, "parent");
      try {
        for (Path file : PluginJar.in(requireNonNull(directory, "directory"))) {
          jar(file, parent);
        }
      } catch (PluginJar.Unusable e) {
        errors.add(new Problem(Registry.printable(directory), "", e.reason()));
      }
      return this;
    }

    private void jar(Path file, ClassLoader parent) {
      PluginJar jar;
      try {
        jar = PluginJar.open(file, parent, SERVICES);
      } catch (PluginJar.Unusable e) {
        var problem = new Problem(Registry.printable(file), "", e.reason());
        // The problem says it all to whoever runs this; the trace is for whoever builds the jar.
        log.warn("A plug-in is left out: {}", problem);
        log.debug("Why {} is left out", file, e);
        problems.add(problem);
        return;
      }
      jars.add(jar);
      checks.load(jar, problems, errors);
      collectors.load(jar, problems, errors);
      scorers.load(jar, problems, errors);
      detectors.load(jar, problems, errors);
      notifiers.load(jar, problems, errors);
    }

    /** Adds a provider of checks. */
    public Builder add(CheckProvider provider) {
      checks.add(requireNonNull(provider, "provider"), null, errors, errors);
      return this;
    }

    /** Adds a provider of collectors. */
    public Builder add(CollectorProvider provider) {
      collectors.add(requireNonNull(provider, "provider"), null, errors, errors);
      return this;
    }

    /** Adds a provider of scorers. */
    public Builder add(ScorerProvider provider) {
      scorers.add(requireNonNull(provider, "provider"), null, errors, errors);
      return this;
    }

    /** Adds a provider of detectors. */
    public Builder add(DetectorProvider provider) {
      detectors.add(requireNonNull(provider, "provider"), null, errors, errors);
      return this;
    }

    /** Adds a provider of notifiers. */
    public Builder add(NotifierProvider provider) {
      notifiers.add(requireNonNull(provider, "provider"), null, errors, errors);
      return this;
    }

    /**
     * The plug-ins.
     *
     * @throws ConfigurationException when two providers have one type, naming both, when a provider
     *     that code added has a type that is not allowed, or when a directory cannot be read
     */
    public Plugins build() {
      if (!errors.isEmpty()) {
        closeAll(jars);
        throw new ConfigurationException(errors);
      }
      return new Plugins(this);
    }
  }
}
