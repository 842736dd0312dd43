package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.core.net.EgressPolicy;
import dev.pulse.testkit.FakeCheckContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IcmpCheckTest {
  /** A program that leaves its own id and that of a child, and never ends. */
  private static final String FOREVER =
      """
      sleep 600 &
      echo "$$ $!" > "$(dirname "$0")/pids.new"
      mv "$(dirname "$0")/pids.new" "$(dirname "$0")/pids"
      wait
      """;

  /** Far below the ten minutes that the programs would take. */
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void answersPassWithTheirMeasures() throws Exception {
    var result = run(check(FakePing.saying(folder, 0, FakePing.ANSWERED)));
    assertThat(result.status()).isEqualTo(Status.PASS);
    assertThat(result.summary()).isEqualTo("3 of 3 packets answered in 2.50 ms on average");
    assertThat(result.latency()).contains(Duration.ofNanos(2_500_000));
    assertThat(result.details()).containsEntry("address", "192.0.2.7");
    assertThat(value(result, "icmp_packets_sent")).isEqualTo(3);
    assertThat(value(result, "icmp_packets_received")).isEqualTo(3);
    assertThat(value(result, "icmp_loss_ratio")).isZero();
    assertThat(value(result, "icmp_round_trip_seconds")).isEqualTo(0.0025);
    assertThat(value(result, "icmp_round_trip_min_seconds")).isEqualTo(0.0015);
    assertThat(value(result, "icmp_round_trip_max_seconds")).isEqualTo(0.0035);
    assertThat(value(result, "phase_seconds")).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "3, , , PASS",
    "2, , , WARN",
    "2, 0.5, , PASS",
    "1, 0.5, , WARN",
    "1, 1, , PASS",
    "1, , 0.5, FAIL",
    "2, , 0.5, WARN",
    "2, , 0, FAIL",
    "0, 1, , FAIL",
  })
  void lossIsJudgedByItsBounds(int received, Double warn, Double fail, Status expected)
      throws Exception {
    var output =
        received == 0
            ? FakePing.SILENCE
            : FakePing.ANSWERED.replace(
                "3 received, 0%", received + " received, " + (100 - received * 100 / 3.0) + "%");
    var check = check(FakePing.saying(folder, received == 0 ? 1 : 0, trimmed(output)));
    if (warn != null) {
      check.lossWarnAbove(warn);
    }
    if (fail != null) {
      check.lossFailAbove(fail);
    }
    var result = run(check);
    assertThat(result.status()).as("%s", result).isEqualTo(expected);
    if (received > 0 && expected != Status.PASS) {
      assertThat(result.reason()).contains(Reason.LOSS);
      assertThat(result.summary()).contains(received + " of 3 packets answered", "% lost");
    }
  }

  private static String trimmed(String output) {
    return output.replaceAll("(\\d\\.\\d{4})\\d*%", "$1%");
  }

  @Test
  void slowAnswersAreJudgedByTheirAverage() throws Exception {
    var program = FakePing.saying(folder, 0, FakePing.ANSWERED);
    var slow = run(check(program).warnAbove(Duration.ofMillis(2)));
    assertThat(slow.status()).isEqualTo(Status.WARN);
    assertThat(slow.reason()).contains(Reason.LATENCY);
    assertThat(run(check(program).warnAbove(Duration.ofMillis(3))).status()).isEqualTo(Status.PASS);
    assertThat(run(check(program).failAbove(Duration.ofMillis(2))).status()).isEqualTo(Status.FAIL);
  }

  static Stream<Arguments> failures() {
    var head = "PING 192.0.2.7 (192.0.2.7) 56(84) bytes of data.\n";
    var lost = "\n3 packets transmitted, 0 received, +3 errors, 100% packet loss, time 402ms\n\n";
    var from = head + "From 192.0.2.1 icmp_seq=1 ";
    return Stream.of(
        argumentSet("silence", 1, FakePing.SILENCE, Status.FAIL, Reason.TIMEOUT, "no answer to 3"),
        argumentSet(
            "silence on a BSD",
            2,
            "1 packets transmitted, 0 packets received, 100.0% packet loss\n",
            Status.FAIL,
            Reason.TIMEOUT,
            "no answer to 1 packet ("),
        argumentSet(
            "host unreachable",
            1,
            from + "Destination Host Unreachable" + lost,
            Status.FAIL,
            Reason.UNREACHABLE,
            "unreachable (192.0.2.7)"),
        argumentSet(
            "IPv6 address unreachable",
            1,
            from + "Destination unreachable: Address unreachable" + lost,
            Status.FAIL,
            Reason.UNREACHABLE,
            "unreachable (192.0.2.7)"),
        argumentSet(
            "filtered",
            1,
            from + "Packet filtered" + lost,
            Status.FAIL,
            Reason.UNREACHABLE,
            "filtered on the way"),
        argumentSet(
            "time to live exceeded",
            1,
            from + "Time to live exceeded" + lost,
            Status.FAIL,
            Reason.UNREACHABLE,
            "time to live exceeded"),
        argumentSet(
            "IPv6 hop limit",
            1,
            from + "Time exceeded: Hop limit" + lost,
            Status.FAIL,
            Reason.UNREACHABLE,
            "time to live exceeded"),
        argumentSet(
            "no route, iputils",
            2,
            "ping: connect: Network is unreachable\n",
            Status.FAIL,
            Reason.UNREACHABLE,
            "unreachable"),
        argumentSet(
            "no route, busybox",
            1,
            "PING 192.0.2.7 (192.0.2.7): 56 data bytes\nping: sendto: Network unreachable\n",
            Status.FAIL,
            Reason.UNREACHABLE,
            "unreachable"),
        argumentSet(
            "not permitted, iputils",
            2,
            "ping: socktype: SOCK_RAW\nping: socket: Operation not permitted\n",
            Status.UNKNOWN,
            Reason.ERROR,
            "cap_net_raw"),
        argumentSet(
            "not permitted, busybox",
            1,
            "PING 192.0.2.7 (192.0.2.7): 56 data bytes\nping: permission denied (are you root?)\n",
            Status.UNKNOWN,
            Reason.ERROR,
            "cap_net_raw"),
        argumentSet(
            "own firewall",
            1,
            head + "ping: sendmsg: Operation not permitted" + lost,
            Status.UNKNOWN,
            Reason.ERROR,
            "firewall"),
        argumentSet(
            "no IPv6 in ping",
            2,
            "ping: 2001:db8::1: Address family not supported by protocol\n",
            Status.UNKNOWN,
            Reason.ERROR,
            "cannot send to such an address"),
        argumentSet(
            "unknown option",
            2,
            "ping: invalid option -- 'W'\n",
            Status.UNKNOWN,
            Reason.ERROR,
            "options"),
        argumentSet(
            "nothing at all", 0, "", Status.UNKNOWN, Reason.ERROR, "understands (exit status 0)"),
        argumentSet(
            "something else", 3, "all good!\n", Status.UNKNOWN, Reason.ERROR, "exit status 3"),
        argumentSet(
            "answers and failure", 1, FakePing.ANSWERED, Status.UNKNOWN, Reason.ERROR, "status 1"),
        argumentSet(
            "silence and success", 0, FakePing.SILENCE, Status.UNKNOWN, Reason.ERROR, "status 0"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whatIsNotAnAnswerHasItsReason(
      int exit, String output, Status status, Reason reason, String words) throws Exception {
    var context = FakeCheckContext.create();
    var result = check(FakePing.saying(folder, exit, output)).build().run(context);
    assertThat(result.status()).as("%s", result).isEqualTo(status);
    assertThat(result.reason()).contains(reason);
    assertThat(result.summary()).contains(words);
    assertThat(context.logLines()).contains("ping ended with exit status " + exit);
  }

  @Test
  void lossOfEverythingIsMeasured() throws Exception {
    var result = run(check(FakePing.saying(folder, 1, FakePing.SILENCE)));
    assertThat(value(result, "icmp_loss_ratio")).isEqualTo(1);
    assertThat(result.latency()).isEmpty();
    assertThat(names(result)).doesNotContain("icmp_round_trip_seconds");
  }

  @Test
  void pingGetsTheNumericAddressAndNothingElse() throws Exception {
    var program =
        FakePing.running(
            folder,
            """
            for a in "$@"; do printf '%%s\\n' "$a"; done > "$(dirname "$0")/arguments"
            /usr/bin/env > "$(dirname "$0")/environment"
            if read line; then exit 9; fi
            cat <<'END'
            %sEND
            """
                .formatted(FakePing.ANSWERED));
    var check =
        IcmpCheck.to("router.example")
            .program(program)
            .packets(4)
            .interval(Duration.ofMillis(250))
            .answerWithin(Duration.ofMillis(1500))
            .lookups(resolving("192.0.2.7"));
    var result = run(check);
    assertThat(result.status()).as("%s", result).isEqualTo(Status.PASS);
    assertThat(names(result)).contains("phase_seconds");
    assertThat(Files.readAllLines(folder.resolve("arguments")))
        .containsExactly("-n", "-c", "4", "-i", "0.25", "-W", "1.5", "--", "192.0.2.7");
    assertThat(Files.readAllLines(folder.resolve("environment")))
        .allMatch(line -> line.matches("(LC_ALL=C|(PATH|PWD|OLDPWD|SHLVL|_)=.*)"))
        .contains("LC_ALL=C");
  }

  @Test
  void patienceEndsBeforeTheDeadline() throws Exception {
    var program =
        FakePing.running(folder, "echo \"$*\" > \"$(dirname \"$0\")/arguments\"; exit 1\n");
    var check = check(program).answerWithin(Duration.ofSeconds(30)).build();
    check.run(FakeCheckContext.builder().timeout(Duration.ofSeconds(20)).build());
    var wait = Files.readString(folder.resolve("arguments")).replaceAll("(?s).*-W (\\S+) .*", "$1");
    assertThat(Double.parseDouble(wait)).isBetween(10.0, 19.6);
  }

  @Test
  void busyboxIsAskedInWholeSeconds() throws Exception {
    var busybox = Files.createFile(folder.resolve("busybox"));
    var link = Files.createSymbolicLink(folder.resolve("ping"), busybox);
    var command =
        PingProgram.at(link)
            .command(
                InetAddress.getByName("2001:db8::1"),
                3,
                Duration.ofMillis(200),
                Duration.ofMillis(2500));
    assertThat(command).endsWith("-c", "3", "-i", "0.2", "-W", "2", "--", "2001:db8:0:0:0:0:0:1");
  }

  @Test
  void programIsLookedForInAbsoluteDirectoriesOnly() throws Exception {
    var program = FakePing.saying(folder, 0, "");
    var plain = Files.createDirectory(folder.resolve("plain"));
    Files.createFile(plain.resolve("ping"));
    var path = ":.:bin:" + plain + ":" + folder;
    assertThat(PingProgram.path(path)).containsExactly(plain, folder);
    assertThat(PingProgram.path(null)).isEmpty();
    assertThat(PingProgram.find(PingProgram.path(path))).contains(program);
    assertThat(PingProgram.find(List.of(plain))).isEmpty();
  }

  @Test
  void withoutPingThereIsNoCheck() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IcmpCheck.to("router.example").program(null).build())
        .withMessageContaining("needs the program \"ping\"")
        .withMessageContaining("install iputils-ping");
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                IcmpCheck.to("-c 1 x")
                    .program(null)
                    .packets(21)
                    .interval(Duration.ofMillis(199))
                    .answerWithin(Duration.ofHours(1))
                    .lossWarnAbove(0.5)
                    .lossFailAbove(Double.NaN)
                    .warnAbove(Duration.ZERO)
                    .build())
        .withMessageContainingAll(
            "host: must",
            "packets: must be 1 to 20, but is 21",
            "interval: must be 200ms to 10s",
            "answer-within: must",
            "loss-fail-above: must be a part of the packets, 0 to 1, but is NaN",
            "warn-above: must",
            "needs the program");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "-f", "--help", "a b", "$(id)", "a;b", "`id`", "a\nb", "[::1", "a/b"})
  void hostThatIsNoneIsRefused(String host) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IcmpCheck.to(host).build())
        .withMessageContaining("host: must");
  }

  @Test
  void warningAboveFailureIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IcmpCheck.to("a").lossWarnAbove(0.5).lossFailAbove(0.5).build())
        .withMessageContaining("loss-warn-above: must be below loss-fail-above");
  }

  @Test
  void familyThatDoesNotFitTheAddressIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IcmpCheck.to("::1").family(IcmpCheck.Family.IPV4).build())
        .withMessageContaining("family: does not fit the address");
  }

  @ParameterizedTest
  @CsvSource({"ANY, 192.0.2.7", "IPV4, 192.0.2.7", "IPV6, 2001:db8:0:0:0:0:0:7"})
  void familyChoosesAmongTheAddresses(IcmpCheck.Family family, String expected) throws Exception {
    var check =
        IcmpCheck.to("router.example")
            .program(FakePing.saying(folder, 0, FakePing.ANSWERED))
            .lookups(resolving("192.0.2.7", "2001:db8::7"))
            .family(family);
    assertThat(run(check).details()).containsEntry("address", expected);
  }

  @Test
  void nameWithoutAnAddressOfTheFamilyIsAFailureOfTheName() throws Exception {
    var check =
        IcmpCheck.to("router.example")
            .program(FakePing.saying(folder, 0, FakePing.ANSWERED))
            .lookups(resolving("192.0.2.7"))
            .family(IcmpCheck.Family.IPV6);
    var result = run(check);
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.reason()).contains(Reason.DNS);
  }

  @Test
  void unknownNameIsAFailureOfTheName() throws Exception {
    var check =
        IcmpCheck.to("router.example")
            .program(FakePing.saying(folder, 0, FakePing.ANSWERED))
            .lookups(
                new Lookups(
                    host -> {
                      throw new UnknownHostException(host);
                    },
                    Runnable::run));
    assertThat(run(check).reason()).contains(Reason.DNS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "10.1.2.3", "fd00::1"})
  void nameThatResolvesToAForbiddenAddressIsNotAsked(String address) throws Exception {
    var check =
        IcmpCheck.to("router.example")
            .program(FakePing.running(folder, "touch \"$(dirname \"$0\")/asked\"\n"))
            .lookups(resolving(address))
            .egress(EgressPolicy.strict());
    var result = run(check);
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.reason()).contains(Reason.DENIED);
    assertThat(folder.resolve("asked")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "::ffff:169.254.169.254", "fe80::1", "fd00:ec2::254"})
  void metadataIsRefusedEvenByTheDefault(String address) throws Exception {
    var check = IcmpCheck.to(address).program(FakePing.saying(folder, 0, FakePing.ANSWERED));
    assertThat(run(check).reason()).contains(Reason.DENIED);
  }

  @Test
  void timeoutThatIsTooShortForThePacketsIsSaid() throws Exception {
    var check =
        check(FakePing.saying(folder, 0, FakePing.ANSWERED))
            .packets(20)
            .interval(Duration.ofSeconds(1))
            .build();
    var result = check.run(FakeCheckContext.create());
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.summary())
        .isEqualTo("the time-out is too short for 20 packets, one every 1000 ms");
  }

  @Test
  void programThatIsGoneIsUnknown() throws Exception {
    var program = FakePing.saying(folder, 0, FakePing.ANSWERED);
    var check = check(program).build();
    Files.delete(program.path());
    var result = check.run(FakeCheckContext.create());
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.reason()).contains(Reason.ERROR);
    assertThat(result.summary()).contains("cannot be started");
  }

  @Test
  void programThatNeverEndsIsKilledAtTheDeadlineWithItsChildren() throws Exception {
    var check = check(FakePing.running(folder, FOREVER)).packets(1).build();
    // Long enough for the program to tell its ids also on a machine that stands still for a while.
    var context = FakeCheckContext.builder().timeout(Duration.ofSeconds(5)).build();
    var result = assertTimeoutPreemptively(SOON, () -> check.run(context));
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.reason()).contains(Reason.TIMEOUT);
    assertAllGone();
  }

  @Test
  void interruptKillsTheProgramWithItsChildren() throws Exception {
    var check = check(FakePing.running(folder, FOREVER)).build();
    var task = new FutureTask<>(() -> check.run(FakeCheckContext.create()));
    var thread = new Thread(task);
    thread.start();
    while (!Files.exists(folder.resolve("pids"))) {
      assertThat(thread.isAlive()).isTrue();
      Thread.onSpinWait();
    }
    assertThat(alive()).hasSize(2);
    thread.interrupt();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> task.get(60, TimeUnit.SECONDS))
        .withCauseInstanceOf(InterruptedException.class);
    assertAllGone();
  }

  @Test
  void programThatTalksWithoutEndIsNotReadWithoutEnd() throws Exception {
    var check = check(FakePing.running(folder, "exec yes\n")).packets(1).build();
    var context = FakeCheckContext.builder().timeout(Duration.ofMillis(1500)).build();
    var result = assertTimeoutPreemptively(SOON, () -> check.run(context));
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void childThatHoldsTheOutputOpenIsNotWaitedFor() throws Exception {
    var program =
        FakePing.running(
            folder, "sleep 600 &\necho \"$! $!\" > \"$(dirname \"$0\")/pids\"\nexit 1\n");
    var result = assertTimeoutPreemptively(SOON, () -> run(check(program)));
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.summary()).as("heard to its end").contains("exit status 1");
    alive().forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void runsLeaveNoFilesOpenAndNoChildren() throws Exception {
    assumeThat(Path.of("/proc/self/fd")).isDirectory();
    var check = check(FakePing.saying(folder, 0, FakePing.ANSWERED)).build();
    check.run(FakeCheckContext.create());
    long before = openPipes();
    int runs = 30;
    for (int i = 0; i < runs; i++) {
      check.run(FakeCheckContext.create());
    }
    // The JDK closes the pipes of the last run when it gets round to it; a leak has one for each.
    assertThat(openPipes()).isLessThan(before + runs);
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
  }

  /** The program of this machine; the build server installs one. */
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "localhost"})
  void realPingReachesLoopback(String host) throws Exception {
    assumeThat(PingProgram.find()).isPresent();
    assumeThat(host.equals("::1") && !Files.exists(Path.of("/proc/net/if_inet6"))).isFalse();
    var result = run(IcmpCheck.to(host).packets(2));
    assumePermitted(result);
    assertThat(result.status()).as("%s", result).isEqualTo(Status.PASS);
    assertThat(value(result, "icmp_packets_received")).isEqualTo(2);
    assertThat(value(result, "icmp_round_trip_seconds")).isBetween(1e-6, 1.0);
  }

  @Test
  void realBusyboxReachesLoopback() throws Exception {
    var busybox = Path.of("/usr/bin/busybox");
    assumeThat(busybox).isExecutable();
    var program = PingProgram.at(Files.createSymbolicLink(folder.resolve("ping"), busybox));
    var result = run(IcmpCheck.to("127.0.0.1").program(program).packets(2));
    assumePermitted(result);
    assertThat(result.status()).as("%s", result).isEqualTo(Status.PASS);
    assertThat(value(result, "icmp_packets_received")).isEqualTo(2);
  }

  private static void assumePermitted(CheckResult result) {
    assumeThat(result.summary()).doesNotContain("does not let ping send");
  }

  /** The program itself is gone when the run ends; what it started needs a moment to die. */
  private void assertAllGone() {
    assertTimeoutPreemptively(
        SOON,
        () -> {
          while (!alive().isEmpty()) {
            Thread.onSpinWait();
          }
        });
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
  }

  private List<ProcessHandle> alive() throws IOException {
    return Stream.of(Files.readString(folder.resolve("pids")).strip().split(" "))
        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
        .filter(handle -> handle.isAlive() && !isDefunct(handle))
        .toList();
  }

  /** Ended, but its new parent, the first process of the system, has not asked how yet. */
  private static boolean isDefunct(ProcessHandle handle) {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(handle.pid()), "stat"))
          .contains(") Z ");
    } catch (IOException e) {
      return !handle.isAlive();
    }
  }

  private static long openPipes() throws IOException {
    try (var files = Files.list(Path.of("/proc/self/fd"))) {
      return files.filter(IcmpCheckTest::isPipe).count();
    }
  }

  private static boolean isPipe(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("pipe:");
    } catch (IOException e) {
      return false;
    }
  }

  private static IcmpCheck.Builder check(PingProgram program) {
    return IcmpCheck.to("192.0.2.7").program(program);
  }

  private static Lookups resolving(String... addresses) {
    return new Lookups(
        host -> {
          var resolved = new InetAddress[addresses.length];
          for (int i = 0; i < addresses.length; i++) {
            resolved[i] = InetAddress.getByName(addresses[i]);
          }
          return resolved;
        },
        Runnable::run);
  }

  private static CheckResult run(IcmpCheck.Builder check) throws InterruptedException {
    return check.build().run(FakeCheckContext.create());
  }

  private static double value(CheckResult result, String name) {
    return result.samples().stream()
        .filter(sample -> sample.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static List<String> names(CheckResult result) {
    return result.samples().stream().map(Sample::name).toList();
  }
}
