package dev.pulse.github;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackageUrlTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "pkg:npm/%40babel/core@7.24.0, npm, @babel/core, 7.24.0",
    "pkg:npm/@babel/core, npm, @babel/core, ",
    "pkg:maven/org.slf4j/slf4j-api@2.0.0?type=jar, maven, org.slf4j:slf4j-api, 2.0.0",
    "pkg:pypi/Zope.Interface__x@1, pypi, zope-interface-x, 1",
    "pkg:golang/github.com/gorilla/mux@v1.8.0#sub, golang, github.com/gorilla/mux, v1.8.0",
    "PKG:GEM/rails@7.0, gem, rails, 7.0",
    "pkg:githubactions/actions/checkout@4.%2A.%2A, githubactions, actions/checkout, 4.*.*"
  })
  void namesAreMadeAlike(String purl, String type, String name, String version) {
    var read = PackageUrl.parse(purl).orElseThrow();

    assertThat(read.type()).isEqualTo(type);
    assertThat(read.name()).isEqualTo(name);
    assertThat(read.version().orElse(null)).isEqualTo(version);
  }

  @Test
  @DisplayName("10.5: the path at deps.dev")
  void thePathOfAPackage() {
    var read = PackageUrl.parse("pkg:npm/%40babel/core@7.24.0").orElseThrow();

    assertThat(PackageUrl.encoded(read.name())).isEqualTo("%40babel%2Fcore");
    assertThat(new PackageName(read.type(), read.name()).depsDevSystem()).contains("npm");
    assertThat(read).hasToString("pkg:npm/%40babel/core@7.24.0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "npm/x",
        "pkg:npm",
        "pkg:npm/",
        "pkg:npm/%zz",
        "pkg:npm/%ff",
        "pkg:npm/%4",
        "pkg:npm/..",
        "pkg:npm/%2e%2e/x"
      })
  void whatIsNoneIsNone(String purl) {
    assertThat(PackageUrl.parse(purl)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "pip, Py_Yaml, pypi, py-yaml",
    "go, a/b, golang, a/b",
    "rubygems, x, gem, x",
    "rust, x, cargo, x",
    "actions, a/b, githubactions, a/b",
    "npm, @a/b, npm, @a/b",
    "maven, g:a, maven, g:a"
  })
  void dependabotHasOtherWords(String ecosystem, String name, String type, String normalised) {
    assertThat(PackageName.ofDependabot(ecosystem, name))
        .isEqualTo(new PackageName(type, normalised));
  }

  @ParameterizedTest
  @ValueSource(strings = {"^1.0", "~1", ">= 1.0", "1.*", "1,2", "1 || 2", "=1", "<2"})
  void aRangeIsNoVersion(String range) {
    var url = PackageUrl.parse("pkg:npm/x").orElseThrow();

    assertThat(Dependency.of(url, range).exactVersion()).isEmpty();
    assertThat(Dependency.of(url, range).exactUrl()).isEmpty();
    assertThat(Dependency.of(url, "1.0").exactUrl()).contains("pkg:npm/x@1.0");
  }
}
