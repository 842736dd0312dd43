package dev.pulse.prometheus;

import dev.pulse.api.collect.Collector;
import dev.pulse.api.config.Secret;
import dev.pulse.testkit.CollectorContract;
import dev.pulse.testkit.fault.Fault;
import dev.pulse.testkit.fault.FaultServer;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

class PromQlCollectorContractTest extends CollectorContract {
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

  private static Collector collector(URI url) {
    var prometheus = PrometheusClient.at(url).bearer(Secret.of(TOKEN)).build();
    return PromQlCollector.builder(prometheus).gauge("up", PromQl.metric("up")).build();
  }

  @Override
  protected Collector healthy() {
    return collector(healthy.url());
  }

  @Override
  protected Collector unreachable() {
    return collector(refusing.url());
  }

  @Override
  protected Collector hanging() {
    return collector(hanging.url());
  }

  @Override
  protected Set<String> secrets() {
    return Set.of(TOKEN);
  }
}
