package dev.pulse.core.check;

import dev.pulse.api.check.Check;
import dev.pulse.api.config.Secret;
import dev.pulse.core.condition.Conditions;
import dev.pulse.testkit.CheckContract;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** A check with conditions on it is a check like any other. */
class HttpCheckConditionsContractTest extends CheckContract {
  private final RawServer good =
      RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n{\"state\":\"ok\"}");
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
    return Set.of("s3cret-token", "s3cret-query");
  }

  private static Check check(String url) {
    return Conditions.failUnless("json('$.state') == 'ok'")
        .andWarnUnless("latency < 60000")
        .on(HttpCheck.get(url + "?key=s3cret-query").bearer(Secret.of("s3cret-token")).build());
  }
}
