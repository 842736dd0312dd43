package dev.pulse.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressPolicyTest {
  @ParameterizedTest
  @CsvSource({
    "169.254.169.254, cloud metadata",
    "169.254.0.1, link-local",
    "fe80::1, link-local",
    "febf:ffff::1, link-local",
    "fd00:ec2::254, cloud metadata",
    "100.100.100.200, cloud metadata",
    "::ffff:169.254.169.254, cloud metadata",
    "::169.254.169.254, cloud metadata",
    "::ffff:0:169.254.169.254, cloud metadata",
    "64:ff9b::169.254.169.254, cloud metadata",
    "2002:a9fe:a9fe::1, cloud metadata",
    "2001:0:1:2:3:4:5601:5601, cloud metadata",
  })
  void metadataAndLinkLocalAreAlwaysRefused(String address, String rule) throws Exception {
    assertThat(EgressPolicy.lenient().check(ip(address)).orElse("")).contains(rule);
    assertThat(EgressPolicy.strict().check(ip(address)).orElse("")).contains(rule);
    assertThat(EgressPolicy.strict().allow("0.0.0.0/0").allow("::/0").check(ip(address)))
        .as("whatever is allowed")
        .isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, loopback",
    "127.255.255.255, loopback",
    "10.0.0.1, private",
    "172.16.0.1, private",
    "172.31.255.255, private",
    "192.168.1.1, private",
    "100.64.0.1, private",
    "100.127.255.255, private",
    "0.0.0.0, unspecified",
    "224.0.0.1, multicast",
    "255.255.255.255, broadcast",
    "240.0.0.1, reserved",
    "198.18.0.1, benchmarking",
    "192.0.2.1, documentation",
    "::, unspecified",
    "::1, loopback",
    "fc00::1, private",
    "fdff::1, private",
    "ff02::1, multicast",
    "2001:db8::1, documentation",
    "::ffff:10.0.0.1, private",
    "::10.0.0.1, private",
    "64:ff9b::10.0.0.1, private",
    "64:ff9b:1::1, private",
    "2002:7f00:1::, loopback",
    "2001:0:1:2:3:4:80ff:fffe, loopback",
  })
  void whatIsNotPublicIsRefusedByTheStrictPolicyOnly(String address, String rule) throws Exception {
    assertThat(EgressPolicy.strict().check(ip(address)).orElse("")).contains(rule);
    assertThat(EgressPolicy.lenient().check(ip(address))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "172.32.0.1",
        "172.15.255.255",
        "100.63.255.255",
        "100.128.0.1",
        "169.253.255.255",
        "2606:4700::1111",
        "64:ff9b::1.1.1.1",
        "2002:101:101::1",
      })
  void publicAddressesAreAllowed(String address) throws Exception {
    assertThat(EgressPolicy.strict().check(ip(address))).isEmpty();
    assertThat(EgressPolicy.lenient().check(ip(address))).isEmpty();
  }

  @Test
  void allowedRangeEndsWhereItEnds() throws Exception {
    var policy = EgressPolicy.strict().allow("10.20.0.0/15").allow("fc00:1::/32");
    assertThat(policy.check(ip("10.20.0.0"))).isEmpty();
    assertThat(policy.check(ip("10.21.255.255"))).isEmpty();
    assertThat(policy.check(ip("10.22.0.0"))).isPresent();
    assertThat(policy.check(ip("10.19.255.255"))).isPresent();
    assertThat(policy.check(ip("fc00:1:ffff::1"))).isEmpty();
    assertThat(policy.check(ip("fc00:2::1"))).isPresent();
  }

  @Test
  void deniedRangeWinsOverAllowedOne() throws Exception {
    var policy = EgressPolicy.lenient().allow("8.0.0.0/8").deny("8.8.0.0/16");
    assertThat(policy.check(ip("8.8.8.8"))).contains("denied (8.8.0.0/16)");
    assertThat(policy.check(ip("64:ff9b::8.8.8.8"))).isPresent();
    assertThat(policy.check(ip("8.9.8.8"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"169.254.0.0/16", "169.254.169.254/32", "fe80::/64"})
  void whatIsAlwaysRefusedCannotBeAllowed(String range) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EgressPolicy.strict().allow(range))
        .withMessageContaining("always refused");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0.0",
        "10.0.0.0/33",
        "10.0.0.1/8",
        "fc00::/129",
        "10.0.0/8",
        "localhost/8",
        "300.0.0.0/8",
        "10.0.0.0/-1",
        "::ffff:10.0.0.0/104",
        "a/8",
        ":::/8"
      })
  void malformedRangeIsRefused(String range) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EgressPolicy.strict().allow(range))
        .withMessageContaining(range);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "localhost",
        "LOCALHOST.",
        "a.localhost",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "017700000001",
        "0177.0.0.1",
        "127.1",
        "127.0.1",
        "127.0.0.1.",
        "010.0.0.1",
        "012.1.2.3",
        "[::1]",
        "::1",
        "::ffff:127.0.0.1",
        "[::ffff:169.254.169.254]",
        "fe80::1%eth0",
        "\uff11\uff12\uff17.0.0.1",
        "127\u30020\u30020\u30021",
        "0",
        "0.0.0.0",
      })
  void literalHostIsJudgedInEveryNotation(String host) {
    assertThat(EgressPolicy.strict().checkHost(host)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com",
        "1.1.1.1",
        "16843009",
        "[2606:4700::1111]",
        "10.example",
        "127.0.0.1.nip.io",
        "1.2.3.4.5",
        "256.256.256.256",
        "4294967296",
        "127.0.0.1x",
        "",
        ".",
        "::::",
      })
  void namesAndPublicLiteralsAreNotRefusedAhead(String host) {
    assertThat(EgressPolicy.strict().checkHost(host)).isEmpty();
  }

  @Test
  void lenientPolicyAllowsLocalhostAhead() {
    assertThat(EgressPolicy.lenient().checkHost("localhost")).isEmpty();
    assertThat(EgressPolicy.lenient().checkHost("0xa9fea9fe")).isPresent();
  }

  @Test
  void policyThatPromisesMoreThanEveryOneIsRestrictive() {
    assertThat(EgressPolicy.lenient().isRestrictive()).isFalse();
    assertThat(EgressPolicy.lenient().allow("10.0.0.0/8").isRestrictive()).isFalse();
    assertThat(EgressPolicy.lenient().deny("10.0.0.0/8").isRestrictive()).isTrue();
    assertThat(EgressPolicy.strict().allow("10.0.0.0/8").isRestrictive()).isTrue();
  }

  private static InetAddress ip(String literal) throws UnknownHostException {
    return InetAddress.getAllByName(literal)[0];
  }
}
