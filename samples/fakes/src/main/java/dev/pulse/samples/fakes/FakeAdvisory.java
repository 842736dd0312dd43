package dev.pulse.samples.fakes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A published weakness of a package, as Dependabot and OSV tell it. Immutable.
 *
 * @param id a GHSA id for Dependabot, any for OSV
 * @param aliases other ids, the CVE among them
 * @param ecosystem in GitHub's word: npm, pip, maven, go, …
 * @param severity low, medium, high or critical
 * @param range of the versions that have it, as GitHub writes it
 * @param fixed the first version without it
 * @param vectors of CVSS
 * @param withdrawn since when it holds no more
 */
public record FakeAdvisory(
    String id,
    List<String> aliases,
    String ecosystem,
    String name,
    String severity,
    String summary,
    String details,
    String range,
    Optional<String> fixed,
    List<String> vectors,
    Optional<Instant> withdrawn) {
  /** Copies the lists. */
  public FakeAdvisory {
    aliases = List.copyOf(aliases);
    vectors = List.copyOf(vectors);
  }

  /** A medium one without a fix. */
  public static FakeAdvisory of(String id, String ecosystem, String name) {
    return new FakeAdvisory(
        id,
        List.of(),
        ecosystem,
        name,
        "medium",
        "Weakness in " + name,
        "A weakness in " + name + ".\nMore of it.",
        ">= 0",
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  /** Known by this id, too. */
  public FakeAdvisory alias(String alias) {
    var more = new ArrayList<>(aliases);
    more.add(alias);
    return new FakeAdvisory(
        id, more, ecosystem, name, severity, summary, details, range, fixed, vectors, withdrawn);
  }

  /** How bad it is; OSV tells no word when it is empty. */
  public FakeAdvisory severity(String severity) {
    return new FakeAdvisory(
        id, aliases, ecosystem, name, severity, summary, details, range, fixed, vectors, withdrawn);
  }

  /** What it is about. */
  public FakeAdvisory summary(String summary, String details) {
    return new FakeAdvisory(
        id, aliases, ecosystem, name, severity, summary, details, range, fixed, vectors, withdrawn);
  }

  /** Fixed in a version. */
  public FakeAdvisory fixed(String version) {
    return new FakeAdvisory(
        id,
        aliases,
        ecosystem,
        name,
        severity,
        summary,
        details,
        "< " + version,
        Optional.of(version),
        vectors,
        withdrawn);
  }

  /** With a vector of CVSS, which says its version: {@code CVSS:3.1/…}, {@code CVSS:4.0/…}. */
  public FakeAdvisory vector(String vector) {
    var more = new ArrayList<>(vectors);
    more.add(vector);
    return new FakeAdvisory(
        id, aliases, ecosystem, name, severity, summary, details, range, fixed, more, withdrawn);
  }

  /** Taken back then. */
  public FakeAdvisory withdrawn(Instant at) {
    return new FakeAdvisory(
        id,
        aliases,
        ecosystem,
        name,
        severity,
        summary,
        details,
        range,
        fixed,
        vectors,
        Optional.of(at));
  }

  Optional<String> cve() {
    return aliases.stream().filter(alias -> alias.startsWith("CVE-")).findFirst();
  }
}
