package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PingReportTest {
  private static final String IPUTILS =
      """
      PING 127.0.0.1 (127.0.0.1) 56(84) bytes of data.
      64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.015 ms
      64 bytes from 127.0.0.1: icmp_seq=2 ttl=64 time=0.016 ms

      --- 127.0.0.1 ping statistics ---
      2 packets transmitted, 2 received, 0% packet loss, time 202ms
      rtt min/avg/max/mdev = 0.015/0.015/0.016/0.000 ms
      """;
  private static final String IPUTILS_SOME_LOST =
      """
      PING 192.0.2.7 (192.0.2.7) 56(84) bytes of data.
      64 bytes from 192.0.2.7: icmp_seq=2 ttl=57 time=12.3 ms

      --- 192.0.2.7 ping statistics ---
      3 packets transmitted, 1 received, 66.6667% packet loss, time 408ms
      rtt min/avg/max/mdev = 12.345/12.345/12.345/0.000 ms
      """;
  private static final String IPUTILS_DUPLICATES =
      """
      PING 192.0.2.255 (192.0.2.255) 56(84) bytes of data.
      64 bytes from 192.0.2.7: icmp_seq=1 ttl=64 time=0.301 ms
      64 bytes from 192.0.2.8: icmp_seq=1 ttl=64 time=0.422 ms (DUP!)

      --- 192.0.2.255 ping statistics ---
      1 packets transmitted, 1 received, +1 duplicates, 0% packet loss, time 0ms
      rtt min/avg/max/mdev = 0.301/0.361/0.422/0.060 ms, pipe 2
      """;
  private static final String IPUTILS_ERRORS =
      """
      PING 8.8.8.8 (8.8.8.8) 56(84) bytes of data.
      From 192.0.2.1 icmp_seq=1 Time to live exceeded
      From 192.0.2.1 icmp_seq=2 Time to live exceeded

      --- 8.8.8.8 ping statistics ---
      2 packets transmitted, 0 received, +2 errors, 100% packet loss, time 202ms

      """;
  private static final String IPUTILS_SIX =
      """
      PING ::1(::1) 56 data bytes
      64 bytes from ::1: icmp_seq=1 ttl=64 time=0.051 ms

      --- ::1 ping statistics ---
      1 packets transmitted, 1 received, 0% packet loss, time 0ms
      rtt min/avg/max/mdev = 0.051/0.051/0.051/0.000 ms
      """;
  private static final String BUSYBOX =
      """
      PING 127.0.0.1 (127.0.0.1): 56 data bytes
      64 bytes from 127.0.0.1: seq=0 ttl=64 time=0.015 ms
      64 bytes from 127.0.0.1: seq=1 ttl=64 time=0.034 ms

      --- 127.0.0.1 ping statistics ---
      2 packets transmitted, 2 packets received, 0% packet loss
      round-trip min/avg/max = 0.015/0.024/0.034 ms
      """;
  private static final String BUSYBOX_LOST =
      """
      PING 2001:db8::1 (2001:db8::1): 56 data bytes

      --- 2001:db8::1 ping statistics ---
      1 packets transmitted, 0 packets received, 100% packet loss
      """;
  private static final String BUSYBOX_DUPLICATES =
      """
      PING 192.0.2.7 (192.0.2.7): 56 data bytes
      64 bytes from 192.0.2.7: seq=0 ttl=64 time=0.115 ms
      64 bytes from 192.0.2.7: seq=0 ttl=64 time=0.134 ms (DUP!)

      --- 192.0.2.7 ping statistics ---
      3 packets transmitted, 2 packets received, 1 duplicates, 33% packet loss
      round-trip min/avg/max = 0.115/0.124/0.134 ms
      """;
  private static final String MAC =
      """
      PING 127.0.0.1 (127.0.0.1): 56 data bytes
      64 bytes from 127.0.0.1: icmp_seq=0 ttl=64 time=0.042 ms
      64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.090 ms

      --- 127.0.0.1 ping statistics ---
      2 packets transmitted, 2 packets received, 0.0% packet loss
      round-trip min/avg/max/stddev = 0.042/0.066/0.090/0.024 ms
      """;

  static Stream<Arguments> reports() {
    return Stream.of(
        argumentSet("iputils", IPUTILS, 2, 2, 15),
        argumentSet("iputils, some lost", IPUTILS_SOME_LOST, 3, 1, 12_345),
        argumentSet("iputils, duplicates", IPUTILS_DUPLICATES, 1, 1, 361),
        argumentSet("iputils, errors", IPUTILS_ERRORS, 2, 0, -1),
        argumentSet("iputils, IPv6", IPUTILS_SIX, 1, 1, 51),
        argumentSet("busybox", BUSYBOX, 2, 2, 24),
        argumentSet("busybox, all lost", BUSYBOX_LOST, 1, 0, -1),
        argumentSet("busybox, duplicates", BUSYBOX_DUPLICATES, 3, 2, 124),
        argumentSet("macOS", MAC, 2, 2, 66));
  }

  @ParameterizedTest
  @MethodSource("reports")
  void reportIsRead(String output, int sent, int received, long micros) {
    var report = PingReport.read(output.lines().toList()).orElseThrow();
    assertThat(report.sent()).isEqualTo(sent);
    assertThat(report.received()).isEqualTo(received);
    if (micros < 0) {
      assertThat(report.roundTrip()).isNull();
    } else {
      assertThat(report.roundTrip()).isNotNull();
      assertThat(report.roundTrip().average()).isEqualTo(Duration.ofNanos(micros * 1000));
    }
  }

  static Stream<Arguments> nonsense() {
    return Stream.of(
        argumentSet("nothing", ""),
        argumentSet("another program", "usage: ping host"),
        argumentSet("no round trip", IPUTILS.replaceAll("rtt.*", "")),
        argumentSet("round trip of nothing", IPUTILS.replace("2 received, 0%", "0 received, 100%")),
        argumentSet("more received than sent", IPUTILS.replace("2 received", "3 received")),
        argumentSet("nothing sent", "0 packets transmitted, 0 received, 0% packet loss"),
        argumentSet("a loss that does not fit", IPUTILS.replace("0% packet", "50% packet")),
        argumentSet("an average below the least", IPUTILS.replace("0.015/0.015", "0.015/0.001")),
        argumentSet("an average above the most", IPUTILS.replace("0.015/0.016", "0.915/0.016")),
        argumentSet("statistics twice", IPUTILS + IPUTILS),
        argumentSet("words before the statistics", IPUTILS.replace("2 packets", "about 2 packets")),
        argumentSet("words behind the statistics", IPUTILS.replace("202ms", "202ms or so")),
        argumentSet("a negative time", IPUTILS.replace("= 0.015", "= -0.015")),
        argumentSet(
            "a number without end", IPUTILS.replace("2 packets", "2".repeat(500) + " packets")),
        argumentSet("other digits", IPUTILS.replace("2 packets", "\u0662 packets")));
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void nonsenseIsNoReport(String output) {
    assertThat(PingReport.read(output.lines().toList())).isEmpty();
  }

  @Test
  void lossIsThePartWithoutAnswer() {
    assertThat(new PingReport(4, 3, null).loss()).isEqualTo(0.25);
  }
}
