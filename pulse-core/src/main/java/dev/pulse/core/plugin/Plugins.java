package dev.pulse.core.plugin;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Check;
import dev.pulse.api.collect.Collector;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Settings;
import dev.pulse.api.detect.Detector;
import dev.pulse.api.spi.CheckProvider;
import dev.pulse.api.spi.CollectorProvider;
import dev.pulse.api.spi.DetectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The providers that are at hand, by type: those that {@link java.util.ServiceLoader} finds and
 * those that code adds. A configuration asks here for what it names; code that has a class at hand
 * needs none of it.
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
 * <p>Immutable; thread-safe as far as the providers are.
 */
public final class Plugins {
  private final Registry<CheckProvider> checks;
  private final Registry<CollectorProvider> collectors;
  private final Registry<DetectorProvider> detectors;
  private final List<Problem> problems;

  private Plugins(Builder builder) {
    this.checks = builder.checks;
    this.collectors = builder.collectors;
    this.detectors = builder.detectors;
    this.problems = List.copyOf(builder.problems);
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
   * Makes what makes detectors, one for each series.
   *
   * @param settings the options; problems with them are noted there, as {@link Settings} tells
   * @throws ConfigurationException when there is no such type, with those that there are, or when
   *     the provider itself is broken
   */
  public Supplier<? extends Detector> detector(String type, Settings settings) {
    return detectors.make(type, settings, provider -> provider.create(settings), problems);
  }

  /** The types of checks, sorted; unmodifiable. */
  public Set<String> checkTypes() {
    return checks.types();
  }

  /** The types of collectors, sorted; unmodifiable. */
  public Set<String> collectorTypes() {
    return collectors.types();
  }

  /** The types of detectors, sorted; unmodifiable. */
  public Set<String> detectorTypes() {
    return detectors.types();
  }

  /** What was left out, and why; unmodifiable. */
  public List<Problem> problems() {
    return problems;
  }

  /** Builds {@link Plugins}. Confine to one thread. */
  public static final class Builder {
    private final Registry<CheckProvider> checks =
        new Registry<>("check", CheckProvider.class, CheckProvider::type);
    private final Registry<CollectorProvider> collectors =
        new Registry<>("collector", CollectorProvider.class, CollectorProvider::type);
    private final Registry<DetectorProvider> detectors =
        new Registry<>("detector", DetectorProvider.class, DetectorProvider::type);
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> errors = new ArrayList<>();

    private Builder() {}

    /** Adds every provider that a class loader can find; what cannot be loaded is left out. */
    public Builder load(ClassLoader loader) {
      requireNonNull(loader, "loader");
      checks.load(loader, problems, errors);
      collectors.load(loader, problems, errors);
      detectors.load(loader, problems, errors);
      return this;
    }

    /** Adds a provider of checks. */
    public Builder add(CheckProvider provider) {
      checks.add(requireNonNull(provider, "provider"), errors, errors);
      return this;
    }

    /** Adds a provider of collectors. */
    public Builder add(CollectorProvider provider) {
      collectors.add(requireNonNull(provider, "provider"), errors, errors);
      return this;
    }

    /** Adds a provider of detectors. */
    public Builder add(DetectorProvider provider) {
      detectors.add(requireNonNull(provider, "provider"), errors, errors);
      return this;
    }

    /**
     * The plug-ins.
     *
     * @throws ConfigurationException when two providers have one type, naming both, or when a
     *     provider that code added has a type that is not allowed
     */
    public Plugins build() {
      if (!errors.isEmpty()) {
        throw new ConfigurationException(errors);
      }
      return new Plugins(this);
    }
  }
}
