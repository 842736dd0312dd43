package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Status;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.core.net.EgressPolicy;
import dev.pulse.testkit.FakeCheckContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;

class DnsCheckTest {
  private static final String NAME = "shop.example";

  @ParameterizedTest
  @CsvSource({
    "A, A 192.0.2.1, 192.0.2.1",
    "AAAA, AAAA 2001:db8::1, 2001:db8:0:0:0:0:0:1",
    "CNAME, CNAME WWW.Example., www.example",
    "MX, MX 10 Mail.Example., 10 mail.example",
    "NS, NS ns1.example., ns1.example",
    "SOA, SOA ns1.example. admin.example. 7 7200 3600 1209600 300,"
        + " ns1.example admin.example 7 7200 3600 1209600 300",
    "TXT, 'TXT \"v=spf1 \" \"-all\"', v=spf1 -all",
  })
  void answersOfEachTypeAreShownAndCompared(DnsCheck.Type type, String record, String expected)
      throws Exception {
    try (var server = DnsServer.answering(NAME + ". " + record)) {
      var result = run(DnsCheck.query(type, NAME).expectExactly(expected), server);
      assertThat(result.status()).as(result.summary()).isEqualTo(Status.PASS);
      assertThat(result.summary()).matches("1 " + type + " record in \\d+ ms");
      assertThat(result.details())
          .containsEntry("answers", expected)
          .containsEntry("code", "NOERROR")
          .containsEntry("server", server.address());
      assertThat(result.latency()).isPresent();
      assertThat(result.samples()).extracting("name").contains("dns_answers", "dns_ttl_seconds");
      assertThat(phases(result)).containsExactly("query", "total");
    }
  }

  @Test
  void aliasesAreFollowedWithinTheAnswer() throws Exception {
    try (var server =
        DnsServer.answering(
            "shop.example. CNAME a.example.",
            "a.example. CNAME b.example.",
            "b.example. A 192.0.2.7",
            "foreign.example. A 192.0.2.66")) {
      var result = run(query().expectExactly("192.0.2.7"), server);
      assertThat(result.status()).as(result.summary()).isEqualTo(Status.PASS);
    }
  }

  @Test
  void circleOfAliasesIsNoAnswer() throws Exception {
    try (var server =
        DnsServer.answering("shop.example. CNAME a.example.", "a.example. CNAME shop.example.")) {
      var result = run(query(), server);
      assertThat(result.reason()).contains(Reason.DNS);
      assertThat(result.summary())
          .isEqualTo("the name shop.example has no A records (" + server.address() + ")");
    }
  }

  @ParameterizedTest
  @MethodSource("codes")
  void responseCodeIsPutIntoWords(int code, String summary) throws Exception {
    try (var server = DnsServer.failing(code)) {
      var result = run(query(), server);
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.reason()).contains(Reason.DNS);
      assertThat(result.summary()).isEqualTo(summary + " (" + server.address() + ")");
    }
  }

  static Stream<Arguments> codes() {
    return Stream.of(
        argumentSet("NODATA", Rcode.NOERROR, "the name shop.example has no A records"),
        argumentSet("NXDOMAIN", Rcode.NXDOMAIN, "the name shop.example does not exist (NXDOMAIN)"),
        argumentSet(
            "SERVFAIL", Rcode.SERVFAIL, "the name server failed to find an answer (SERVFAIL)"),
        argumentSet("REFUSED", Rcode.REFUSED, "the name server refuses to answer (REFUSED)"),
        argumentSet("FORMERR", Rcode.FORMERR, "the name server answers with an error (FORMERR)"));
  }

  @Test
  void missingAndUnexpectedAnswersAreCounted() throws Exception {
    try (var server =
        DnsServer.answering("shop.example. A 192.0.2.1", "shop.example. A 192.0.2.2")) {
      var exactly = run(query().expectExactly("192.0.2.1", "192.0.2.9"), server);
      assertThat(exactly.reason()).contains(Reason.DNS);
      assertThat(exactly.summary())
          .startsWith(
              "the A records are not the expected ones: 192.0.2.9 is missing, 1 was not expected");
      assertThat(exactly.details()).containsEntry("answers", "192.0.2.1, 192.0.2.2");
      assertThat(run(query().expectContains("192.0.2.2"), server).status()).isEqualTo(Status.PASS);
      assertThat(run(query().expectContains("192.0.2.9"), server).status()).isEqualTo(Status.FAIL);
      var anyOrder = query().expectExactly("192.0.2.2", "192.0.2.1");
      assertThat(run(anyOrder, server).status()).isEqualTo(Status.PASS);
    }
  }

  @Test
  void truncatedAnswerIsAskedForAgainOverTcp() throws Exception {
    try (var server =
        new DnsServer(
            question -> List.of(DnsServer.truncated(DnsServer.answer(question, 0))),
            question -> List.of(DnsServer.answer(question, 0, "shop.example. A 192.0.2.1")))) {
      var result = run(query().expectExactly("192.0.2.1"), server);
      assertThat(result.status()).as(result.summary()).isEqualTo(Status.PASS);
      assertThat(phases(result)).containsExactly("connect", "query", "total");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void serverThatHangsUpOverTcpIsAReset() throws Exception {
    try (var server =
        new DnsServer(
            question -> List.of(DnsServer.truncated(DnsServer.answer(question, 0))),
            question -> List.of())) {
      assertThat(run(query(), server).reason()).contains(Reason.RESET);
    }
  }

  @ParameterizedTest
  @MethodSource("garbage")
  void malformedAnswerSaysSo(DnsServer.Talk talk, String summary) throws Exception {
    try (var server = new DnsServer(talk)) {
      var result = run(query(), server);
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.reason()).contains(Reason.PROTOCOL);
      assertThat(result.summary())
          .isEqualTo("the answer is malformed: " + summary + " (" + server.address() + ")");
    }
  }

  static Stream<Arguments> garbage() {
    var unreadable = "it cannot be read";
    return Stream.of(
        argumentSet("nothing", talk(question -> new byte[0]), unreadable),
        argumentSet("an id and no more", talk(question -> Arrays.copyOf(question, 2)), unreadable),
        argumentSet("half a header", talk(question -> Arrays.copyOf(question, 9)), unreadable),
        argumentSet(
            "half a record",
            talk(
                question -> {
                  byte[] whole = DnsServer.answer(question, 0, "shop.example. A 192.0.2.1");
                  return Arrays.copyOf(whole, whole.length - 2);
                }),
            unreadable),
        argumentSet(
            "the question sent back",
            talk(question -> question),
            "it does not belong to the question"),
        argumentSet(
            "the answer to another question",
            talk(
                question -> {
                  byte[] answer = DnsServer.answer(question, 0, "shop.example. A 192.0.2.1");
                  answer[13] = 'x';
                  return answer;
                }),
            "it answers another question"));
  }

  /** One answer to each question. */
  private interface Single {
    byte[] answer(byte[] question) throws Exception;
  }

  private static DnsServer.Talk talk(Single answer) {
    return question -> List.of(answer.answer(question));
  }

  @Test
  void randomDamageNeverEndsInAnythingButAResult() throws Exception {
    var random = new Random(42);
    try (var server =
        new DnsServer(
            talk(
                question -> {
                  byte[] answer =
                      DnsServer.answer(
                          question,
                          0,
                          "shop.example. CNAME a.example.",
                          "a.example. A 192.0.2.1",
                          "a.example. MX 10 mail.example.");
                  for (int i = 0; i < 4; i++) {
                    answer[2 + random.nextInt(answer.length - 2)] = (byte) random.nextInt();
                  }
                  return answer;
                }))) {
      var check = query().resolver(server.address()).build();
      for (int i = 0; i < 300; i++) {
        assertThat(check.run(FakeCheckContext.create()).status()).isNotEqualTo(Status.UNKNOWN);
      }
    }
  }

  @Test
  void answersToOtherQuestionsArePassedOver() throws Exception {
    try (var server =
        new DnsServer(
            question -> {
              byte[] forged = DnsServer.answer(question, 0, "shop.example. A 192.0.2.66");
              forged[0] ^= 1;
              return List.of(forged, DnsServer.answer(question, 0, "shop.example. A 192.0.2.1"));
            })) {
      var result = run(query().expectExactly("192.0.2.1"), server);
      assertThat(result.status()).as(result.summary()).isEqualTo(Status.PASS);
    }
  }

  @Test
  void lostDatagramIsSentAgain() throws Exception {
    var lost = new AtomicBoolean();
    try (var server =
        new DnsServer(
            question ->
                lost.getAndSet(true)
                    ? List.of(DnsServer.answer(question, 0, "shop.example. A 192.0.2.1"))
                    : List.of())) {
      assertThat(run(query(), server).status()).isEqualTo(Status.PASS);
      // More when the second answer takes longer than the patience with it.
      assertThat(server.datagramsHeard()).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void silenceFailsAtTheDeadline() throws Exception {
    try (var server = DnsServer.silent()) {
      var result = run(query().resolver(server.address()), Duration.ofMillis(300));
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.reason()).contains(Reason.TIMEOUT);
      assertThat(result.summary())
          .matches(
              "timed out after \\d+ ms while waiting for the name server \\(127.0.0.1:\\d+\\)");
    }
  }

  @Test
  void portWithoutANameServerIsRefused() {
    var result = run(query().resolver("127.0.0.1:" + Ports.closed()), Duration.ofSeconds(10));
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.reason()).as(result.summary()).contains(Reason.REFUSED);
  }

  @Test
  void theNextServerOfTheMachineIsAskedWhenOneIsNotThere() throws Exception {
    try (var server = DnsServer.answering("shop.example. A 192.0.2.1")) {
      var dead = new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.closed());
      var result =
          run(query().system(() -> List.of(dead, server.socketAddress())), Duration.ofSeconds(10));
      assertThat(result.status()).as(result.summary()).isEqualTo(Status.PASS);
      assertThat(result.details()).containsEntry("server", server.address());
    }
  }

  @Test
  void machineWithoutNameServersIsUnknown() {
    var result = run(query().system(List::of), Duration.ofSeconds(10));
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.reason()).contains(Reason.ERROR);
  }

  @Test
  void policyJudgesAChosenResolverAndNotThoseOfTheMachine() throws Exception {
    try (var server =
        new DnsServer(
            question -> List.of(DnsServer.truncated(DnsServer.answer(question, 0))),
            question -> List.of(DnsServer.answer(question, 0, "shop.example. A 192.0.2.1")))) {
      var refused = run(query().egress(EgressPolicy.strict()), server);
      assertThat(refused.status()).isEqualTo(Status.UNKNOWN);
      assertThat(refused.reason()).contains(Reason.DENIED);
      assertThat(server.datagramsHeard()).isZero();
      var own = query().egress(EgressPolicy.strict()).system(() -> List.of(server.socketAddress()));
      assertThat(run(own, Duration.ofSeconds(10)).status()).isEqualTo(Status.PASS);
    }
  }

  @Test
  void policyJudgesWhatTheNameOfAResolverLeadsTo() throws Exception {
    try (var server = DnsServer.answering("shop.example. A 192.0.2.1")) {
      var lookups =
          new Lookups(host -> new InetAddress[] {InetAddress.getLoopbackAddress()}, Runnable::run);
      var check = query().resolver("dns.example:" + server.port()).lookups(lookups);
      assertThat(run(check, Duration.ofSeconds(10)).status()).isEqualTo(Status.PASS);
      var result = run(check.egress(EgressPolicy.strict()), Duration.ofSeconds(10));
      assertThat(result.reason()).contains(Reason.DENIED);
    }
  }

  @Test
  void whatAServerSendsIsShownInOneCleanLine() throws Exception {
    try (var server = DnsServer.answering("shop.example. TXT \"a\\010b\\027[31m\"")) {
      var result = run(DnsCheck.query(DnsCheck.Type.TXT, NAME), server);
      assertThat(result.details()).containsEntry("answers", "a\ufffdb\ufffd[31m");
    }
  }

  @Test
  void slowAnswerIsJudged() throws Exception {
    try (var server = DnsServer.answering("shop.example. A 192.0.2.1")) {
      var result = run(query().warnAbove(Duration.ofNanos(1)), server);
      assertThat(result.status()).isEqualTo(Status.WARN);
      assertThat(result.reason()).contains(Reason.LATENCY);
    }
  }

  @Test
  void internationalNameIsAskedForInAscii() {
    assertThat(DnsCheck.query(DnsCheck.Type.A, "bücher.example").resolver("2001:db8::53").build())
        .hasToString("dns A xn--bcher-kva.example @[2001:db8::53]:53");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a..b", "-x", "x/y"})
  void malformedNameIsRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DnsCheck.query(DnsCheck.Type.A, name).build())
        .withMessageContaining("query: must be a name");
  }

  @ParameterizedTest
  @CsvSource({
    "A, 2001:db8::1",
    "A, 1.2.3",
    "AAAA, 192.0.2.1",
    "CNAME, a b",
    "MX, mail.example",
    "SOA, ns1.example admin.example 1",
  })
  void expectationOfAnotherTypeIsRefused(DnsCheck.Type type, String expected) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DnsCheck.query(type, NAME).expectContains(expected).build())
        .withMessageContaining("expect-contains: must have answers of the type " + type);
  }

  @ParameterizedTest
  @CsvSource({
    "dns://192.0.2.1:53 dns://[2001:db8::1]:5353, '/192.0.2.1:53,/[2001:db8:0:0:0:0:0:1]:5353'",
    "dns://192.0.2.1, /192.0.2.1:53",
    "dns://localhost, ''",
    "null, ''",
  })
  void nameServersOfTheMachineAreRead(String urls, String expected) {
    assertThat(
            String.join(",", SystemNameServers.parse(urls).stream().map(Object::toString).toList()))
        .isEqualTo(expected);
  }

  private static DnsCheck.Builder query() {
    return DnsCheck.query(DnsCheck.Type.A, NAME);
  }

  private static List<String> phases(CheckResult result) {
    return result.samples().stream()
        .flatMap(sample -> sample.labels().get("phase").stream())
        .toList();
  }

  private static CheckResult run(DnsCheck.Builder check, DnsServer server) {
    return run(check.resolver(server.address()), Duration.ofSeconds(10));
  }

  private static CheckResult run(DnsCheck.Builder check, Duration timeout) {
    var context = FakeCheckContext.builder().timeout(timeout).build();
    return assertTimeoutPreemptively(Duration.ofSeconds(60), () -> check.build().run(context));
  }
}
