package dev.pulse.samples.repohealth.alert;

import dev.pulse.github.FollowedVulnerability;
import dev.pulse.samples.repohealth.scan.ScannedRepository;
import dev.pulse.samples.repohealth.store.BuildRow;
import dev.pulse.samples.repohealth.store.RepositoryRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What rules are judged on after a scan. Immutable.
 *
 * @param now the repository as it is known now
 * @param before as it was known before; null when it was not
 * @param learnt whether GitHub could be asked
 * @param vulnerabilities those that are open; null when nobody could tell
 * @param newBuilds builds that have ended, the oldest first
 */
record Looked(
    RepositoryRow now,
    @Nullable RepositoryRow before,
    boolean learnt,
    @Nullable List<FollowedVulnerability> vulnerabilities,
    List<BuildRow> newBuilds) {
  static Looked of(ScannedRepository scanned) {
    var vulnerabilities = scanned.vulnerabilities();
    return new Looked(
        scanned.now(),
        scanned.before(),
        scanned.health() != null,
        vulnerabilities == null ? null : vulnerabilities.open(),
        scanned.newBuilds());
  }

  String name() {
    return now.name();
  }
}
