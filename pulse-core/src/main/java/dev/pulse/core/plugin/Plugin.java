package dev.pulse.core.plugin;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.config.Option;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One provider as a person may want to know it. Immutable. */
public final class Plugin {
  private final Kind kind;
  private final String type;
  private final Class<?> provider;
  private final @Nullable Path file;
  private final List<Option> options;
  private final @Nullable String problem;

  /** What a plug-in makes. There will be more. */
  public enum Kind {
    /** Checks. */
    CHECK,
    /** Collectors. */
    COLLECTOR,
    /** Scorers. */
    SCORER,
    /** Detectors. */
    DETECTOR,
    /** Notifiers. */
    NOTIFIER
  }

  Plugin(
      Kind kind,
      String type,
      Class<?> provider,
      @Nullable Path file,
      List<Option> options,
      @Nullable String problem) {
    this.kind = requireNonNull(kind, "kind");
    this.type = requireNonNull(type, "type");
    this.provider = requireNonNull(provider, "provider");
    this.file = file;
    this.options = List.copyOf(options);
    this.problem = problem;
  }

  /** What it makes. */
  public Kind kind() {
    return kind;
  }

  /** The name by which a configuration asks for it. */
  public String type() {
    return type;
  }

  /** The name of the provider's class. */
  public String className() {
    return provider.getName();
  }

  /** The jar, or the directory of classes, that it is from; empty when nobody can tell. */
  public Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /** The {@code Implementation-Version} in the manifest of its jar; empty when there is none. */
  public Optional<String> version() {
    return Optional.ofNullable(provider.getPackage().getImplementationVersion());
  }

  /**
   * Its options, in the order in which it reads them; unmodifiable.
   *
   * @see dev.pulse.api.config.Settings#describe
   */
  public List<Option> options() {
    return options;
  }

  /** Why nobody can tell its options; empty when {@link #options()} are all that can be found. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  @Override
  public String toString() {
    return kind + " " + type + " (" + className() + ")";
  }
}
