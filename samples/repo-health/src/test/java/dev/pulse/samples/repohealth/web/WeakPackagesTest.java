package dev.pulse.samples.repohealth.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.github.Vulnerability;
import dev.pulse.github.VulnerabilitySeverity;
import dev.pulse.github.VulnerabilitySource;
import dev.pulse.samples.repohealth.store.PackageNode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeakPackagesTest {
  private static PackageNode node(String version) {
    return new PackageNode("npm", "log", version, null, true, List.of());
  }

  private static Vulnerability.Builder vulnerability(VulnerabilitySource source) {
    return Vulnerability.builder("npm", "log", "GHSA-1", VulnerabilitySeverity.HIGH, source);
  }

  private static List<String> weak(Vulnerability one, String... versions) {
    var nodes = Arrays.stream(versions).map(WeakPackagesTest::node).toList();
    var weak = new WeakPackages(nodes, List.of(one));
    return nodes.stream()
        .filter(node -> !weak.of(node).isEmpty())
        .map(PackageNode::version)
        .toList();
  }

  @ParameterizedTest(name = "{0}, repaired in {1}: vulnerable {2}")
  @CsvSource({
    "1.9.9, 1.10.0, true",
    "1.10.0, 1.10.0, false",
    "1.10, 1.10.0, false",
    "v1.10.1, 1.10.0, false",
    "1.11, 1.10.0, false",
    // Nobody can tell.
    "2, 1.10.0, true",
    "2.0.1, 1.10.0, true",
    "1.10.1-rc.1, 1.10.0, true",
    "1.10.1, 1.10.0.Final, true",
    "1.10.1, , true",
    ", 1.10.0, true",
  })
  void aVersionThatIsRepairedIsLeftOut(String version, String fixed, boolean vulnerable) {
    var one = vulnerability(VulnerabilitySource.DEPENDABOT);
    if (fixed != null) {
      one.fixedVersion(fixed);
    }
    assertThat(weak(one.build(), "0.1", version).contains(version)).isEqualTo(vulnerable);
  }

  @Test
  void whatOsvWasAskedAboutIsVulnerableWhateverItsNumber() {
    var one = vulnerability(VulnerabilitySource.OSV).version("1.3.1").fixedVersion("1.2.4").build();

    assertThat(weak(one, "1.2.3", "1.3.1", "1.3.3")).containsExactly("1.2.3", "1.3.1");
  }

  @Test
  void whatIsOpenIsSomewhere() {
    var one = vulnerability(VulnerabilitySource.DEPENDABOT).fixedVersion("1.2.4").build();

    assertThat(weak(one, "1.3.1", "1.4.0")).containsExactly("1.3.1", "1.4.0");
  }
}
