package dev.pulse.benchmarks.blackbox;

import static dev.pulse.benchmarks.blackbox.Row.Right.PULSE;

import dev.pulse.core.check.DnsCheck;
import dev.pulse.core.check.TcpCheck;
import java.util.List;

/** The targets that are asked by TCP or DNS. */
final class OtherRows {
  private final Ports ports;
  private final List<Row> rows;

  OtherRows(Ports ports, List<Row> rows) {
    this.ports = ports;
    this.rows = rows;
  }

  void add() {
    tcp();
    dns();
  }

  private void tcp() {
    row("TCP", "open").success("tcp", ports.address("silent")).pulse(tcp("silent").build(), "PASS");
    row("TCP", "refused")
        .failure("tcp", ports.address("closed"))
        .pulse(tcp("closed").build(), "FAIL refused");
    row("TCP", "packets are dropped")
        .aSecond()
        .failure("tcp_1s", ports.address("full"))
        .pulse(tcp("full").build(), "FAIL timeout");
    row("TCP", "the expected banner")
        .success("tcp_ssh", ports.address("ssh"))
        .pulse(tcp("ssh").expect("SSH-2.0-").build(), "PASS");
    row("TCP", "another banner")
        .aSecond()
        .failure("tcp_ssh_1s", ports.address("mail-banner"))
        .pulse(tcp("mail-banner").expect("SSH-2.0-").build(), "FAIL protocol");
    row("TCP", "asks, and is answered")
        .success("tcp_ping", ports.address("cache"))
        .pulse(tcp("cache").send("PING\r\n").expect("+PONG").build(), "PASS");
  }

  private void dns() {
    row("DNS", "ok").success("dns_ok", ports.address("dns")).pulse(dns("www"), "PASS");
    row("DNS", "NXDOMAIN")
        .failure("dns_missing", ports.address("dns"))
        .pulse(dns("missing"), "FAIL dns");
    row("DNS", "another answer")
        .failure("dns_other", ports.address("dns"))
        .pulse(dns("other"), "FAIL dns");
    row("DNS", "silence")
        .aSecond()
        .failure("dns_silent_1s", ports.address("dns"))
        .pulse(dns("silent"), "FAIL timeout");
    row("DNS", "nobody listens")
        .failure("dns_ok", ports.address("closed"))
        .pulse(
            DnsCheck.query(DnsCheck.Type.A, "www.example")
                .resolver(ports.address("closed"))
                .build(),
            "FAIL refused");
    row("DNS", "the whole answer over TCP only")
        .failure("dns_long", ports.address("dns"))
        .better(
            PULSE,
            "The datagram says that it is not all of the answer (RFC 1035, TC): whoever resolves"
                + " names then asks again over TCP, and gets the address. Pulse does that;"
                + " blackbox_exporter judges the part, and has to be told to use TCP from the"
                + " start.")
        .pulse(dns("long"), "PASS");
  }

  private Row.Draft row(String group, String title) {
    return new Row.Draft(rows, group, title);
  }

  private TcpCheck.Builder tcp(String target) {
    return TcpCheck.to("127.0.0.1", ports.of(target));
  }

  private DnsCheck dns(String name) {
    return DnsCheck.query(DnsCheck.Type.A, name + ".example")
        .resolver(ports.address("dns"))
        .expectExactly("192.0.2.1")
        .build();
  }
}
