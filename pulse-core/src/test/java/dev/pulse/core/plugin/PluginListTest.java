package dev.pulse.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.config.Option;
import dev.pulse.api.spi.CheckProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What plug-ins say about themselves. */
class PluginListTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {"http", "tcp", "tls", "dns", "slo", "zscore", "webhook", "email", "pagerduty"})
  void everyOptionOfOurOwnIsExplained(String type) {
    var plugin = own(type);
    assertThat(plugin.problem()).isEmpty();
    assertThat(plugin.options())
        .isNotEmpty()
        .allSatisfy(option -> assertThat(option.description()).as("%s", option).isNotEmpty());
  }

  @Test
  void ownOptionsAreComplete() {
    assertThat(names("http"))
        .containsExactlyInAnyOrder(
            "url",
            "method",
            "headers",
            "body",
            "content-type",
            "basic.user",
            "basic.password",
            "bearer",
            "oauth2.token-url",
            "oauth2.client",
            "oauth2.secret",
            "oauth2.scope",
            "oauth2.audience",
            "oauth2.auth",
            "client-certificate.chain",
            "client-certificate.key",
            "client-certificate.pkcs12",
            "client-certificate.password",
            "trust",
            "proxy.url",
            "proxy.user",
            "proxy.password",
            "redirects",
            "status",
            "warn-above",
            "fail-above",
            "certificate-warn-before",
            "certificate-fail-before",
            "max-body",
            "ignore-body",
            "keep-alive",
            "allow-private",
            "allow",
            "deny");
    assertThat(names("tcp"))
        .containsExactly(
            "address",
            "send",
            "expect",
            "warn-above",
            "fail-above",
            "allow-private",
            "allow",
            "deny");
    assertThat(names("slo"))
        .containsExactlyInAnyOrder(
            "of",
            "objective",
            "window",
            "latency",
            "confidence",
            "least-bad-runs",
            "pairs[0].burn-rate",
            "pairs[0].long",
            "pairs[0].short",
            "pairs[0].status");
    assertThat(names("zscore"))
        .containsExactlyInAnyOrder(
            "window",
            "min-samples",
            "threshold",
            "deviation-floor",
            "min-delta",
            "rebaseline-after");
    assertThat(names("proportion")).isEmpty();
  }

  @Test
  void ownOptionsOfNotifiersAreComplete() {
    assertThat(names("console")).isEmpty();
    assertThat(names("webhook"))
        .containsExactlyInAnyOrder(
            "url",
            "method",
            "headers",
            "basic.user",
            "basic.password",
            "bearer",
            "signing-secret",
            "content-type",
            "body");
    assertThat(names("email"))
        .containsExactlyInAnyOrder(
            "host", "port", "security", "from", "to", "login.user", "login.password", "greeting");
    assertThat(names("pagerduty"))
        .containsExactlyInAnyOrder("routing-key", "per-alert", "source", "base-url");
  }

  @Test
  void ownOptionsTellDefaultsAndWhatIsRequired() {
    var http =
        own("http").options().stream().collect(Collectors.toMap(Option::name, Function.identity()));
    assertThat(http.get("url").required()).isTrue();
    assertThat(http.get("method").fallback()).contains("GET");
    assertThat(http.get("redirects").fallback()).contains("10");
    assertThat(http.get("basic.user").required()).isTrue();
    assertThat(http.values().stream().filter(Option::required)).hasSize(7);
  }

  @Test
  void kindsAndTypesAreInOrder() {
    var plugins = Plugins.load(getClass().getClassLoader()).list();
    assertThat(plugins)
        .extracting(plugin -> plugin.kind() + " " + plugin.type())
        .isSorted()
        .contains(
            "CHECK http",
            "CHECK tcp",
            "DETECTOR proportion",
            "DETECTOR zscore",
            "NOTIFIER webhook");
    assertThat(own("http").className()).isEqualTo("dev.pulse.core.check.HttpCheckProvider");
    assertThat(own("http").file()).isPresent();
  }

  @Test
  void jarAndVersionAreThoseOfTheManifest() throws Exception {
    var versioned =
        new PluginBuilder(directory)
            .version("1.2.3")
            .check("A", "acme.a", "x")
            .jar(directory.resolve("a.jar"));
    new PluginBuilder(directory).check("B", "acme.b", "x").jar(directory.resolve("b.jar"));
    try (var plugins = Plugins.builder().directory(directory).build()) {
      var a = plugins.list().get(0);
      var b = plugins.list().get(1);
      assertThat(a.file()).contains(versioned);
      assertThat(a.version()).contains("1.2.3");
      assertThat(a.options())
          .extracting(Option::toString)
          .containsExactly("text: a text, default x");
      assertThat(b.version()).isEmpty();
    }
  }

  @Test
  void providerThatBreaksWhenAskedSaysSoAndHidesNoOther() throws Exception {
    new PluginBuilder(directory)
        .source(
            "Broken",
            """
            package com.acme;
            public final class Broken implements dev.pulse.api.spi.CheckProvider {
              public String type() { return "acme.broken"; }
              public dev.pulse.api.check.Check create(dev.pulse.api.config.Settings settings) {
                throw new UnsupportedOperationException("not today");
              }
            }
            """)
        .check("A", "acme.a", "x")
        .service(CheckProvider.class, "com.acme.Broken\ncom.acme.A")
        .jar(directory.resolve("a.jar"));
    try (var plugins = Plugins.builder().directory(directory).build()) {
      assertThat(plugins.list()).extracting(Plugin::type).containsExactly("acme.a", "acme.broken");
      assertThat(plugins.list().get(0).problem()).isEmpty();
      assertThat(plugins.list().get(1).problem().orElseThrow()).contains("not today");
    }
  }

  private List<String> names(String type) {
    return own(type).options().stream().map(Option::name).toList();
  }

  private Plugin own(String type) {
    return Plugins.load(getClass().getClassLoader()).list().stream()
        .filter(plugin -> plugin.type().equals(type))
        .findFirst()
        .orElseThrow();
  }
}
