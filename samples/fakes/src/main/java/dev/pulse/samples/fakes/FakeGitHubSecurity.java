package dev.pulse.samples.fakes;

import dev.pulse.samples.fakes.FakeGitHubRepository.Feature;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a {@link FakeGitHubRepository} uses, and what scanners found in it. Thread-safe. */
final class FakeGitHubSecurity {
  private final AtomicInteger numbers = new AtomicInteger();
  private final List<Alert> alerts = new CopyOnWriteArrayList<>();
  private final List<String> findings = new CopyOnWriteArrayList<>();
  private final List<String> secrets = new CopyOnWriteArrayList<>();
  private volatile Bill bill = new Bill(List.of(), Map.of());
  private volatile Feature dependabot = Feature.ON;
  private volatile Feature codeScanning = Feature.ON;
  private volatile Feature secretScanning = Feature.ON;
  private volatile Feature sbom = Feature.ON;
  private volatile @Nullable Prepared prepared;

  record Alert(int number, FakeAdvisory advisory, Instant at, Optional<Instant> fixed) {
    boolean open() {
      return fixed.isEmpty();
    }
  }

  /** All that the document of a repository's packages follows from. */
  record Contents(String owner, String name, String branch, Instant pushed, Bill bill) {}

  /**
   * The packages, and what they draw in; where nobody says, the document relates all of them to the
   * repository.
   */
  record Bill(List<String> packages, Map<String, List<String>> drawn) {
    Bill {
      packages = List.copyOf(packages);
      drawn = Collections.unmodifiableMap(new LinkedHashMap<>(drawn));
    }
  }

  private record Prepared(Contents of, HttpAnswer answer) {}

  void alert(FakeAdvisory advisory, Instant at) {
    alerts.add(new Alert(numbers.incrementAndGet(), advisory, at, Optional.empty()));
  }

  void fix(String advisory, Instant at) {
    alerts.replaceAll(
        alert ->
            alert.open() && alert.advisory().id().equals(advisory)
                ? new Alert(alert.number(), alert.advisory(), alert.at(), Optional.of(at))
                : alert);
  }

  /** Forgets the oldest alerts that are closed. */
  void keepNewest(int count) {
    var closed = alerts.stream().filter(alert -> !alert.open()).toList();
    alerts.removeAll(closed.subList(0, Math.max(0, closed.size() - count)));
  }

  List<Alert> alerts() {
    return alerts;
  }

  void dependabot(Feature feature) {
    dependabot = feature;
  }

  Feature dependabot() {
    return dependabot;
  }

  /** The severities that code scanning found, which may be added to. */
  List<String> findings() {
    return findings;
  }

  void codeScanning(Feature feature) {
    codeScanning = feature;
  }

  Feature codeScanning() {
    return codeScanning;
  }

  /** The kinds of secrets that were found, which may be added to and cleared. */
  List<String> secrets() {
    return secrets;
  }

  void secretScanning(Feature feature) {
    secretScanning = feature;
  }

  Feature secretScanning() {
    return secretScanning;
  }

  void bill(Bill bill) {
    this.bill = bill;
  }

  Bill bill() {
    return bill;
  }

  void sbom(Feature feature) {
    sbom = feature;
  }

  Feature sbom() {
    return sbom;
  }

  /** The document of the packages, which takes seconds where they are many: made once for each. */
  HttpAnswer sbom(Contents contents, Function<Contents, HttpAnswer> document) {
    var known = prepared;
    if (known == null || !known.of().equals(contents)) {
      known = new Prepared(contents, document.apply(contents));
      prepared = known;
    }
    return known.answer();
  }
}
