package dev.pulse.samples.uptimeguard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.pulse.core.net.EgressPolicy;
import dev.pulse.samples.server.environment.DatabaseUrl;
import dev.pulse.samples.server.web.HttpError;
import java.time.Instant;

/** What callers of the guard's API and its environment may hold. */
class GuardInputFuzzTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @FuzzTest
  void anyBodyIsATargetOrTheCallersFault(byte[] input) {
    var json = new String(input, UTF_8);
    TargetDocument target;
    try {
      target = TargetRequest.read(json, EgressPolicy.strict(), NOW);
    } catch (HttpError e) {
      assertThat(e.status()).isEqualTo(400);
      assertThat(e.message()).hasSizeLessThan(80);
      return;
    }
    assertThat(target.name()).isNotBlank();
    var type = TargetType.of(target.type()).orElseThrow();
    var host = TargetRequest.hostOf(type, target.url()).orElseThrow();
    assertThat(EgressPolicy.strict().checkHost(host)).isEmpty();
  }

  @FuzzTest
  void anyTextIsADatabaseOrRefused(byte[] input) {
    var text = new String(input, UTF_8);
    try {
      var database = DatabaseUrl.parse(text);
      if (database instanceof DatabaseUrl.Postgres postgres) {
        assertThat(postgres.jdbcUrl()).startsWithIgnoringCase("jdbc:postgresql:");
        assertThat(postgres).hasToString("PostgreSQL");
      }
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(120);
    }
  }

  @FuzzTest
  void anyTextIsAListOfServersOrRefused(byte[] input) {
    var text = new String(input, UTF_8);
    NatsServers servers;
    try {
      servers = NatsServers.parse(text);
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(120);
      return;
    }
    assertThat(servers.places()).hasSameSizeAs(servers.urls());
    assertThat(servers.toString()).doesNotContain("@");
  }
}
