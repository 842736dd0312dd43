package dev.pulse.docs.guide;

import dev.pulse.prometheus.PromQl;
import dev.pulse.prometheus.PrometheusClient;
import java.net.URI;
import java.time.Duration;

/** A whole program that needs nothing but pulse-prometheus. */
final class AskPrometheus {
  private AskPrometheus() {}

  public static void main(String[] args) throws InterruptedException {
    var prometheus = PrometheusClient.at(URI.create(args[0])).build();
    var answer = prometheus.instant(PromQl.metric("up").equalTo(0), Duration.ofSeconds(10));
    if (answer.failure().isPresent()) {
      System.out.println("nobody knows: " + answer.failure().get().message());
      return;
    }
    answer.series().forEach(series -> System.out.println("down: " + series));
  }
}
