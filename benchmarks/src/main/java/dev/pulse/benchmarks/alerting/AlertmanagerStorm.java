package dev.pulse.benchmarks.alerting;

import dev.pulse.benchmarks.measure.Tool;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An Alertmanager with one webhook, and the alerts that are pushed to it. */
final class AlertmanagerStorm implements AutoCloseable {
  private static final int AT_ONCE = 1_000;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Tool tool;
  private final int groups;
  private final int alerts;

  private AlertmanagerStorm(Tool tool, int groups, int alerts) {
    this.tool = tool;
    this.groups = groups;
    this.alerts = alerts;
  }

  static AlertmanagerStorm start(
      Path program, Path folder, String webhook, int groups, int alerts, long waitMillis)
      throws IOException, InterruptedException {
    var configuration = folder.resolve("alertmanager.yml");
    Files.writeString(
        configuration,
        """
        route:
          receiver: webhook
          group_by: [group]
          group_wait: %1$dms
          group_interval: %1$dms
          repeat_interval: 4h
        receivers:
          - name: webhook
            webhook_configs:
              - url: %2$s
        """
            .formatted(waitMillis, webhook),
        StandardCharsets.UTF_8);
    var tool =
        Tool.start(
            program,
            folder.resolve("alertmanager.log"),
            "/-/ready",
            List.of(
                "--config.file=" + configuration,
                "--storage.path=" + folder.resolve("alertmanager"),
                "--cluster.listen-address="));
    return new AlertmanagerStorm(tool, groups, alerts);
  }

  /** To be made beforehand: what it costs to write them is not its affair. */
  List<String> bodies(int storm) {
    var all =
        IntStream.range(storm * groups * alerts, (storm + 1) * groups * alerts)
            .mapToObj(i -> alert(i / alerts, i % alerts))
            .toList();
    var bodies = new ArrayList<String>();
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      bodies.add(
          all.subList(from, Math.min(all.size(), from + AT_ONCE)).stream()
              .collect(Collectors.joining(",", "[", "]")));
    }
    return bodies;
  }

  private static String alert(int group, int alert) {
    return """
        {"labels":{"alertname":"finding","check":"storm-%1$d","severity":"warning","group":"g%1$d",\
        "instance":"storm-%1$d-%2$d"},"annotations":{"summary":"the instance does not answer"}}"""
        .formatted(group, alert);
  }

  /** Pushes all of them, one request after the other. */
  void push(List<String> bodies) throws IOException, InterruptedException {
    for (String body : bodies) {
      var request =
          HttpRequest.newBuilder(URI.create("http://" + tool.address() + "/api/v2/alerts"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(body))
              .build();
      var answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException("Alertmanager answered " + answer.statusCode());
      }
    }
  }

  double cpu() throws IOException {
    return tool.cpu();
  }

  double resident() throws IOException {
    return tool.resident();
  }

  @Override
  public void close() {
    tool.close();
  }
}
