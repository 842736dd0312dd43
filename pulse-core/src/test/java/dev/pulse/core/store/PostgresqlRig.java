package dev.pulse.core.store;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pulse.api.config.Secret;
import dev.pulse.api.store.Store;
import dev.pulse.samples.fakes.PostgresServer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/** Schemas on a real server that the tests of this JVM share, one for each test. */
final class PostgresqlRig {
  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  final PostgresServer server;
  final String database;
  final String schema = "test " + SCHEMAS.incrementAndGet();

  private PostgresqlRig(PostgresServer server, String database) {
    this.server = server;
    this.database = database;
  }

  /** In the one database that those tests share that have nothing to do with databases. */
  static PostgresqlRig shared() {
    assumeThat(PostgresServer.isInstalled()).isTrue();
    return new PostgresqlRig(PostgresServer.shared(), Shared.DATABASE);
  }

  /** In a database of its own. */
  static PostgresqlRig on(PostgresServer server) {
    return new PostgresqlRig(server, server.newDatabase());
  }

  private static final class Shared {
    static final String DATABASE = PostgresServer.shared().newDatabase();
  }

  String url() {
    return server.jdbcUrl(database) + "?currentSchema=" + schema.replace(" ", "%20");
  }

  Secret password() {
    return Secret.of(server.password());
  }

  PostgresqlAddress address() {
    return PostgresqlAddress.of(url(), server.user(), password());
  }

  Store open() {
    return Stores.postgresql(url(), server.user(), password());
  }

  Store open(Packing packing, ExecutorService executor) {
    var address = address();
    return PostgresqlStore.open(address, new PostgresqlServer(address), packing, executor);
  }

  /** What psql prints for statements in this schema. */
  String ask(String sql) {
    return server.psql(database, "SET search_path TO \"" + schema + "\"; " + sql).strip();
  }
}
