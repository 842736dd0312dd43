package dev.pulse.samples.repohealth.config;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the file of rules says, or the usual rules where there is none.
 *
 * @param all in the order of the file
 * @param documentation where repositories have documentation elsewhere, by their names without
 *     owner in lower case
 */
public record Rules(List<Rule> all, Map<String, URI> documentation) {
  /** Rules; keeps copies. */
  public Rules {
    all = List.copyOf(all);
    documentation = Map.copyOf(documentation);
  }

  /** Where a repository has documentation elsewhere; its name ignores case. */
  public Optional<URI> documentationOf(String repository) {
    return Optional.ofNullable(documentation.get(repository.toLowerCase(Locale.ROOT)));
  }
}
