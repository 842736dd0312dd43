package dev.pulse.samples.repohealth.scan;

import static java.util.Objects.requireNonNull;

import dev.pulse.github.RepositoryHealth;
import dev.pulse.github.VulnerabilityHistory;
import dev.pulse.samples.repohealth.store.BuildRow;
import dev.pulse.samples.repohealth.store.RepositoryRow;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one scan made of one repository, as it is stored by now. Immutable.
 *
 * @param now the repository as it is known now
 * @param before as it was known before; null when it was not
 * @param health what was learnt; null when GitHub could not be asked, see {@code now.error()}
 * @param vulnerabilities which of them came and went; null when nothing was learnt
 * @param newBuilds builds that succeeded or failed and were not known to, the oldest first
 */
public record ScannedRepository(
    RepositoryRow now,
    @Nullable RepositoryRow before,
    @Nullable RepositoryHealth health,
    @Nullable VulnerabilityHistory vulnerabilities,
    List<BuildRow> newBuilds) {
  /** A result. */
  public ScannedRepository {
    requireNonNull(now, "now");
    newBuilds = List.copyOf(newBuilds);
  }

  /** The name without the organisation. */
  public String name() {
    return now.name();
  }

  /** Why it was not read; empty when it was. */
  public Optional<String> error() {
    return Optional.ofNullable(now.error());
  }
}
