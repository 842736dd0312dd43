package dev.pulse.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.config.Secret;
import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.samples.fakes.FakeEcosystem;
import dev.pulse.samples.fakes.FakeGitHub;
import dev.pulse.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How many requests a scan costs, told by what the fake of GitHub counts. */
class BudgetTest {
  private static final int REPOSITORIES = 50;

  private final ManualClock clock = ManualClock.at("2026-11-21T08:00:00Z");
  private final Environment environment =
      new Environment(Lookups.system(), FreshTls.platform(), clock, time -> {});

  /** What the clients say that they asked of GitHub. */
  private final ConcurrentLinkedQueue<ObservedRequest> observed = new ConcurrentLinkedQueue<>();

  private FakeGitHub github;
  private RepositoryReader reader;

  @BeforeEach
  void start() {
    github = FakeGitHub.builder().clock(clock).start();
    FakeEcosystem.fill(github, "acme", REPOSITORIES, clock);
    reader = reader(100);
  }

  @AfterEach
  void stop() {
    github.close();
  }

  private RepositoryReader reader(long buffer) {
    var connection =
        GitHubConnection.builder()
            .baseUrl(github.api())
            .token(Secret.of(FakeGitHub.TOKEN))
            .environment(environment)
            .buffer(buffer)
            .observer(observed::add)
            .build();
    return RepositoryReader.builder(connection)
        .codecov(
            CodecovClient.builder()
                .baseUrl(github.codecov().uri())
                .environment(environment)
                .build())
        .osv(OsvClient.builder().baseUrl(github.osv().uri()).environment(environment).build())
        .depsDev(
            DepsDevClient.builder()
                .baseUrl(github.depsDev().uri())
                .environment(environment)
                .build())
        .build();
  }

  private List<Repository> listed() throws InterruptedException {
    return reader.repositories("acme").value().orElseThrow();
  }

  /** A scan of all repositories; the most that one of them cost. */
  private int scan() throws InterruptedException {
    var all = listed();
    assertThat(all).hasSize(REPOSITORIES);
    int most = 0;
    for (Repository repository : all) {
      int before = observed.size();
      assertThat(HealthModel.standard().grade(reader.read(repository)).score().value()).isPresent();
      most = Math.max(most, observed.size() - before);
    }
    return most;
  }

  private long refusals() {
    return observed.stream().filter(request -> request.status().orElse(0) == 404).count();
  }

  private static void print(String name, int most, long all, long unchanged, long counted) {
    System.out.printf(
        "budget: %s scan of %d repositories: %d requests, at most %d for one; %d unchanged, %d"
            + " counted%n",
        name, REPOSITORIES, all, most, unchanged, counted);
  }

  private RateLimit limit() {
    return observed.stream()
        .flatMap(request -> request.limit().stream())
        .filter(limit -> limit.resource().equals("core"))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  @Test
  @DisplayName("50 repositories: at most 30 requests each at first, at most 10 and free ones later")
  void coldAndWarmScansKeepTheBudget() throws Exception {
    int cold = scan();
    long coldAll = observed.size();
    print("cold", cold, coldAll, github.notModified(), coldAll - github.notModified());
    assertThat(cold).isLessThanOrEqualTo(30);
    // The page allows 10, further pages not counted.
    assertThat(cold).isLessThanOrEqualTo(10);
    long missing = refusals();

    observed.clear();
    github.forget();
    clock.move(Duration.ofHours(1));
    int warm = scan();

    print(
        "warm",
        warm,
        observed.size(),
        github.notModified(),
        observed.size() - github.notModified());
    assertThat(warm).isLessThanOrEqualTo(10);
    assertThat(observed).hasSizeLessThan(1_500);
    // What is not there has no tag to ask with: a README or docs that nobody wrote.
    assertThat(observed)
        .allSatisfy(
            request ->
                assertThat(request.conditional() ? 304 : 404)
                    .isEqualTo(request.status().orElse(0)));
    assertThat(observed.size() - github.notModified()).isEqualTo((int) missing);
    assertThat(github.notModified()).isGreaterThan(8 * REPOSITORIES);
  }

  @Test
  @DisplayName("50 repositories with all that is asked for: a warm scan is 304 throughout")
  void aWarmScanOfWhatIsCompleteCostsNothing() throws Exception {
    for (int i = 0; i < REPOSITORIES; i++) {
      github.repository("acme", FakeEcosystem.name(i)).docs().readme("# It is here");
    }
    scan();
    observed.clear();
    long left = limitAfterOne();
    observed.clear();
    github.forget();

    int warm = scan();

    print("warm and complete", warm, observed.size(), github.notModified(), 0);
    assertThat(observed).allMatch(request -> request.status().orElse(0) == 304);
    assertThat(github.notModified()).isEqualTo(observed.size());
    assertThat(limit().remaining()).isEqualTo(left);
  }

  private long limitAfterOne() throws InterruptedException {
    listed();
    return limit().remaining();
  }

  @Test
  @DisplayName("50 repositories hourly stay under 1,500 requests, also with a new build in each")
  void anHourWithANewBuildInEachStaysWithinTheBudget() throws Exception {
    scan();
    observed.clear();
    github.forget();
    clock.move(Duration.ofHours(1));
    for (int i = 0; i < REPOSITORIES; i++) {
      github.repository("acme", FakeEcosystem.name(i)).builds("success");
    }

    int most = scan();

    print(
        "busy",
        most,
        observed.size(),
        github.notModified(),
        observed.size() - github.notModified());
    assertThat(observed).hasSizeLessThan(1_500);
    assertThat(observed.size() - github.notModified()).isLessThan(150);
  }

  @Test
  @DisplayName(
      "32 repositories at a time do not overrun the limit, with 100 left and with none kept")
  void manyAtOnceDoNotOverrunTheLimit() throws Exception {
    assertThat(readAll(100, 200)).as("left to others").isBetween(100L - 32, 100L);
    assertThat(readAll(0, 100)).as("left when nothing is kept").isBetween(0L, 32L);
    assertThat(observed)
        .as("GitHub never had to refuse")
        .noneMatch(request -> request.status().orElse(0) == 403);
  }

  /** Reads all with 32 threads until the budget ends it; what GitHub has left then. */
  private long readAll(long buffer, int left) throws Exception {
    reader = reader(buffer);
    github.remaining("core", left);
    var all = listed();
    var threads = Executors.newFixedThreadPool(32);
    try {
      var reading = new ArrayList<Callable<Boolean>>();
      all.forEach(repository -> reading.add(() -> isEnded(repository)));
      int ended = 0;
      for (var one : threads.invokeAll(reading)) {
        ended += one.get() ? 1 : 0;
      }
      assertThat(ended).as("ended by the budget").isGreaterThan(10);
    } finally {
      threads.shutdownNow();
    }
    return observed.stream()
        .flatMap(request -> request.limit().stream())
        .filter(limit -> limit.resource().equals("core"))
        .mapToLong(RateLimit::remaining)
        .min()
        .orElseThrow();
  }

  private boolean isEnded(Repository repository) throws InterruptedException {
    try {
      reader.read(repository);
      return false;
    } catch (GitHubException e) {
      assertThat(e.kind()).isEqualTo(GitHubException.Kind.RATE_LIMITED);
      return true;
    }
  }
}
