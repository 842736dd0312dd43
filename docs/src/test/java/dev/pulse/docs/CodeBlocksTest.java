package dev.pulse.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pulse.core.plugin.Plugins;
import dev.pulse.docs.Markdown.Block;
import dev.pulse.samples.app.config.Configuration;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodeBlocksTest {
  private static final List<String> KNOWN = List.of("java", "yaml", "sh", "xml", "text");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_]+)}");

  static Stream<Block> javaBlocks() {
    return Markdown.blocks("java");
  }

  static Stream<Block> yamlBlocks() {
    return Markdown.blocks("yaml").filter(block -> !block.toString().startsWith("docs/decisions"));
  }

  static Stream<Block> xmlBlocks() {
    return Markdown.blocks("xml");
  }

  @ParameterizedTest
  @MethodSource("javaBlocks")
  void javaIsAnExcerptOfACompiledSource(Block block) {
    assertThat(block.note())
        .as("%s: the comment that names the source", block)
        .startsWith("source");
    var source =
        Markdown.root().resolve("docs/src/test/java/dev/pulse/docs").resolve(block.value());
    assertThat(source).as("%s: its source", block).exists();
    // Indentation differs between a file and a page; everything else must be the same.
    var excerpt = stripped(block.lines());
    assertThat(excerpt).as("%s: its lines", block).isNotEmpty().doesNotContain("...", "…");
    var there = Collections.indexOfSubList(stripped(Markdown.lines(source)), excerpt);
    assertThat(there).as("%s: where it stands in %s", block, block.value()).isNotNegative();
  }

  @ParameterizedTest
  @MethodSource("yamlBlocks")
  void yamlIsAConfigurationThatCanBeServed(Block block, @TempDir Path folder) throws Exception {
    assumeThat(block.text().contains("type: icmp") && !Machine.hasPing())
        .as("needs a ping that is not here")
        .isFalse();
    var file = folder.resolve("pulse.yaml");
    Files.writeString(file, block.text(), StandardCharsets.UTF_8);
    Map<String, String> environment = new HashMap<>();
    VARIABLE
        .matcher(block.text())
        .results()
        .forEach(match -> environment.put(match.group(1), "a-value-of-twenty-chars"));
    var plugins = Plugins.load(getClass().getClassLoader());
    var configuration = Configuration.load(file, environment, plugins);
    assertThat(configuration.checks()).as("%s: its checks", block).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("xmlBlocks")
  void pomNamesArtifactsThatThePlatformListsInThisVersion(Block block) throws Exception {
    assertThat(artifacts(block.lines())).as("%s: its artifacts", block).isNotEmpty();
    var bom = Markdown.lines(Markdown.root().resolve("pulse-bom/pom.xml"));
    assertThat(artifacts(bom)).containsAll(artifacts(block.lines()));
    var version = text(Markdown.lines(Markdown.root().resolve("pom.xml")), "version").get(0);
    assertThat(text(block.lines(), "version")).as("%s: versions", block).contains(version);
    var xml = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    var bytes = ("<any>" + block.text() + "</any>").getBytes(StandardCharsets.UTF_8);
    assertThat(xml.parse(new ByteArrayInputStream(bytes))).isNotNull();
  }

  @Test
  void everyBlockSaysWhatItIs() {
    var documents = Markdown.all();
    assertThat(documents).hasSizeGreaterThan(5);
    assertThat(documents.stream().flatMap(document -> document.blocks().stream()))
        .filteredOn(block -> block.file().startsWith(Markdown.root().resolve("docs/guide")))
        .allSatisfy(block -> assertThat(KNOWN).as("%s", block).contains(block.language()));
    assertThat(javaBlocks()).hasSizeGreaterThan(10);
  }

  private static List<String> stripped(List<String> lines) {
    return lines.stream().map(String::strip).toList();
  }

  private static List<String> artifacts(List<String> lines) {
    return text(lines, "artifactId").stream().filter(name -> name.startsWith("pulse-")).toList();
  }

  private static List<String> text(List<String> lines, String element) {
    return Pattern.compile("<" + element + ">([^<]+)</")
        .matcher(String.join("\n", lines))
        .results()
        .map(match -> match.group(1))
        .toList();
  }
}
