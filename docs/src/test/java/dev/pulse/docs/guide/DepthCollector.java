package dev.pulse.docs.guide;

import dev.pulse.api.collect.CollectContext;
import dev.pulse.api.collect.Collector;
import dev.pulse.api.collect.Samples;
import dev.pulse.api.model.Labels;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Brings how many messages wait at a broker. */
final class DepthCollector implements Collector {
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI depth;

  DepthCollector(URI depth) {
    this.depth = depth;
  }

  @Override
  public Samples collect(CollectContext context) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(depth).timeout(context.remaining()).build();
    var answer = client.send(request, BodyHandlers.ofInputStream());
    try (var body = answer.body()) {
      if (answer.statusCode() != 200) {
        throw new IOException("the broker answered " + answer.statusCode());
      }
      var text = new String(body.readNBytes(20), StandardCharsets.UTF_8).strip();
      return Samples.builder()
          .gauge("queue_depth", Labels.of("queue", "mail"), Integer.parseInt(text))
          .build();
    }
  }
}
