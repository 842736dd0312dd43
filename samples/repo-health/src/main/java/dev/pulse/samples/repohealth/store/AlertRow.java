package dev.pulse.samples.repohealth.store;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert: a rule that holds, or held, for something in a repository. There is one for each rule,
 * repository and subject; when it holds again it opens again.
 *
 * @param rule the name of the rule
 * @param repository the name without the organisation
 * @param subject what in the repository it is about; {@code -} for all of it
 * @param severity the word for how bad it is
 * @param text one line for people
 * @param openedAt when it last opened
 * @param endedAt when it ended; null while it holds
 */
public record AlertRow(
    String rule,
    String repository,
    String subject,
    String severity,
    String text,
    Instant openedAt,
    @Nullable Instant endedAt) {
  /** A row. */
  public AlertRow {
    requireNonNull(rule, "rule");
    requireNonNull(repository, "repository");
    requireNonNull(subject, "subject");
    requireNonNull(severity, "severity");
    requireNonNull(text, "text");
    requireNonNull(openedAt, "openedAt");
  }

  /** The same alert as one that is over. */
  public AlertRow ended(Instant at) {
    return new AlertRow(rule, repository, subject, severity, text, openedAt, at);
  }

  /** Whether it holds. */
  public boolean isOpen() {
    return endedAt == null;
  }
}
