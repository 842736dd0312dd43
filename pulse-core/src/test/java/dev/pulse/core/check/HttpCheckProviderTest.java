package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.check.Reason;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Option;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CheckProvider;
import dev.pulse.testkit.CheckProviderContract;
import dev.pulse.testkit.FakeCheckContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Credentials;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpCheckProviderTest extends CheckProviderContract {
  @TempDir private Path folder;
  private Path authority;

  @BeforeEach
  void writeAuthority() throws Exception {
    authority =
        Files.writeString(folder.resolve("authority.pem"), TlsServers.AUTHORITY.certificatePem());
  }

  @Override
  protected CheckProvider provider() {
    return new HttpCheckProvider();
  }

  @Override
  protected Map<String, Object> validOptions() {
    var options = new LinkedHashMap<String, Object>();
    options.put("url", "https://shop.example/health");
    options.put("method", "POST");
    options.put("headers", Map.of("Accept", "text/html"));
    options.put("body", "{}");
    options.put("content-type", "application/json");
    options.put("basic", Map.of("user", "u", "password", "p"));
    options.put("trust", authority.toString());
    options.put("redirects", 5);
    options.put("status", List.of(200, "201-204"));
    options.put("warn-above", "500ms");
    options.put("fail-above", "2s");
    options.put("certificate-warn-before", "21d");
    options.put("certificate-fail-before", "7d");
    options.put("max-body", 1000);
    options.put("ignore-body", true);
    options.put("keep-alive", false);
    options.put("allow-private", false);
    options.put("allow", List.of("10.0.0.0/8"));
    options.put("deny", List.of("10.1.0.0/16"));
    return options;
  }

  @Override
  protected Set<String> requiredOptions() {
    return Set.of("url");
  }

  @Test
  void optionsReachTheTarget() throws Exception {
    try (var server = new MockWebServer()) {
      server.start();
      server.enqueue(new MockResponse.Builder().code(418).build());
      var options =
          Map.of(
              "url",
              server.url("/a?b=c").toString(),
              "method",
              "PUT",
              "headers",
              Map.of("X-A", 1),
              "body",
              "hi",
              "bearer",
              "t",
              "status",
              418);
      var check = Settings.read(options, provider()::create);
      assertThat(check.run(FakeCheckContext.create()).summary()).startsWith("418 in ");
      var request = server.takeRequest();
      assertThat(request.getMethod()).isEqualTo("PUT");
      assertThat(request.getTarget()).isEqualTo("/a?b=c");
      assertThat(request.getHeaders().get("X-A")).isEqualTo("1");
      assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer t");
      assertThat(request.getHeaders().get("Content-Type")).startsWith("text/plain");
      assertThat(request.getBody().utf8()).isEqualTo("hi");
    }
  }

  @Test
  void privateAddressesAreRefusedOnRequest() throws Exception {
    var options = Map.of("url", "http://127.0.0.1:9/", "allow-private", false);
    var check = Settings.read(options, provider()::create);
    assertThat(check.run(FakeCheckContext.create()).reason()).contains(Reason.DENIED);
  }

  @Test
  void everyProblemHasItsKeyAndNoSecret() {
    var options = new LinkedHashMap<String, Object>();
    options.put("url", "https://u:hunter2@shop.example/?t=hunter2");
    options.put("methd", "GET");
    options.put("headers", Map.of("X-A", "hunter2\n"));
    options.put("basic", Map.of("user", "u"));
    options.put("bearer", "hunter2\u0001");
    options.put("redirects", 99);
    options.put("status", List.of("20x", 700));
    options.put("warn-above", "soon");
    options.put("allow", List.of("10.0.0.1/8", "169.254.0.0/16"));
    options.put("content-type", "text/plain");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Settings.read(options, provider()::create))
        .satisfies(
            e ->
                assertThat(e.problems().stream().map(problem -> problem.key()))
                    .contains(
                        "url",
                        "methd",
                        "headers.X-A",
                        "basic.password",
                        "bearer",
                        "redirects",
                        "status",
                        "warn-above",
                        "allow",
                        "content-type"))
        .withMessageContainingAll(
            "did you mean \"method\"?", "must not contain a user or password", "200-299")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
  }

  @Test
  void tokenAndProxyOptionsReachTheWire() throws Exception {
    try (var endpoint = new MockWebServer();
        var proxy = new ForwardProxy(Credentials.basic("me", "pw"))) {
      endpoint.start();
      endpoint.enqueue(
          new MockResponse.Builder()
              .body("{\"access_token\":\"a\",\"token_type\":\"bearer\"}")
              .build());
      endpoint.enqueue(new MockResponse.Builder().code(204).build());
      Map<String, Object> options =
          Map.of(
              "url",
              endpoint.url("/").toString(),
              "oauth2",
              Map.of(
                  "token-url",
                  endpoint.url("/token").toString(),
                  "client",
                  "c",
                  "secret",
                  "s",
                  "scope",
                  List.of("read", "write"),
                  "audience",
                  "shop",
                  "auth",
                  "post"),
              "proxy",
              Map.of("url", proxy.url(), "user", "me", "password", "pw"));
      var check = Settings.read(options, provider()::create);
      assertThat(check.run(FakeCheckContext.create()).summary()).startsWith("204 in ");
      assertThat(endpoint.takeRequest().getBody().utf8())
          .contains("scope=read+write", "audience=shop", "client_id=c", "client_secret=s");
      assertThat(endpoint.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer a");
      assertThat(proxy.heads()).hasSize(2);
    }
  }

  @Test
  void everyProblemOfTheConnectionIsReportedAtOnce() {
    Map<String, Object> options =
        Map.of(
            "url",
            "https://shop.example/",
            "bearer",
            "hunter2",
            "oauth2",
            Map.of("token-url", "hunter2", "client", "c", "secret", "hunter2", "auth", "jwt"),
            "client-certificate",
            Map.of("pkcs12", "store.p12", "chain", "chain.pem", "pasword", "hunter2"),
            "trust",
            "no/such/file",
            "allow-private",
            false,
            "proxy",
            Map.of("url", "http://a:hunter2@proxy.example:1", "user", "u", "port", 1));
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Settings.read(options, provider()::create))
        .withMessageContainingAll(
            "oauth2.token-url: is not a valid URL",
            "oauth2.auth: must be one of basic, post",
            "oauth2: excludes basic and bearer authentication",
            "client-certificate.pkcs12: excludes chain and key",
            "client-certificate.pasword: is not an option here; did you mean \"password\"?",
            "trust: the file no/such/file does not exist",
            "proxy.url: must not contain a user or password",
            "proxy.password: is required",
            "proxy.port: is not an option here",
            "proxy: excludes a strict egress policy")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
  }

  @Test
  void halfACertificateIsReported() {
    for (var half :
        List.of(
            Map.of("chain", "a.pem"),
            Map.of("key", "a.pem"),
            Map.of("password", "p"),
            Map.<String, String>of())) {
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(
              () ->
                  Settings.read(
                      Map.of("url", "https://shop.example/", "client-certificate", half),
                      provider()::create))
          .withMessageContaining("client-certificate: must have chain and key, or pkcs12");
    }
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                Settings.read(
                    Map.of(
                        "url",
                        "https://shop.example/",
                        "client-certificate",
                        Map.of("pkcs12", "a.p12")),
                    provider()::create))
        .withMessageContaining("client-certificate.password: is required with pkcs12");
  }

  @Test
  void everyOptionIsDescribed() {
    assertThat(Settings.describe(provider()::create))
        .allSatisfy(option -> assertThat(option.description()).isPresent())
        .extracting(Option::name)
        .contains(
            "oauth2.token-url",
            "oauth2.auth",
            "client-certificate.chain",
            "client-certificate.pkcs12",
            "trust",
            "proxy.url",
            "proxy.password");
  }
}
