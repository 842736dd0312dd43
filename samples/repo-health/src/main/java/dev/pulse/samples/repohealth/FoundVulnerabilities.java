package dev.pulse.samples.repohealth;

import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The open vulnerabilities of all repositories, the worst first, and of which repositories nobody
 * can tell. Immutable; from {@link EcosystemMonitor#scanVulnerabilities}.
 */
public final class FoundVulnerabilities implements Iterable<FoundVulnerability> {
  private static final Comparator<FoundVulnerability> WORST_FIRST =
      Comparator.comparing((FoundVulnerability one) -> one.vulnerability().severity())
          .thenComparing(one -> one.repository().toLowerCase(Locale.ROOT))
          .thenComparing(FoundVulnerability::packageName)
          .thenComparing(one -> one.vulnerability().id());

  private final List<FoundVulnerability> all;
  private final Map<String, String> unreadable;

  FoundVulnerabilities(List<FoundVulnerability> all, Map<String, String> unreadable) {
    this.all = all.stream().sorted(WORST_FIRST).toList();
    this.unreadable = Collections.unmodifiableMap(new TreeMap<>(unreadable));
  }

  /** All of them: the worst first, then by repository, package and id; unmodifiable. */
  public List<FoundVulnerability> all() {
    return all;
  }

  /**
   * The repositories of which nobody can tell whether they have vulnerabilities, by name with the
   * reason; unmodifiable.
   */
  public Map<String, String> unreadable() {
    return unreadable;
  }

  @Override
  public Iterator<FoundVulnerability> iterator() {
    return all.iterator();
  }

  @Override
  public String toString() {
    return all.size()
        + " open vulnerabilities"
        + (unreadable.isEmpty() ? "" : ", unknown: " + String.join(", ", unreadable.keySet()));
  }
}
