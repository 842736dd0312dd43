package dev.pulse.samples.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YamlReaderTest {
  @Test
  void readsSectionsListsAndTexts() {
    var document =
        read(
            """
            server: {port: 8080}
            checks:
              - name: shop
                on: true
                code: 0200
              - plain
            """);

    assertThat(document.problems()).isEmpty();
    assertThat(document.values())
        .isEqualTo(
            Map.of(
                "server", Map.of("port", "8080"),
                "checks", List.of(Map.of("name", "shop", "on", "true", "code", "0200"), "plain")));
  }

  @Test
  void takesAnEmptyValueForNone() {
    var document = read("a:\nb: ~\nc: null\nd: ''\ne: 'null'\n");

    assertThat(document.values())
        .containsEntry("a", null)
        .containsEntry("b", null)
        .containsEntry("c", null)
        .containsEntry("d", "")
        .containsEntry("e", "null");
  }

  @Test
  void readsAnEmptyFileAsNoOptions() {
    assertThat(read("").values()).isEmpty();
    assertThat(read("# nothing but a comment\n").values()).isEmpty();
    assertThat(read("---\n").problems()).isEmpty();
  }

  @Test
  void knowsTheLineOfEveryPath() {
    var document = read("a: 1\nb:\n  - c: 2\n    d: 3\n  - e\nf: {g: 4}\n");

    assertThat(document.where("a")).isEqualTo("pulse.yaml:1");
    assertThat(document.where("b[0].d")).isEqualTo("pulse.yaml:4");
    assertThat(document.where("b[1]")).isEqualTo("pulse.yaml:5");
    assertThat(document.where("f.g")).isEqualTo("pulse.yaml:6");
  }

  @Test
  void looksForWhatIsMissingInTheSectionAroundIt() {
    var document = read("a: 1\nb:\n  - c: 2\n");

    assertThat(document.where("b[0].url.host")).isEqualTo("pulse.yaml:3");
    assertThat(document.where("zone")).isEqualTo("pulse.yaml");
  }

  @Test
  void hidesWhatCameFromAVariable() {
    var document = read("token: Bearer ${TOKEN}\nhost: ${HOST:-localhost}\noff: ${NONE:-}\n");

    assertThat(document.values())
        .containsEntry("token", Secret.of("Bearer hunter2"))
        .containsEntry("host", "localhost")
        .containsEntry("off", null);
  }

  @Test
  void doesNotFillInNames() {
    assertThat(read("${TOKEN}: x\n").values()).containsOnlyKeys("${TOKEN}");
  }

  @Test
  void reportsEveryMissingVariable() {
    assertThat(problems("a: ${ONE}\nb:\n  - ${TWO}\n"))
        .containsExactly(
            "pulse.yaml:1: a: the variable ONE is not set; set it, or write ${ONE:-default}",
            "pulse.yaml:3: b[0]: the variable TWO is not set; set it, or write ${TWO:-default}");
  }

  @Test
  void reportsADuplicateOption() {
    var document = read("a: 1\nb: 2\na: 3\n");

    assertThat(document.problems())
        .containsExactly(
            new Problem("pulse.yaml:3", "a", "is given twice; the first time in line 1"));
    assertThat(document.values()).containsEntry("a", "1");
  }

  @Test
  void saysWhereItIsNotYaml() {
    assertThat(problems("a: 1\nb: [1, 2\nc: 3\n"))
        .singleElement()
        .asString()
        .startsWith("pulse.yaml:3: is not YAML: ");
    assertThat(problems("a: 1\n\tb: 2\n"))
        .singleElement()
        .asString()
        .startsWith("pulse.yaml:2: is not YAML: ");
  }

  @Test
  void refusesSeveralDocuments() {
    assertThat(problems("a: 1\n---\nb: 2\n"))
        .containsExactly(
            "pulse.yaml:2: starts a second document (---); a configuration is one document");
  }

  @Test
  void refusesWhatIsNoSectionAtTheTop() {
    assertThat(problems("- a\n"))
        .containsExactly("pulse.yaml:1: must be a section with options at its top level");
  }

  @Test
  void refusesTags() {
    assertThat(problems("a: !!java.net.URL [x]\n"))
        .containsExactly(
            "pulse.yaml:1: has the tag \"tag:yaml.org,2002:java.net.URL\"; tags have no meaning"
                + " here");
  }

  @Test
  void repeatsWhatAnAliasStandsFor() {
    var document = read("a: &x {b: 1}\nc: *x\n");

    assertThat(document.values()).containsEntry("c", Map.of("b", "1"));
  }

  @Test
  void refusesAnAliasOfItself() {
    assertThat(problems("a: &x [*x]\n"))
        .containsExactly("pulse.yaml:1: uses *x, which is not anchored before it");
  }

  @Test
  void refusesABillionLaughs() {
    var text = new StringBuilder("a0: &a0 [ha]\n");
    for (int i = 1; i <= 9; i++) {
      text.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(10)));
    }

    assertThat(problems(text.toString()))
        .singleElement()
        .asString()
        .contains("is too much: at most 100000 values, aliases included");
  }

  @Test
  void refusesDeepNesting() {
    assertThat(problems("a: " + "[".repeat(100_000)))
        .containsExactly("pulse.yaml:1: is nested deeper than 32 levels");
  }

  @Test
  void refusesDeepNestingByAliases() {
    var text = new StringBuilder("a0: &a0 [ha]\n");
    for (int i = 1; i <= 20_000; i++) {
      text.append("a%d: &a%d [*a%d]\n".formatted(i, i, i - 1));
    }

    assertThat(problems(text.toString()))
        .singleElement()
        .asString()
        .endsWith("is nested deeper than 32 levels");
  }

  @Test
  void refusesListsAsNames() {
    assertThat(problems("? [a, b]\n: 1\n"))
        .containsExactly(
            "pulse.yaml:1: has a list or a section where the name of an option belongs");
  }

  private static List<String> problems(String text) {
    return read(text).problems().stream().map(Problem::toString).toList();
  }

  private static YamlDocument read(String text) {
    return YamlReader.read(
        "pulse.yaml", text, new Variables(Map.of("TOKEN", "hunter2", "EMPTY", "")));
  }
}
