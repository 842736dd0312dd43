package dev.pulse.samples.repohealth.alert;

import dev.pulse.api.model.Labels;
import dev.pulse.samples.repohealth.store.AlertRow;

/** The labels by which incidents are routed, grouped and laid out. */
final class AlertLabels {
  /** Whose alerts these are, for a Pulse that has others. */
  static final String SYSTEM = "system";

  static final String REPO_HEALTH = "repo-health";
  static final String RULE = "rule";
  static final String REPOSITORY = "repo";

  /** What in the repository it is about; "subject" is a word of Pulse's own. */
  static final String ABOUT = "about";

  static final String LEVEL = "level";

  /** The channel that a digest is for. */
  static final String DIGEST = "digest";

  /** The day of a digest. */
  static final String DAY = "day";

  private AlertLabels() {}

  static Labels of(AlertRow row) {
    return Labels.of(RULE, row.rule(), REPOSITORY, row.repository())
        .with(ABOUT, row.subject())
        .with(LEVEL, row.severity());
  }
}
