package dev.pulse.samples.repohealth.alert;

import dev.pulse.github.FollowedVulnerability;
import dev.pulse.samples.repohealth.scan.ScannedRepository;
import dev.pulse.samples.repohealth.store.RepositoryRow;
import dev.pulse.samples.repohealth.store.RepositoryTable.Judged;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What rules are judged on after a scan. Immutable.
 *
 * @param now the repository as it is known now
 * @param before as it was known before; null when it was not
 * @param learnt whether GitHub could be asked
 * @param vulnerabilities those that are open; null when nobody could tell
 */
record Looked(
    RepositoryRow now,
    @Nullable RepositoryRow before,
    boolean learnt,
    @Nullable List<FollowedVulnerability> vulnerabilities) {
  static Looked of(ScannedRepository scanned) {
    var vulnerabilities = scanned.vulnerabilities();
    return new Looked(
        scanned.now(),
        scanned.before(),
        scanned.health() != null,
        vulnerabilities == null ? null : vulnerabilities.open());
  }

  /**
   * The values before.
   *
   * @param judged those that rules have judged; where they have not, the last scan has them
   */
  Judged previous(Judged judged) {
    return before == null
        ? judged
        : new Judged(
            judged.score() == null ? before.lastScore() : judged.score(),
            judged.coverage() == null ? before.lastCoverage() : judged.coverage());
  }

  String name() {
    return now.name();
  }
}
