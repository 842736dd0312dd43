package dev.pulse.samples.repohealth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.samples.repohealth.config.RepoHealthSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The README names tests that exist, and every row, defect, variable and route. */
class ReadmeTest {
  private static final Path README = Path.of("README.md");
  private static final Pattern NAME = Pattern.compile("`(\\w+Test)?(?:\\.(\\w+))?`");

  /** Where tests of this system are; those of the module that it stands on, too. */
  private static final List<Path> SOURCES =
      List.of(
          Path.of("src/test/java"),
          Path.of("../app/src/test/java"),
          Path.of("../server/src/test/java"),
          Path.of("../../pulse-github/src/test/java"),
          Path.of("../../pulse-core/src/test/java/dev/pulse/core/notify"));

  @Test
  void everyTestThatTheReadmeNamesExists() throws IOException {
    var sources = sources();
    var missing = new ArrayList<String>();
    int found = 0;
    for (var line : Files.readAllLines(README)) {
      var type = "";
      var matcher = NAME.matcher(line);
      while (line.startsWith("|") && matcher.find()) {
        type = matcher.group(1) == null ? type : matcher.group(1);
        found++;
        if (!exists(sources.get(type), matcher.group(2))) {
          missing.add(type + "." + matcher.group(2));
        }
      }
    }

    assertThat(missing).isEmpty();
    assertThat(found).isGreaterThan(120);
  }

  private static Map<String, String> sources() throws IOException {
    var sources = new HashMap<String, String>();
    for (Path root : SOURCES) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(path -> path.toString().endsWith("Test.java")).toList()) {
          var name = file.getFileName().toString();
          sources.put(
              name.substring(0, name.length() - ".java".length()),
              Files.readString(file, StandardCharsets.UTF_8));
        }
      }
    }
    return sources;
  }

  private static boolean exists(@Nullable String source, @Nullable String method) {
    return source != null
        && (method == null || Pattern.compile("void " + method + "\\(").matcher(source).find());
  }

  @Test
  void everyRowOfTheSpecificationIsShown() throws IOException {
    var tables = Files.readString(README).split("\\n\\n");

    assertThat(firstCells(tables, "| Promise |").map(ReadmeTest::number))
        .containsExactlyElementsOf(upTo(33));
    assertThat(firstCells(tables, "| Defect |").map(ReadmeTest::number))
        .containsExactlyElementsOf(upTo(13));
    assertThat(firstCells(tables, "| Vectors and rules |").toList())
        .anyMatch(cell -> cell.startsWith("10.1, 10.2"))
        .anyMatch(cell -> cell.startsWith("10.3"))
        .anyMatch(cell -> cell.startsWith("10.4"))
        .anyMatch(cell -> cell.startsWith("10.5"));
  }

  @Test
  void everyVariableIsExplained() throws IOException {
    assertThat(Files.readString(README))
        .contains(RepoHealthSettings.VARIABLES.stream().map(name -> "`" + name + "`").toList());
  }

  private static Stream<String> firstCells(String[] tables, String head) {
    return Arrays.stream(tables)
        .filter(table -> table.startsWith(head))
        .flatMap(String::lines)
        .skip(2)
        .map(line -> line.split("\\|", -1)[1].strip());
  }

  private static int number(String cell) {
    return Integer.parseInt(cell.substring(0, cell.indexOf(' ')));
  }

  private static List<Integer> upTo(int last) {
    return Stream.iterate(1, n -> n <= last, n -> n + 1).toList();
  }
}
