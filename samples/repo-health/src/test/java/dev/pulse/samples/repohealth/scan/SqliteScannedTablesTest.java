package dev.pulse.samples.repohealth.scan;

import dev.pulse.samples.server.environment.DatabaseUrl;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteScannedTablesTest extends ScannedTablesContract {
  @TempDir private Path folder;

  @Override
  DatabaseUrl create() {
    return new DatabaseUrl.Sqlite(folder.resolve("pulse.db"));
  }
}
