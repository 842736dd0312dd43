package dev.pulse.samples.app.config;

import dev.pulse.api.store.Store;
import dev.pulse.core.store.Stores;
import dev.pulse.samples.server.environment.DatabaseUrl;
import dev.pulse.samples.server.environment.StoreStart;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where Pulse is to remember: in a file, on a server, or only in memory. Immutable. */
public final class StoreChoice {
  private final @Nullable DatabaseUrl database;

  private StoreChoice(@Nullable DatabaseUrl database) {
    this.database = database;
  }

  /** In memory: everything is forgotten at the end. */
  public static StoreChoice memory() {
    return new StoreChoice(null);
  }

  /** In one SQLite file. */
  public static StoreChoice sqlite(Path file) {
    return new StoreChoice(new DatabaseUrl.Sqlite(file));
  }

  /**
   * The choice as it stands on the command line: {@code memory}, the address of a PostgreSQL, or
   * the name of a file.
   *
   * @throws IllegalArgumentException when it can be none of them; addresses are not repeated
   */
  public static StoreChoice parse(String text) {
    if (text.equals("memory")) {
      return memory();
    }
    var folded = text.toLowerCase(Locale.ROOT);
    return folded.startsWith("jdbc:") || folded.contains("://")
        ? new StoreChoice(DatabaseUrl.parse(text))
        : sqlite(path(text));
  }

  /**
   * On a server of PostgreSQL.
   *
   * @throws IllegalArgumentException when it is not the address of one, without repeating it
   */
  static StoreChoice postgresql(String url) {
    if (DatabaseUrl.parse(url) instanceof DatabaseUrl.Postgres server) {
      return new StoreChoice(server);
    }
    throw new IllegalArgumentException(
        "must begin with postgres://, postgresql:// or jdbc:postgresql:");
  }

  /** Whether anything is there when it is opened the next time. */
  public boolean remembers() {
    return database != null;
  }

  /** The file; empty for memory and for servers. */
  public Optional<Path> file() {
    return database instanceof DatabaseUrl.Sqlite sqlite
        ? Optional.of(sqlite.file())
        : Optional.empty();
  }

  /** Where tables can lie beside those of the store; empty for memory. */
  public Optional<DatabaseUrl> database() {
    return Optional.ofNullable(database);
  }

  /**
   * Opens the store.
   *
   * @throws dev.pulse.api.store.StoreException when it cannot be opened, with where it is
   */
  public Store open() {
    return database == null ? Stores.memory() : database.open();
  }

  /**
   * Opens the store of a service: a server may start later than that, and is waited for.
   *
   * @throws dev.pulse.api.store.StoreException as {@link #open()}, for a server after 30 seconds
   */
  public Store openWhenThere() {
    return database instanceof DatabaseUrl.Postgres ? StoreStart.real().await(this::open) : open();
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
    return other instanceof StoreChoice choice && Objects.equals(database, choice.database);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(database);
  }

  /** {@code memory}, the name of the file, or {@code PostgreSQL}. */
  @Override
  public String toString() {
    return database == null
        ? "memory"
        : file().map(Path::toString).orElseGet(() -> String.valueOf(database));
  }
}
