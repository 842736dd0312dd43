package dev.pulse.core.check;

import dev.pulse.api.check.Check;
import dev.pulse.api.config.Secret;
import dev.pulse.testkit.CheckContract;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

class HttpCheckContractTest extends CheckContract {
  private final RawServer good =
      RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  private final RawServer silent = RawServer.hanging();

  @AfterEach
  void close() throws Exception {
    good.close();
    silent.close();
  }

  @Override
  protected Check healthy() {
    return check(good.url());
  }

  @Override
  protected Check unreachable() {
    return check("http://127.0.0.1:" + Ports.closed() + "/");
  }

  @Override
  protected Check hanging() {
    return check(silent.url());
  }

  @Override
  protected Set<String> secrets() {
    return Set.of("s3cret-token", "s3cret-query", "s3cret-header", "s3cret-body");
  }

  private static Check check(String url) {
    return HttpCheck.request("POST", url + "path?key=s3cret-query#s3cret-query")
        .bearer(Secret.of("s3cret-token"))
        .header("X-Api-Key", Secret.of("s3cret-header"))
        .body("text/plain", "s3cret-body")
        .build();
  }
}
