package dev.pulse.samples.repohealth.scan;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pulse.samples.fakes.PostgresServer;
import dev.pulse.samples.server.environment.DatabaseUrl;
import org.junit.jupiter.api.BeforeAll;

class PostgresScannedTablesTest extends ScannedTablesContract {
  @BeforeAll
  static void requirePostgres() {
    assumeThat(PostgresServer.isInstalled()).isTrue();
  }

  @Override
  DatabaseUrl create() {
    var server = PostgresServer.shared();
    return DatabaseUrl.parse(server.databaseUrl(server.newDatabase()));
  }
}
