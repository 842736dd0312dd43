package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.Check;
import dev.pulse.api.collect.Collector;
import dev.pulse.kubernetes.KubernetesConnection;
import dev.pulse.kubernetes.PodCheck;
import dev.pulse.kubernetes.PodCollector;
import dev.pulse.kubernetes.WorkloadCheck;
import dev.pulse.kubernetes.WorkloadCheck.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The excerpt of the guide about pods and workloads. */
class PodsGuideTest {
  @Test
  void podsAndWorkloadsAreWatched() {
    var connection = KubernetesConnection.detect();
    Check pods =
        PodCheck.labelled(connection, "app=web")
            .namespace("shop")
            .atLeast(2)
            .readyWithin(Duration.ofMinutes(10))
            .build();
    Check web =
        WorkloadCheck.of(connection, Kind.DEPLOYMENT, "web")
            .namespace("shop")
            .leastReady(0.5)
            .build();
    Collector state = PodCollector.of(connection).namespace("shop").build();

    assertThat(List.of(pods, web, state))
        .map(Object::toString)
        .containsExactly("pods app=web in shop", "deployment shop/web", "pods in shop");
  }
}
