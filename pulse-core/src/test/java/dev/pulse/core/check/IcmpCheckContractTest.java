package dev.pulse.core.check;

import dev.pulse.api.check.Check;
import dev.pulse.testkit.CheckContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class IcmpCheckContractTest extends CheckContract {
  @TempDir Path folder;

  @Override
  protected Check healthy() throws IOException {
    return check(FakePing.saying(folder, 0, FakePing.ANSWERED));
  }

  @Override
  protected Check unreachable() throws IOException {
    return check(FakePing.saying(folder, 1, FakePing.SILENCE));
  }

  @Override
  protected Check hanging() throws IOException {
    return check(FakePing.running(folder, "exec sleep 600\n"));
  }

  private static Check check(PingProgram program) {
    return IcmpCheck.to("192.0.2.7").packets(1).program(program).build();
  }
}
