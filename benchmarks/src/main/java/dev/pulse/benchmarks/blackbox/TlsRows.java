package dev.pulse.benchmarks.blackbox;

import static dev.pulse.benchmarks.blackbox.Row.Right.BLACKBOX;
import static dev.pulse.benchmarks.blackbox.Row.Right.PULSE;

import dev.pulse.api.check.Check;
import dev.pulse.core.check.HttpCheck;
import dev.pulse.core.check.TlsCheck;
import java.time.Duration;
import java.util.List;

/** The targets whose certificates and protocols are judged. */
final class TlsRows {
  private final Ports ports;
  private final List<Row> rows;

  TlsRows(Ports ports, List<Row> rows) {
    this.ports = ports;
    this.rows = rows;
  }

  void add() {
    certificates();
    names();
    protocols();
    mail();
  }

  private void certificates() {
    success("ok", "tls").pulse(get("tls"), "PASS");
    failure("expired", "expired").pulse(get("expired"), "FAIL tls");
    failure("not valid yet", "not-yet").pulse(get("not-yet"), "FAIL tls");
    failure("self-signed", "self-signed").pulse(get("self-signed"), "FAIL tls");
    failure("for another host", "other-host").pulse(get("other-host"), "FAIL tls");
    success("ends in 5 days", "expiring")
        .better(
            PULSE,
            "blackbox_exporter has the date as a metric and leaves the judgement to a rule in"
                + " Prometheus. Pulse can be told how many days are too few, here a warning below"
                + " 21; a `TlsCheck` warns below 21 and fails below 7 without being told.")
        .pulse(
            HttpCheck.get(ports.named("expiring"))
                .certificateWarnBefore(Duration.ofDays(21))
                .build(),
            "WARN tls");
  }

  private void names() {
    success("the name picks the certificate", "sni").pulse(get("sni"), "PASS");
    var local = "https://localhost:" + ports.of("sni") + "/ok";
    row("a name without a dot picks the certificate")
        .success("http", local)
        .pulse(HttpCheck.get(local).build(), "PASS");
  }

  private void protocols() {
    failure("TLS 1.0 only", "tls10").pulse(get("tls10"), "FAIL tls");
    success("TLS 1.3 only", "tls13").pulse(get("tls13"), "PASS");
    success("HTTP/2 and HTTP/1.1", "h2-and-1.1").pulse(get("h2-and-1.1"), "PASS");
    success("HTTP/2 only", "h2")
        .better(
            BLACKBOX,
            "A browser sees this page. Pulse speaks HTTP/1.1 only, for reasons that"
                + " [decision 0202](decisions/0202-probes-speak-http-1-1.md) gives, and says that the"
                + " server does not. `TlsCheck` and `TcpCheck` reach it.")
        .pulse(get("h2"), "FAIL tls");
    row("no handshake, only silence")
        .aSecond()
        .failure("http_1s", "https://" + ports.address("silent") + "/")
        .pulse(HttpCheck.get("https://" + ports.address("silent") + "/").build(), "FAIL timeout");
    row("redirect from https to http")
        .success("http", "https://" + ports.address("https-to-http") + "/found")
        .named(TargetServers.HOST)
        .pulse(
            HttpCheck.get(
                    "https://" + TargetServers.HOST + ":" + ports.of("https-to-http") + "/found")
                .build(),
            "PASS");
  }

  private void mail() {
    row("STARTTLS of a mail server")
        .success("smtp_starttls", ports.address("smtp"))
        .pulse(smtp("smtp"), "PASS");
    row("mail server without STARTTLS")
        .aSecond()
        .failure("smtp_starttls_1s", ports.address("smtp-plain"))
        .pulse(smtp("smtp-plain"), "FAIL tls");
  }

  private Row.Draft row(String title) {
    return new Row.Draft(rows, "TLS", title);
  }

  private Row.Draft success(String title, String target) {
    return row(title).success("http", ports.https(target)).named(TargetServers.HOST);
  }

  private Row.Draft failure(String title, String target) {
    return row(title).failure("http", ports.https(target)).named(TargetServers.HOST);
  }

  private Check get(String target) {
    return HttpCheck.get(ports.named(target)).build();
  }

  private Check smtp(String target) {
    return TlsCheck.to(TargetServers.HOST, ports.of(target)).startTlsSmtp().build();
  }
}
