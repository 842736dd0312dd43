package dev.pulse.samples.ethereum.evaluate;

import java.time.Instant;

/** Ten minutes of gauges as OpenMetrics, for a Prometheus to know. */
final class MetricsHistory {
  private static final int STEP = 15;
  private static final int STEPS = 40;

  private final Instant end;
  private final StringBuilder text = new StringBuilder();
  private String family = "";

  MetricsHistory(Instant end) {
    this.end = end;
  }

  MetricsHistory family(String name) {
    family = name;
    text.append("# TYPE ").append(name).append(" gauge\n");
    return this;
  }

  /** One sample alone, shortly before the end. */
  MetricsHistory value(String network, String ingressUser, String node, long value) {
    return sample(network, ingressUser, node, value, STEP);
  }

  MetricsHistory rising(String network, String ingressUser, String node, long from) {
    return line(network, ingressUser, node, from, 1);
  }

  MetricsHistory flat(String network, String ingressUser, String node, long from) {
    return line(network, ingressUser, node, from, 0);
  }

  MetricsHistory falling(String network, String ingressUser, String node, long from) {
    return line(network, ingressUser, node, from, -1);
  }

  private MetricsHistory line(
      String network, String ingressUser, String node, long from, long slope) {
    for (int i = 0; i < STEPS; i++) {
      sample(network, ingressUser, node, from + i * slope, (STEPS - i) * STEP);
    }
    return this;
  }

  private MetricsHistory sample(
      String network, String ingressUser, String node, long value, int secondsAgo) {
    var pair = node.split("-", -1);
    text.append(family)
        .append("{network=\"%s\",".formatted(network))
        .append(ingressUser.isEmpty() ? "" : "ingress_user=\"%s\",".formatted(ingressUser))
        .append(
            "instance=\"%s\",consensus_client=\"%s\",execution_client=\"%s\"} "
                .formatted(
                    ingressUser.isEmpty() ? node : ingressUser + "-" + node, pair[0], pair[1]))
        .append(value)
        .append(' ')
        .append(end.getEpochSecond() - secondsAgo)
        .append('\n');
    return this;
  }

  String text() {
    return text + "# EOF\n";
  }
}
