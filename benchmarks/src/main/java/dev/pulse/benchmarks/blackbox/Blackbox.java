package dev.pulse.benchmarks.blackbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Pattern;

/** Asks a blackbox_exporter. Thread-safe. */
final class Blackbox {
  private final HttpClient client = HttpClient.newHttpClient();
  private final String base;

  /**
   * @param success {@code probe_success}
   * @param took {@code probe_duration_seconds}
   */
  record Answer(boolean success, Duration took) {}

  Blackbox(String base) {
    this.base = base;
  }

  Answer ask(Row.Probe probe) throws IOException, InterruptedException {
    var query = "module=" + encoded(probe.module()) + "&target=" + encoded(probe.target());
    if (probe.hostname() != null) {
      query += "&hostname=" + encoded(probe.hostname());
    }
    var request =
        HttpRequest.newBuilder(URI.create(base + "/probe?" + query))
            .timeout(Duration.ofSeconds(30))
            .build();
    var answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(
          "blackbox_exporter answered " + answer.statusCode() + ": " + answer.body().strip());
    }
    var seconds = Double.parseDouble(value(answer.body(), "probe_duration_seconds"));
    return new Answer(
        value(answer.body(), "probe_success").equals("1"),
        Duration.ofNanos((long) (seconds * 1e9)));
  }

  /** Its version, such as {@code 0.23.0}. */
  String version() throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(base + "/metrics")).build();
    var text = client.send(request, BodyHandlers.ofString()).body();
    var version = Pattern.compile("blackbox_exporter_build_info\\{.*version=\"([^\"]+)\"");
    var found = version.matcher(text);
    return found.find() ? found.group(1) : "of an unknown version";
  }

  private static String value(String metrics, String name) throws IOException {
    return metrics
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElseThrow(() -> new IOException("blackbox_exporter did not tell " + name));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
