package dev.pulse.samples.uptimeguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pulse.core.net.EgressPolicy;
import dev.pulse.samples.server.web.HttpError;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetRequestTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  static Stream<Arguments> accepted() {
    return Stream.of(
        argumentSet("http", "http", "http://example.org"),
        argumentSet("https as http", "http", "https://example.org/a?b=c"),
        argumentSet("https", "https", "https://example.org"),
        argumentSet("capitals", "HTTPS", "HTTPS://EXAMPLE.ORG"),
        argumentSet("underscore", "http", "http://my_service:8080/health"),
        argumentSet("IPv6", "http", "http://[2606:4700::1111]:8080/"),
        argumentSet("tcp", "tcp", "example.org:22"),
        argumentSet("tcp with scheme", "tcp", "tcp://example.org:22"),
        argumentSet("tcp IPv6", "tcp", "[2606:4700::1111]:65535"));
  }

  @ParameterizedTest
  @MethodSource
  void accepted(String type, String url) {
    assertThat(read("n", url, type, "").url()).isEqualTo(url);
  }

  @Test
  void textsAreTrimmedAndOptionsKept() {
    var target =
        read(
            "  a  ",
            " http://example.org ",
            " http ",
            ",\"interval_s\":86400,\"timeout_ms\":100,\"expected_status\":599");

    assertThat(target)
        .isEqualTo(
            new TargetDocument("a", "http://example.org", "http", true, NOW, 86_400, 100, 599));
  }

  @Test
  void membersThatAreNotKnownArePassedOver() {
    assertThat(read("a", "http://example.org", "http", ",\"enabled\":false,\"x\":[1]").enabled())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "null",
        "[]",
        "\"x\"",
        "{\"name\":\"a\"",
        "{\"name\":\"a\"} {}",
        "{\"name\":1,\"url\":\"http://x\",\"type\":\"http\"}",
        "{\"name\":\"a\\ud800\",\"url\":\"http://x\",\"type\":\"http\"}",
        "{\"name\":\"a\\u0000b\",\"url\":\"http://x\",\"type\":\"http\"}",
        "{\"name\":\"a\",\"url\":[],\"type\":\"http\"}",
        "{\"name\":\"a\",\"name\":\"b\",\"url\":\"http://x\",\"type\":\"http\"}",
        "{\"name\":\"a\",\"url\":\"http://x\",\"type\":\"http\",\"interval_s\":\"30\"}",
        "{\"name\":\"a\",\"url\":\"http://x\",\"type\":\"http\",\"interval_s\":1.5}"
      })
  void whatIsNoSuchObjectIsAnInvalidBody(String body) {
    assertThatThrownBy(() -> TargetRequest.read(body, EgressPolicy.strict(), NOW))
        .isInstanceOfSatisfying(
            HttpError.class,
            e -> {
              assertThat(e.status()).isEqualTo(400);
              assertThat(e.message()).isEqualTo("Invalid request body");
            });
  }

  @Test
  void deepNestingIsAnInvalidBodyAndNotAStackOverflow() {
    assertThatThrownBy(() -> TargetRequest.read("[".repeat(60_000), EgressPolicy.strict(), NOW))
        .hasMessage("Invalid request body");
  }

  static Stream<Arguments> refused() {
    var long256 = "n".repeat(256);
    return Stream.of(
        argumentSet("no name", "", "http://x", "http", "", "name, url, and type are required"),
        argumentSet("blank url", "a", " ", "http", "", "name, url, and type are required"),
        argumentSet("no type", "a", "http://x", "", "", "name, url, and type are required"),
        argumentSet("icmp", "a", "x", "icmp", "", "type must be http, https or tcp"),
        argumentSet("ftp", "a", "ftp://x", "http", "", "url does not fit type http"),
        argumentSet("http as https", "a", "http://x", "https", "", "url does not fit type https"),
        argumentSet("user info", "a", "http://u:p@x", "http", "", "url does not fit type http"),
        argumentSet("no host", "a", "http:///x", "http", "", "url does not fit type http"),
        argumentSet("opaque", "a", "http:x", "http", "", "url does not fit type http"),
        argumentSet("blank inside", "a", "http://a b", "http", "", "url does not fit type http"),
        argumentSet("tcp without port", "a", "x", "tcp", "", "url does not fit type tcp"),
        argumentSet("tcp port 0", "a", "x:0", "tcp", "", "url does not fit type tcp"),
        argumentSet("tcp port 65536", "a", "x:65536", "tcp", "", "url does not fit type tcp"),
        argumentSet("tcp with path", "a", "x:1/y", "tcp", "", "url does not fit type tcp"),
        argumentSet("tcp with user", "a", "u@x:1", "tcp", "", "url does not fit type tcp"),
        argumentSet("tcp of http", "a", "http://x:1", "tcp", "", "url does not fit type tcp"),
        argumentSet("long name", long256, "http://x", "http", "", "name is out of range"),
        argumentSet(
            "long url", "a", "http://x/" + "y".repeat(1024), "http", "", "url is out of range"),
        argumentSet(
            "interval 0",
            "a",
            "http://x",
            "http",
            ",\"interval_s\":0",
            "interval_s is out of range"),
        argumentSet(
            "interval above",
            "a",
            "http://x",
            "http",
            ",\"interval_s\":86401",
            "interval_s is out of range"),
        argumentSet(
            "huge interval",
            "a",
            "http://x",
            "http",
            ",\"interval_s\":1e300",
            "interval_s is out of range"),
        argumentSet(
            "time-out below",
            "a",
            "http://x",
            "http",
            ",\"timeout_ms\":99",
            "timeout_ms is out of range"),
        argumentSet(
            "time-out above",
            "a",
            "http://x",
            "http",
            ",\"timeout_ms\":300001",
            "timeout_ms is out of range"),
        argumentSet(
            "status below",
            "a",
            "http://x",
            "http",
            ",\"expected_status\":99",
            "expected_status is out of range"),
        argumentSet(
            "status above",
            "a",
            "http://x",
            "http",
            ",\"expected_status\":600",
            "expected_status is out of range"),
        argumentSet("loopback", "a", "http://127.0.0.1", "http", "", "address is not allowed"),
        argumentSet(
            "loopback in another notation",
            "a",
            "http://2130706433/",
            "http",
            "",
            "address is not allowed"),
        argumentSet("localhost", "a", "localhost:22", "tcp", "", "address is not allowed"),
        argumentSet("private", "a", "tcp://10.1.2.3:22", "tcp", "", "address is not allowed"),
        argumentSet("IPv6 loopback", "a", "http://[::1]/", "http", "", "address is not allowed"),
        argumentSet(
            "metadata", "a", "http://169.254.169.254/", "http", "", "address is not allowed"));
  }

  @ParameterizedTest
  @MethodSource
  void refused(String name, String url, String type, String more, String error) {
    assertThatThrownBy(() -> read(name, url, type, more))
        .isInstanceOfSatisfying(
            HttpError.class,
            e -> {
              assertThat(e.status()).isEqualTo(400);
              assertThat(e.message()).isEqualTo(error);
            });
  }

  @Test
  void theFirstCheckInTheOrderOfTheTableDecides() {
    assertThatThrownBy(() -> read("n".repeat(256), "ftp://x", "http", ",\"interval_s\":0"))
        .hasMessage("url does not fit type http");
  }

  @Test
  void metadataIsRefusedAlsoWherePrivateAddressesAreAllowed() {
    assertThatThrownBy(
            () ->
                TargetRequest.read(
                    body("a", "http://169.254.169.254/", "http", ""), EgressPolicy.lenient(), NOW))
        .hasMessage("address is not allowed");
    assertThat(
            TargetRequest.read(
                    body("a", "http://127.0.0.1/", "http", ""), EgressPolicy.lenient(), NOW)
                .name())
        .isEqualTo("a");
  }

  @Test
  void enablingNeedsTrueOrFalse() {
    assertThat(TargetRequest.enabled("{\"enabled\":true}")).isTrue();
    assertThat(TargetRequest.enabled("{\"enabled\":false}")).isFalse();
    for (var body : new String[] {"{}", "{\"enabled\":null}", "{\"enabled\":\"true\"}", "x"}) {
      assertThatThrownBy(() -> TargetRequest.enabled(body)).hasMessage("Invalid request body");
    }
  }

  private static TargetDocument read(String name, String url, String type, String more) {
    return TargetRequest.read(body(name, url, type, more), EgressPolicy.strict(), NOW);
  }

  private static String body(String name, String url, String type, String more) {
    return "{\"name\":\""
        + name
        + "\",\"url\":\""
        + url
        + "\",\"type\":\""
        + type
        + "\""
        + more
        + "}";
  }
}
