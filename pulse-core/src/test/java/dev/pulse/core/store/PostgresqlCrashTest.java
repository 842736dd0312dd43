package dev.pulse.core.store;

import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreInUseException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class PostgresqlCrashTest {
  private static final int KILLS = 3;

  @ParameterizedTest
  @ValueSource(strings = {"write", "pack"})
  void aProcessThatIsKilledLosesNothingThatWasAcknowledgedAndLetsTheNextOneIn(String mode)
      throws Exception {
    var rig = PostgresqlRig.shared();
    var url =
        rig.url()
            + "&user="
            + rig.server.user()
            + "&password="
            + URLEncoder.encode(rig.server.password(), StandardCharsets.UTF_8);
    var random = new Random(20260301);
    var acknowledged = new ArrayList<String>();
    for (int i = 0; i < KILLS; i++) {
      acknowledged.addAll(SqliteCrashTest.writeUntilKilled(url, mode, 1 + random.nextInt(150)));

      try (var store = openWhenFree(rig)) {
        SqliteCrashTest.assertHolds(store, acknowledged);
      }
    }
  }

  /** The server notices in its own time that a process is gone. */
  private static Store openWhenFree(PostgresqlRig rig) {
    while (true) {
      try {
        return rig.open();
      } catch (StoreInUseException e) {
        Thread.onSpinWait();
      }
    }
  }
}
