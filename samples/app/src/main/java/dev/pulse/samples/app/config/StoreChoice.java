package dev.pulse.samples.app.config;

import dev.pulse.api.store.Store;
import dev.pulse.core.store.Stores;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where Pulse is to remember: in a file, or only in memory. Immutable. */
public final class StoreChoice {
  private final @Nullable Path file;

  private StoreChoice(@Nullable Path file) {
    this.file = file;
  }

  /** In memory: everything is forgotten at the end. */
  public static StoreChoice memory() {
    return new StoreChoice(null);
  }

  /** In one SQLite file. */
  public static StoreChoice sqlite(Path file) {
    return new StoreChoice(file);
  }

  /**
   * The choice as it stands on the command line: {@code memory}, or the name of a file.
   *
   * @throws IllegalArgumentException when it cannot be the name of a file
   */
  public static StoreChoice parse(String text) {
    return text.equals("memory") ? memory() : sqlite(path(text));
  }

  /** The file; empty for memory. */
  public Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /**
   * Opens the store.
   *
   * @throws dev.pulse.api.store.StoreException when it cannot be opened, with the name of the file
   */
  public Store open() {
    return file == null ? Stores.memory() : Stores.sqlite(file);
  }

  static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("is not the name of a file: " + e.getReason(), e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoreChoice choice && Objects.equals(file, choice.file);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(file);
  }

  /** {@code memory}, or the name of the file. */
  @Override
  public String toString() {
    return file == null ? "memory" : file.toString();
  }
}
