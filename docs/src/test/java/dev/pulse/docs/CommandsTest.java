package dev.pulse.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.docs.Markdown.Block;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandsTest {
  /** {@code pulse …} as the guide writes it, or the jar itself, up to a pipe or a comment. */
  private static final Pattern COMMAND =
      Pattern.compile(
          "(?m)(?:^|&& |[A-Z_]+=\\S+ )(?:pulse|java -jar \\S*pulse\\.jar) ([^|&#\\n]+)");

  private static final Pattern URL =
      Pattern.compile("(GET |-X POST |curl [^\\n]*?)'?(?:http://)?localhost:\\d+(/[^\\s'?]*)");

  static List<String> commands() {
    return Markdown.blocks("sh")
        .flatMap(block -> COMMAND.matcher(block.text()).results())
        .map(match -> match.group(1).strip())
        .distinct()
        .sorted()
        .toList();
  }

  static Stream<Block> shellBlocks() {
    return Markdown.blocks("sh").filter(block -> URL.matcher(block.text()).find());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void commandAndItsOptionsExist(String command, @TempDir Path folder) throws Exception {
    var output = folder.resolve("output");
    var line = new ArrayList<String>();
    line.add(ProcessHandle.current().info().command().orElseThrow());
    line.addAll(List.of("-cp", System.getProperty("java.class.path")));
    line.add("dev.pulse.samples.app.Main");
    line.addAll(List.of(command.split(" +")));
    line.add("--help");
    var process =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
      var said = Files.readString(output, StandardCharsets.UTF_8);
      assertThat(process.exitValue()).as("exit code, with the output%n%s", said).isZero();
      assertThat(said).contains("Usage: pulse");
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @MethodSource("shellBlocks")
  void routesOfTheApiExist(Block block) throws Exception {
    var routes = routes();
    URL.matcher(block.text())
        .results()
        .map(match -> match.group(2))
        .filter(
            path -> path.startsWith("/api/") || path.equals("/health") || path.equals("/metrics"))
        .forEach(
            path ->
                assertThat(routes)
                    .as("%s: the route of %s", block, path)
                    .anyMatch(route -> path.matches(route)));
  }

  @Test
  void thereIsSomethingToCheck() {
    assertThat(commands()).hasSizeGreaterThan(4);
    assertThat(shellBlocks()).hasSizeGreaterThan(1);
  }

  /** The paths of the server's own description, as patterns. */
  private static List<String> routes() throws Exception {
    var name = "/dev/pulse/samples/server/api/openapi.json";
    try (var stream = CommandsTest.class.getResourceAsStream(name)) {
      assertThat(stream).as(name).isNotNull();
      var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return Pattern.compile("\"(/[^\"\\s]*)\"\\s*:")
          .matcher(text)
          .results()
          .map(match -> match.group(1).replaceAll("\\{[^}]+}", "[^/]+"))
          .toList();
    }
  }
}
