package dev.pulse.docs.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.model.Status;
import dev.pulse.api.score.Factor;
import dev.pulse.api.score.Score;
import dev.pulse.api.score.ScorerCheck;
import dev.pulse.core.Pulse;
import dev.pulse.docs.sketch.RepositoryHealthSketch.Source;
import dev.pulse.docs.sketch.RepositoryHealthSketch.UnreadableException;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RepositoryHealthSketchTest {
  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final ManualScheduler scheduler = new ManualScheduler(clock);
  private final Pulse pulse =
      Pulse.builder().clock(clock).scheduler(scheduler).executor(Runnable::run).start();
  private final FakeSource source = new FakeSource();

  @AfterEach
  void close() {
    pulse.close();
  }

  @Test
  void factorsThatCanBeReadMakeTheScore() {
    var outcome = scan();
    assertThat(outcome.status()).isEqualTo(Status.PASS);
    assertThat(outcome.result().findings()).isEmpty();
    // (25 × 7/9 of 100 + 20 × 87.5 + 10 × 100 + 10 × 100) ÷ 65
    assertThat(score(outcome).rounded()).hasValue(88);
    assertThat(score(outcome).model()).contains("repository-health/1");
  }

  @Test
  void unreadableSourceIsLeftOutAndSaysWhy() {
    source.coverage = new UnreadableException("HTTP 404");
    var outcome = scan();
    assertThat(outcome.status()).isEqualTo(Status.PASS);
    assertThat(outcome.result().summary()).isEqualTo("88 of 100, without coverage");
    assertThat(score(outcome).missing())
        .containsExactly(Factor.missing("coverage", 20, "HTTP 404"));
  }

  @Test
  void failingServerFailsTheScanInsteadOfGuessing() {
    source.coverage = new IOException("HTTP 503");
    var outcome = scan();
    assertThat(outcome.status()).isEqualTo(Status.UNKNOWN);
    assertThat(outcome.result().samples()).isEmpty();
  }

  private Outcome scan() {
    var scorer = ScorerCheck.of(new RepositoryHealthSketch("shokunin", source));
    pulse.add(Registration.check("repo.shokunin", scorer.warnBelow(80).failBelow(50)).build());
    scheduler.runDue();
    pulse.flush();
    return pulse.journal().latest("repo.shokunin").orElseThrow();
  }

  private static Score score(Outcome outcome) {
    return ScorerCheck.scoreIn(outcome.result()).orElseThrow();
  }

  private static final class FakeSource implements Source {
    private @Nullable IOException coverage;

    @Override
    public List<String> builds(String repository) {
      return List.of(
          "success",
          "success",
          "failure",
          "success",
          "success",
          "cancelled",
          "success",
          "success",
          "failure",
          "success",
          "failure");
    }

    @Override
    public double coverage(String repository) throws IOException {
      if (coverage != null) {
        throw coverage;
      }
      return 87.5;
    }

    @Override
    public Instant newestCommit(String repository) {
      return Instant.parse("2026-02-27T12:00:00Z");
    }

    @Override
    public int openCriticalFindings(String repository) {
      return 0;
    }
  }
}
