package dev.pulse.samples.fakes;

import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A {@link FakeGitHub} in a process of its own, with the repositories of one organisation: to try a
 * scan by hand, and to measure one without its peer.
 */
public final class FakeGitHubMain {
  private static final String USAGE =
      """
      Options, each with a value:
        repositories  how many, 0 to 10000; 12 when not said
        owner         the organisation they belong to; acme when not said
        port          of 127.0.0.1; any free one when not said
        delay         milliseconds before each answer, 0 to 60000; 0 when not said
        limit         requests in an hour with the token, 1 to 100000; 5000 when not said
        sbom-limit    requests for SBOMs in a minute, 1 to 100000; 100 when not said
        living        seconds between the steps of twelve more that live, 1 to 3600; 0 for none
        trouble       yes: eight repositories are in trouble, each in its own way; no when not said
        odd           yes: there are repositories that tell hostile texts; no when not said
        hostile       yes: there are hostile repositories too, large ones among them; no when not said
      """;

  /** What the command line asks for. */
  record Options(
      int repositories,
      String owner,
      int port,
      Duration delay,
      int limit,
      int sbomLimit,
      Duration living,
      boolean trouble,
      boolean odd,
      boolean hostile) {}

  private FakeGitHubMain() {}

  /** Runs until the process is told to end. */
  public static void main(String[] arguments) throws InterruptedException {
    var problems = new ArrayList<String>();
    var options = options(List.of(arguments), problems);
    if (!problems.isEmpty()) {
      problems.forEach(System.err::println);
      System.err.print(USAGE);
      System.exit(2);
    }
    var github = start(options, InstantSource.system(), System.out);
    Runtime.getRuntime().addShutdownHook(new Thread(github::close));
    new CountDownLatch(1).await();
  }

  /** Starts it, and says on the stream how to reach it. */
  static FakeGitHub start(Options options, InstantSource clock, PrintStream out) {
    var github = FakeGitHub.builder().port(options.port()).clock(clock).withoutRecords().start();
    try {
      FakeEcosystem.fill(github, options.owner(), options.repositories(), clock);
      if (!options.living().isZero()) {
        LivingEcosystem.builder(github, options.owner()).every(options.living()).start();
      }
      if (options.trouble()) {
        FakeEcosystem.trouble(github, options.owner());
      }
      if (options.odd()) {
        HostileRepositories.odd(github, options.owner(), clock.instant());
      }
      if (options.hostile()) {
        HostileRepositories.named(github, options.owner(), clock.instant());
        HostileRepositories.large(github, options.owner(), "large");
        HostileRepositories.workflows(github, options.owner(), "workflows");
      }
      github.limit("core", options.limit());
      github.limit("dependency_sbom", options.sbomLimit());
      github.answerAfter(options.delay());
      out.println(
          "Fake GitHub with "
              + github.repositories(options.owner()).size()
              + " repositories at "
              + github.api());
      out.println("PULSE_ORG=" + options.owner());
      out.println("GITHUB_TOKEN=" + FakeGitHub.TOKEN);
      out.println("GITHUB_API_URL=" + github.api());
      out.println("CODECOV_API_URL=" + github.codecov().uri());
      out.println("OSV_API_URL=" + github.osv().uri());
      out.println("DEPSDEV_API_URL=" + github.depsDev().uri());
      out.flush();
      return github;
    } catch (RuntimeException e) {
      github.close();
      throw e;
    }
  }

  /** What the arguments say; what they say wrongly is added to the problems. */
  static Options options(List<String> arguments, List<String> problems) {
    var reader = OptionReader.of(arguments, "--repositories 12", problems);
    var options =
        new Options(
            reader.number("repositories", 12, 0, 10_000),
            reader.text("owner", "acme"),
            reader.number("port", 0, 0, 65_535),
            Duration.ofMillis(reader.number("delay", 0, 0, 60_000)),
            reader.number("limit", 5_000, 1, 100_000),
            reader.number("sbom-limit", 100, 1, 100_000),
            Duration.ofSeconds(reader.number("living", 0, 0, 3_600)),
            reader.yes("trouble"),
            reader.yes("odd"),
            reader.yes("hostile"));
    reader.complainOfOthers();
    if (!options.owner().matches("[A-Za-z0-9-]{1,39}")) {
      problems.add("--owner: expected letters, digits and hyphens, but found: " + options.owner());
    }
    if (options.trouble() && options.repositories() < 8) {
      problems.add(
          "--trouble: needs at least 8 repositories, but found: " + options.repositories());
    }
    return options;
  }
}
