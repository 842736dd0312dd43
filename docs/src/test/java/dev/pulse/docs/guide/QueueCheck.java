package dev.pulse.docs.guide;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Sample;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Asks a broker how many messages wait. */
public final class QueueCheck implements Check {
  private static final Reason TOO_LONG = Reason.of("acme.queue_too_long");

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI depth;
  private final int most;

  public QueueCheck(URI depth, int most) {
    this.depth = depth;
    this.most = most;
  }

  @Override
  public CheckResult run(CheckContext context) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(depth).timeout(context.remaining()).build();
    var answer = client.send(request, BodyHandlers.ofInputStream());
    try (var body = answer.body()) {
      if (answer.statusCode() != 200) {
        return CheckResult.unknown(Reason.STATUS, "the broker answered " + answer.statusCode());
      }
      var text = new String(body.readNBytes(20), StandardCharsets.UTF_8).strip();
      context.log().add("the broker said " + text);
      int waiting = Integer.parseInt(text);
      var result =
          waiting > most
              ? CheckResult.fail(TOO_LONG, waiting + " messages wait, " + most + " are allowed")
              : CheckResult.pass(waiting + " messages wait");
      return result.withSample(Sample.gauge("queue_depth", waiting));
    }
  }
}
