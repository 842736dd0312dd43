package dev.pulse.benchmarks.blackbox;

import static dev.pulse.benchmarks.blackbox.Row.Right.EITHER;
import static dev.pulse.benchmarks.blackbox.Row.Right.PULSE;

import dev.pulse.api.check.Check;
import dev.pulse.api.config.Secret;
import dev.pulse.core.check.HttpCheck;
import dev.pulse.core.condition.Conditions;
import dev.pulse.core.net.EgressPolicy;
import java.util.List;

/** The targets that speak HTTP without TLS. */
final class HttpRows {
  private final Ports ports;
  private final List<Row> rows;

  HttpRows(Ports ports, List<Row> rows) {
    this.ports = ports;
    this.rows = rows;
  }

  void add() {
    statuses();
    redirects();
    faults();
    bodies();
    conditions();
    credentials();
  }

  private void statuses() {
    row("ok").success("http", url("/ok")).pulse(get("/ok"), "PASS");
    row("status 500").failure("http", url("/status/500")).pulse(get("/status/500"), "FAIL status");
    row("status 404").failure("http", url("/status/404")).pulse(get("/status/404"), "FAIL status");
    row("status 404 that is expected")
        .success("http_404", url("/status/404"))
        .pulse(HttpCheck.get(url("/status/404")).acceptStatus(404).build(), "PASS");
    row("status 204").success("http", url("/status/204")).pulse(get("/status/204"), "PASS");
    row("status 304")
        .failure("http", url("/status/304"))
        .better(
            EITHER,
            "blackbox_exporter accepts 200 to 299 unless told otherwise, Pulse 200 to 399. A 304"
                + " without a conditional request is odd, but the server is well enough to answer;"
                + " either can be told what to accept.")
        .pulse(get("/status/304"), "PASS");
    if (ports.has("ipv6")) {
      var url = "http://[::1]:" + ports.of("ipv6") + "/ok";
      row("over IPv6").success("http_ip6", url).pulse(HttpCheck.get(url).build(), "PASS");
    }
  }

  private void redirects() {
    row("one redirect").success("http", url("/found")).pulse(get("/found"), "PASS");
    row("redirect to https").success("http", url("/to-https")).pulse(get("/to-https"), "PASS");
    row("redirect in a circle").failure("http", url("/loop")).pulse(get("/loop"), "FAIL redirect");
    row("12 redirects").failure("http", url("/many/12")).pulse(get("/many/12"), "FAIL redirect");
    row("redirect to a forbidden address")
        .success("http", url("/to-forbidden"))
        .better(
            PULSE,
            "A target that may not be asked is asked through the back door. Pulse judges each"
                + " address of each hop by its egress policy, here one that denies "
                + TargetServers.FORBIDDEN
                + "; what it refuses is UNKNOWN, because nobody asked the target."
                + " blackbox_exporter has no such policy: whoever controls a target makes it send"
                + " requests to any address that it can reach.")
        .pulse(
            HttpCheck.get(url("/to-forbidden"))
                .egress(EgressPolicy.lenient().deny(TargetServers.FORBIDDEN + "/32"))
                .build(),
            "UNKNOWN denied");
  }

  private void faults() {
    row("refused")
        .failure("http", "http://" + ports.address("closed") + "/")
        .pulse(HttpCheck.get("http://" + ports.address("closed") + "/").build(), "FAIL refused");
    row("packets are dropped")
        .aSecond()
        .failure("http_1s", "http://" + ports.address("full") + "/")
        .pulse(HttpCheck.get("http://" + ports.address("full") + "/").build(), "FAIL timeout");
    row("connects and never answers")
        .aSecond()
        .failure("http_1s", url("/slow-header"))
        .pulse(get("/slow-header"), "FAIL timeout");
    row("body comes byte by byte")
        .aSecond()
        .failure("http_1s", url("/slow-body"))
        .pulse(get("/slow-body"), "FAIL timeout");
    row("reset after the request")
        .failure("http", url("/reset"))
        .pulse(get("/reset"), "FAIL reset");
    row("closed without an answer")
        .failure("http", url("/close"))
        .pulse(get("/close"), "FAIL reset");
    row("something else than HTTP")
        .failure("http", "http://" + ports.address("ssh") + "/")
        .pulse(HttpCheck.get("http://" + ports.address("ssh") + "/").build(), "FAIL protocol");
    row("a megabyte of headers")
        .success("http", url("/huge-headers"))
        .better(
            PULSE,
            "Browsers and most proxies give up long before; visitors do not see this page. Pulse"
                + " reads 256 KiB of headers.")
        .pulse(get("/huge-headers"), "FAIL protocol");
  }

  private void bodies() {
    row("body without an end")
        .aSecond()
        .failure("http_1s", url("/endless"))
        .better(
            PULSE,
            "Both call it a failure. Pulse stops after a mebibyte and says so; blackbox_exporter"
                + " reads as fast as it can until its time is over, unless it has a"
                + " `body_size_limit`, which is off by default.")
        .pulse(get("/endless"), "FAIL too_large");
    row("body is cut off")
        .failure("http", url("/truncated"))
        .pulse(get("/truncated"), "FAIL reset");
    row("gzip").success("http_gzip", url("/gzip")).pulse(get("/gzip"), "PASS");
    row("gzip that is none")
        .failure("http_gzip", url("/broken-gzip"))
        .pulse(get("/broken-gzip"), "FAIL protocol");
    row("chunked").success("http", url("/chunked")).pulse(get("/chunked"), "PASS");
    row("malformed chunk")
        .failure("http", url("/bad-chunk"))
        .pulse(get("/bad-chunk"), "FAIL protocol");
  }

  private void conditions() {
    row("body says what is expected")
        .success("http_state_ok", url("/json"))
        .pulse(Conditions.failUnless("json('$.state') == 'ok'").on(get("/json")), "PASS");
    row("body says something else")
        .failure("http_state_bad", url("/json"))
        .pulse(
            Conditions.failUnless("json('$.state') == 'bad'").on(get("/json")), "FAIL condition");
    row("body is no JSON, but should be")
        .failure("http_state_ok", url("/ok"))
        .pulse(Conditions.failUnless("json('$.state') == 'ok'").on(get("/ok")), "FAIL condition");
  }

  private void credentials() {
    var secret = Secret.of(HttpTarget.SECRET);
    row("basic authentication")
        .success("http_basic", url("/basic"))
        .pulse(HttpCheck.get(url("/basic")).basicAuth(HttpTarget.USER, secret).build(), "PASS");
    row("bearer token")
        .success("http_bearer", url("/bearer"))
        .pulse(HttpCheck.get(url("/bearer")).bearer(secret).build(), "PASS");
    row("bearer token missing")
        .failure("http", url("/bearer"))
        .pulse(get("/bearer"), "FAIL status");
  }

  private Row.Draft row(String title) {
    return new Row.Draft(rows, "HTTP", title);
  }

  private String url(String path) {
    return ports.http(path);
  }

  private Check get(String path) {
    return HttpCheck.get(url(path)).build();
  }
}
