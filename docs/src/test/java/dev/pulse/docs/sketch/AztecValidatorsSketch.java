package dev.pulse.docs.sketch;

import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Reason;
import dev.pulse.api.collect.CollectContext;
import dev.pulse.api.collect.Samples;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.Document;
import dev.pulse.api.store.Documents;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Aztec validators: a collector that follows the epochs and keeps a document per validator, and a
 * check that judges the duties of those that an operator has claimed.
 */
final class AztecValidatorsSketch {
  private static final Reason DUTIES = Reason.of("aztec.duties");
  private static final Duration DAY = Duration.ofHours(24);

  private final Documents<Validator> validators;
  private final Documents<Progress> progress;
  private final Chain chain;
  private final BigDecimal missThreshold;

  /** What the chain and the node answer; the real system speaks JSON-RPC to both. */
  interface Chain {
    long epoch() throws IOException;

    Set<String> attesters() throws IOException;

    /** By address; empty when the node keeps no statistics, which is not the same as no misses. */
    Map<String, Duties> duties() throws IOException;
  }

  /** The duties of a validator in the last day. */
  record Duties(@Nullable Instant lastAttestation, int missed, int total) {}

  /** A validator; nobody has claimed it while the operator is absent. */
  public record Validator(String address, @Nullable String operator, boolean active) {}

  /** The last epoch that was taken over completely. */
  public record Progress(long epoch) {}

  AztecValidatorsSketch(
      Documents<Validator> validators,
      Documents<Progress> progress,
      Chain chain,
      String missThreshold) {
    this.validators = validators;
    this.progress = progress;
    this.chain = chain;
    this.missThreshold = new BigDecimal(missThreshold);
  }

  /** A collector. The epoch is recorded last, so that a sync that broke off is done again. */
  Samples sync(CollectContext context) throws IOException {
    long epoch = chain.epoch();
    if (progress.find("sync").filter(done -> done.value().epoch() == epoch).isEmpty()) {
      var attesters = chain.attesters();
      attesters.forEach(address -> validators.change(address, row -> active(row, address)));
      for (Document<Validator> row : validators.list()) {
        if (row.value().active() && !attesters.contains(row.id())) {
          validators.change(row.id(), now -> inactive(now.orElse(row.value())));
        }
      }
      progress.change("sync", done -> new Progress(epoch));
      context.log().add("took over epoch " + epoch);
    }
    long active = validators.list().stream().filter(row -> row.value().active()).count();
    return Samples.builder()
        .gauge("aztec_epoch", Labels.empty(), (double) epoch)
        .gauge("aztec_validators_active", Labels.empty(), (double) active)
        .build();
  }

  /** An operator claims a validator, whether or not the sync has seen it. */
  Validator claim(String address, String operator) {
    return validators
        .change(
            address, row -> new Validator(address, operator, row.isPresent() && row.get().active()))
        .value();
  }

  /** A check: one finding for each validator in the set that has an operator. */
  CheckResult duties(CheckContext context) throws IOException {
    var reported = chain.duties();
    if (reported.isEmpty()) {
      return CheckResult.unknown(Reason.NO_DATA, "statistics unavailable");
    }
    var now = context.clock().instant();
    List<Finding> findings =
        validators.list().stream()
            .map(Document::value)
            .filter(row -> row.active() && row.operator() != null)
            .map(row -> judge(row.address(), Optional.ofNullable(reported.get(row.address())), now))
            .toList();
    return CheckResult.worstOf(DUTIES, findings.size() + " validators judged", findings);
  }

  private Finding judge(String address, Optional<Duties> reported, Instant now) {
    if (reported.isEmpty() || reported.get().total() == 0) {
      return Finding.of(address, Status.UNKNOWN, "no duties reported");
    }
    var duties = reported.get();
    var last = duties.lastAttestation();
    boolean attested = last != null && !last.isBefore(now.minus(DAY));
    if (!attested && duties.missed() > 0) {
      return Finding.of(address, Status.FAIL, "has not attested in the last 24 hours");
    }
    if (!attested) {
      return Finding.of(address, Status.UNKNOWN, "had no duties in the last 24 hours");
    }
    var missed = BigDecimal.valueOf(duties.missed());
    var total = BigDecimal.valueOf(duties.total());
    // Compared without dividing: a share that is exactly the threshold must count.
    if (missed.compareTo(missThreshold.multiply(total)) < 0) {
      return Finding.of(address, Status.PASS, "attests");
    }
    var percent = missed.multiply(BigDecimal.valueOf(100)).divide(total, 2, RoundingMode.HALF_UP);
    return Finding.of(address, Status.FAIL, "missed " + percent + "% of its attestations");
  }

  private static Validator active(Optional<Validator> row, String address) {
    return new Validator(address, row.map(Validator::operator).orElse(null), true);
  }

  private static Validator inactive(Validator row) {
    return new Validator(row.address(), row.operator(), false);
  }
}
