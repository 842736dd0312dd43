package dev.pulse.core.check;

import dev.pulse.api.check.Check;
import dev.pulse.api.config.Secret;
import dev.pulse.testkit.CheckContract;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

class HttpCheckOAuth2ContractTest extends CheckContract {
  private static final String TOKEN =
      "{\"access_token\":\"s3cret-token\",\"token_type\":\"bearer\",\"expires_in\":0}";
  private final RawServer good =
      RawServer.answering(
          "HTTP/1.1 200 OK\r\nContent-Length: " + TOKEN.length() + "\r\n\r\n" + TOKEN);
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
    return Set.of("s3cret-token", "s3cret-client", "s3cret-query");
  }

  private Check check(String tokenUrl) {
    return HttpCheck.get(good.url())
        .oauth2(
            OAuth2.clientCredentials(
                tokenUrl + "?key=s3cret-query", "me", Secret.of("s3cret-client")))
        .build();
  }
}
