package dev.pulse.prometheus;

import dev.pulse.api.check.Check;
import dev.pulse.api.config.Secret;
import dev.pulse.testkit.CheckContract;
import dev.pulse.testkit.fault.Fault;
import dev.pulse.testkit.fault.FaultServer;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

class PromQlCheckContractTest extends CheckContract {
  private static final String TOKEN = "hunter2-hunter2";

  private final FaultServer healthy =
      FaultServer.answering(
          "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":"
              + "{\"job\":\"api\"},\"value\":[1,\"1\"]}]},\"warnings\":[\"token "
              + TOKEN
              + "\"]}");
  private final FaultServer refusing = FaultServer.start(Fault.REFUSED);
  private final FaultServer hanging = FaultServer.start(Fault.SILENT);

  @AfterEach
  void stop() {
    healthy.close();
    refusing.close();
    hanging.close();
  }

  private static Check check(URI url) {
    var prometheus = PrometheusClient.at(url).bearer(Secret.of(TOKEN)).build();
    return PromQlCheck.builder(prometheus, PromQl.metric("up")).failBelow(1).build();
  }

  @Override
  protected Check healthy() {
    return check(healthy.url());
  }

  @Override
  protected Check unreachable() {
    return check(refusing.url());
  }

  @Override
  protected Check hanging() {
    return check(hanging.url());
  }

  @Override
  protected Set<String> secrets() {
    return Set.of(TOKEN);
  }
}
