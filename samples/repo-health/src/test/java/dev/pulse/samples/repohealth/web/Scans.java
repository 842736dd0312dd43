package dev.pulse.samples.repohealth.web;

import dev.pulse.samples.repohealth.store.ScanStatus;

/** Scans as the tables keep them, for tests that need no services to be asked. */
final class Scans {
  private Scans() {}

  /** A scan that found no repositories. */
  static void endWithNothing(WebRig rig) {
    var now = rig.clock.instant();
    var scan = rig.tables.scans().begin(null, now);
    rig.tables.scans().end(scan.id(), ScanStatus.OK, now, null, 1, null);
  }
}
