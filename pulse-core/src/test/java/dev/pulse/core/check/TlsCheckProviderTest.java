package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CheckProvider;
import dev.pulse.testkit.CheckProviderContract;
import dev.pulse.testkit.FakeCheckContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsCheckProviderTest extends CheckProviderContract {
  @TempDir Path directory;
  private Path trust;

  @BeforeEach
  void writeTrust() throws Exception {
    trust = directory.resolve("roots.pem");
    Files.writeString(trust, TlsServers.AUTHORITY.certificatePem());
  }

  @Override
  protected CheckProvider provider() {
    return new TlsCheckProvider();
  }

  @Override
  protected Map<String, Object> validOptions() {
    return Map.ofEntries(
        Map.entry("address", "tls://mail.example:25"),
        Map.entry("server-name", "mx.example"),
        Map.entry("starttls", "smtp"),
        Map.entry("minimum-protocol", "TLSv1.3"),
        Map.entry("ciphers", List.of("TLS_AES_256_GCM_SHA384")),
        Map.entry("trust", trust.toString()),
        Map.entry("certificate-warn-before", "30d"),
        Map.entry("certificate-fail-before", "10d"),
        Map.entry("warn-above", "100ms"),
        Map.entry("fail-above", "1s"),
        Map.entry("allow-private", true),
        Map.entry("allow", "10.0.0.0/8"),
        Map.entry("deny", "10.1.0.0/16"));
  }

  @Override
  protected Set<String> requiredOptions() {
    return Set.of("address");
  }

  @Test
  void certificatesOfTheFileAreTrusted() throws Exception {
    try (var server = TlsServers.serving(TlsServers.certificate("127.0.0.1").build())) {
      var options =
          Map.of(
              "address",
              "127.0.0.1:" + server.port(),
              "trust",
              trust.toString(),
              "certificate-warn-before",
              "2h",
              "certificate-fail-before",
              "1h");
      var result = Settings.read(options, provider()::create).run(FakeCheckContext.create());
      assertThat(result.status().isUp()).as(result.summary()).isTrue();
    }
  }

  @Test
  void everyProblemIsReportedAtOnce() throws Exception {
    var empty = directory.resolve("empty.pem");
    Files.writeString(empty, "");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                Settings.read(
                    Map.of("address", "x", "starttls", "imap", "trust", empty.toString()),
                    provider()::create))
        .withMessageContainingAll(
            "address: must be host:port or tls://host:port", "trust: the file", "is empty");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                Settings.read(
                    Map.of("address", "x:1", "starttls", "imap", "trust", "no/such/file"),
                    provider()::create))
        .withMessageContainingAll(
            "starttls: must be smtp", "trust: the file no/such/file does not exist");
  }
}
