package dev.pulse.samples.ethereum.directory;

import static java.util.Objects.requireNonNull;

import dev.pulse.samples.ethereum.node.Layer;
import java.util.Optional;

/**
 * A client of the directory. What the document leaves out is empty.
 *
 * @param key what commands call it, such as {@code lighthouse}; in lower case
 * @param name its name; the key when the document has none
 * @param displayName its name for people; the name when the document has none
 * @param repository {@code owner/name} at GitHub
 * @param layer its layer
 * @param branch the branch that is built
 * @param logo the address of its picture
 * @param latestVersion its latest release
 */
public record ClientEntry(
    String key,
    String name,
    String displayName,
    Optional<String> repository,
    Optional<Layer> layer,
    Optional<String> branch,
    Optional<String> logo,
    Optional<String> latestVersion) {
  /** An entry; all parts are needed. */
  public ClientEntry {
    requireNonNull(key, "key");
    requireNonNull(name, "name");
    requireNonNull(displayName, "displayName");
    requireNonNull(repository, "repository");
    requireNonNull(layer, "layer");
    requireNonNull(branch, "branch");
    requireNonNull(logo, "logo");
    requireNonNull(latestVersion, "latestVersion");
  }
}
