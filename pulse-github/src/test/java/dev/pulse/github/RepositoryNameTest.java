package dev.pulse.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"a/b", "Octo-Org/.github", "octo_corp/a.b_c-d"})
  void namesAreReadAndWritten(String name) {
    assertThat(RepositoryName.parse(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "shop",
        "/shop",
        "acme/",
        "acme/..",
        "acme/.",
        "acme/a/b",
        "a b/c",
        "-a/b",
        "acme/%2e%2e",
        "acme/shop\n",
        "acme/<script>"
      })
  void whatGitHubWouldNotAllowIsRefused(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> RepositoryName.parse(name));
  }

  @Test
  void caseMakesNoDifference() {
    assertThat(RepositoryName.parse("Acme/Shop"))
        .isEqualTo(RepositoryName.parse("acme/shop"))
        .hasSameHashCodeAs(RepositoryName.parse("acme/shop"));
  }
}
