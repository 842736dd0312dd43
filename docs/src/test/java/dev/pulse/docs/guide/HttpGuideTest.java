package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulse.api.check.Check;
import dev.pulse.api.config.Secret;
import dev.pulse.core.check.HttpCheck;
import dev.pulse.core.check.OAuth2;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The Java of the page about HTTP. */
class HttpGuideTest {
  @Test
  void token() {
    var secret = Secret.of("not a real one");
    Check orders =
        HttpCheck.get("https://shop.example/orders")
            .oauth2(
                OAuth2.clientCredentials("https://id.example/token", "pulse", secret)
                    .scope("orders:read")
                    .audience("https://shop.example/"))
            .build();
    assertThat(orders.toString()).isEqualTo("GET https://shop.example/orders");
  }

  @Test
  void certificates() {
    // The files are not on this machine, and each of them is missed.
    assertThatIllegalArgumentException()
        .isThrownBy(HttpGuideTest::internal)
        .withMessageContainingAll(
            "client-certificate: the file /etc/pulse/pulse.pem does not exist",
            "trust: the file /etc/pulse/authority.pem does not exist");
  }

  private static Check internal() {
    Check internal =
        HttpCheck.get("https://orders.internal.example/health")
            .trust(Path.of("/etc/pulse/authority.pem"))
            .clientCertificate(Path.of("/etc/pulse/pulse.pem"), Path.of("/etc/pulse/pulse.key"))
            .build();
    return internal;
  }

  @Test
  void proxy() {
    var password = Secret.of("not a real one");
    Check outside =
        HttpCheck.get("https://partner.example/")
            .proxy("http://proxy.example:3128", "pulse", password)
            .build();
    assertThat(outside.toString()).isEqualTo("GET https://partner.example/");
  }
}
