package dev.pulse.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinksTest {
  private static final Pattern LINK = Pattern.compile("(?<!`)\\[[^\\]]+]\\(([^)\\s]+)\\)");
  private static final Path DECISIONS = Markdown.root().resolve("docs/decisions");

  static List<Markdown> documents() {
    return Markdown.all();
  }

  static Stream<Path> decisions() {
    return documents().stream()
        .map(Markdown::file)
        .filter(file -> file.startsWith(DECISIONS) && !file.endsWith("README.md"));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linksInsideTheRepositoryLeadSomewhere(Markdown document) {
    for (String line : document.lines()) {
      LINK.matcher(line)
          .results()
          .map(match -> match.group(1))
          .filter(link -> !link.contains("://"))
          .forEach(link -> assertLeads(document.file(), link));
    }
  }

  @ParameterizedTest
  @MethodSource("decisions")
  void indexNamesTheDecision(Path decision) {
    var index = String.join("\n", Markdown.lines(DECISIONS.resolve("README.md")));
    var name = decision.getFileName().toString();
    assertThat(name).matches("\\d{4}-[a-z0-9-]+\\.md");
    assertThat(index).contains("](" + name + ")");
  }

  @Test
  void noTwoDecisionsHaveOneNumber() {
    assertThat(decisions().map(file -> file.getFileName().toString().substring(0, 4)))
        .hasSizeGreaterThan(6)
        .doesNotHaveDuplicates();
  }

  private static void assertLeads(Path from, String link) {
    var parts = link.split("#", 2);
    var to = parts[0].isEmpty() ? from : from.resolveSibling(parts[0]).normalize();
    assertThat(Files.exists(to)).as("%s links to %s", from, link).isTrue();
    if (parts.length == 2) {
      assertThat(anchors(to)).as("%s links to %s", from, link).contains(parts[1]);
    }
  }

  /** The anchors that GitHub makes of headings. */
  private static List<String> anchors(Path file) {
    return Markdown.lines(file).stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+\\s*", "").toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }
}
