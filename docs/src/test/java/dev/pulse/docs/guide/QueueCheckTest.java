package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckResult;
import dev.pulse.testkit.CheckContract;
import dev.pulse.testkit.FakeCheckContext;
import dev.pulse.testkit.fault.Fault;
import dev.pulse.testkit.fault.FaultServer;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QueueCheckTest extends CheckContract {
  private final FaultServer broker = FaultServer.answering("17\n");
  private final FaultServer refusing = FaultServer.start(Fault.REFUSED);
  private final FaultServer silent = FaultServer.start(Fault.SILENT);

  @AfterEach
  void stop() {
    broker.close();
    refusing.close();
    silent.close();
  }

  @Override
  protected Check healthy() {
    return check(broker);
  }

  @Override
  protected Check unreachable() {
    return check(refusing);
  }

  @Override
  protected Check hanging() {
    return check(silent);
  }

  @Override
  protected Set<String> secrets() {
    return Set.of("hunter2");
  }

  @ParameterizedTest
  @EnumSource
  void isNotUpWhateverTheBrokerDoes(Fault fault) throws Exception {
    try (var server = FaultServer.start(fault)) {
      var context = FakeCheckContext.builder().timeout(Duration.ofMillis(500)).build();
      assertThat(isUp(check(server), context)).isFalse();
    }
  }

  private static boolean isUp(Check check, FakeCheckContext context) throws InterruptedException {
    CheckResult result;
    try {
      result = check.run(context);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return false;
    }
    return result.status().isUp();
  }

  private static Check check(FaultServer server) {
    return new QueueCheck(URI.create(server.url() + "depth?token=hunter2"), 100);
  }
}
