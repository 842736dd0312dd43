package dev.pulse.docs.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Registration;
import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Status;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.store.Documents;
import dev.pulse.core.Pulse;
import dev.pulse.docs.sketch.AztecValidatorsSketch.Chain;
import dev.pulse.docs.sketch.AztecValidatorsSketch.Duties;
import dev.pulse.docs.sketch.AztecValidatorsSketch.Progress;
import dev.pulse.docs.sketch.AztecValidatorsSketch.Validator;
import dev.pulse.testkit.FakeCheckContext;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AztecValidatorsSketchTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final ManualClock clock = ManualClock.at(NOON);
  private final ManualScheduler scheduler = new ManualScheduler(clock);
  private final Pulse pulse =
      Pulse.builder().clock(clock).scheduler(scheduler).executor(Runnable::run).start();
  private final Documents<Validator> rows = pulse.documents("sketch.validators", Validator.class);
  private final FakeChain chain = new FakeChain();
  private final AztecValidatorsSketch system =
      new AztecValidatorsSketch(
          rows, pulse.documents("sketch.progress", Progress.class), chain, "0.20");

  @AfterEach
  void close() {
    pulse.close();
  }

  @Test
  void syncKeepsADocumentPerAttesterAndForgetsNobody() {
    system.claim("0xa", "op_1");
    chain.attesters = Set.of("0xa", "0xb");
    follow();
    chain.epoch = 2;
    chain.attesters = Set.of("0xb");
    scheduler.advance(Duration.ofSeconds(30));
    assertThat(rows.list())
        .extracting(row -> row.value())
        .containsExactly(new Validator("0xa", "op_1", false), new Validator("0xb", null, true));
    pulse.flush();
    var latest = pulse.journal().latest("aztec.sync").orElseThrow();
    assertThat(latest.value(Signal.sample("aztec_validators_active"))).hasValue(1);
    assertThat(latest.log()).containsExactly("took over epoch 2");
  }

  @Test
  void syncThatBrokeOffIsDoneAgain() {
    chain.attesters = Set.of("0xa");
    chain.reachable = false;
    follow();
    assertThat(pulse.check("aztec.sync").orElseThrow().status()).isEqualTo(Status.UNKNOWN);
    chain.reachable = true;
    scheduler.advance(Duration.ofSeconds(30));
    assertThat(rows.find("0xa").orElseThrow().value().active()).isTrue();
  }

  @Test
  void changeThatLostAgainstAnotherWriterIsAppliedToTheNewVersion() {
    system.claim("0xa", "op_1");
    var written =
        rows.change(
            "0xa",
            row -> {
              if (row.orElseThrow().operator().equals("op_1")) {
                system.claim("0xa", "op_2");
              }
              return new Validator("0xa", row.orElseThrow().operator(), true);
            });
    assertThat(written.value()).isEqualTo(new Validator("0xa", "op_2", true));
    assertThat(written.version()).isEqualTo(3);
  }

  @Test
  void dutiesAreJudgedPerValidator() throws Exception {
    for (String address : Set.of("0xa", "0xb", "0xc", "0xd")) {
      system.claim(address, "op_1");
    }
    chain.attesters = Set.of("0xa", "0xb", "0xc", "0xd", "0xe");
    follow();
    chain.duties.put("0xa", new Duties(NOON, 19, 100));
    chain.duties.put("0xb", new Duties(NOON, 20, 100));
    chain.duties.put("0xc", new Duties(NOON.minusSeconds(86_401), 1, 100));
    var result = system.duties(FakeCheckContext.builder().clock(clock).build());
    assertThat(result.findings().stream().collect(Collectors.toMap(Finding::key, Finding::status)))
        .containsOnly(
            entry("0xa", Status.PASS),
            entry("0xb", Status.FAIL),
            entry("0xc", Status.FAIL),
            entry("0xd", Status.UNKNOWN));
    assertThat(result.findings())
        .extracting(Finding::text)
        .contains("missed 20.00% of its attestations");
  }

  @Test
  void noStatisticsAreNeverZeroMisses() throws Exception {
    var result = system.duties(FakeCheckContext.builder().clock(clock).build());
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
  }

  private void follow() {
    pulse.add(
        Registration.collector("aztec.sync", system::sync)
            .schedule(Schedules.every(Duration.ofSeconds(30)))
            .build());
    scheduler.runDue();
  }

  private static final class FakeChain implements Chain {
    private final Map<String, Duties> duties = new HashMap<>();
    private Set<String> attesters = Set.of();
    private long epoch = 1;
    private boolean reachable = true;

    @Override
    public long epoch() {
      return epoch;
    }

    @Override
    public Set<String> attesters() throws IOException {
      if (!reachable) {
        throw new IOException("Ethereum node unreachable");
      }
      return attesters;
    }

    @Override
    public Map<String, Duties> duties() {
      return duties;
    }
  }
}
