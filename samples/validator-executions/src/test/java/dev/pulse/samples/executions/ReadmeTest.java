package dev.pulse.samples.executions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README names tests that exist, and every variable and route. */
class ReadmeTest {
  private static final Path README = Path.of("README.md");
  private static final Pattern NAME = Pattern.compile("`(\\w+Test)?(?:\\.(\\w+))?`");

  @Test
  void everyTestThatTheReadmeNamesExists() throws IOException {
    var missing = new ArrayList<String>();
    int found = 0;
    for (var line : Files.readAllLines(README)) {
      var type = "";
      var matcher = NAME.matcher(line);
      while (line.startsWith("|") && matcher.find()) {
        type = matcher.group(1) == null ? type : matcher.group(1);
        found++;
        if (!exists(type, matcher.group(2))) {
          missing.add(type + "." + matcher.group(2));
        }
      }
    }

    assertThat(missing).isEmpty();
    assertThat(found).isGreaterThan(80);
  }

  @Test
  void everyRowOfTheSpecificationIsShown() throws IOException {
    var tables = Files.readString(README).split("\\n\\n");

    assertThat(firstCells(tables, "| Feature |").flatMap(ReadmeTest::numbers))
        .containsExactlyElementsOf(upTo(30));
    assertThat(firstCells(tables, "| Defect |").flatMap(ReadmeTest::numbers))
        .containsExactlyElementsOf(upTo(20));
  }

  @Test
  void everyVariableIsExplained() throws IOException {
    assertThat(Files.readString(README))
        .contains(ExecutionsSettings.VARIABLES.stream().map(name -> "`" + name + "`").toList());
  }

  private static Stream<String> firstCells(String[] tables, String head) {
    return Arrays.stream(tables)
        .filter(table -> table.startsWith(head))
        .flatMap(String::lines)
        .skip(2)
        .map(line -> line.split("\\|", -1)[1].strip());
  }

  /** The numbers at the beginning of a cell, such as {@code 16, 17, 18 alerts}. */
  private static Stream<Integer> numbers(String cell) {
    return Pattern.compile("^\\d+|(?<=, )\\d+")
        .matcher(cell)
        .results()
        .map(result -> Integer.valueOf(result.group()));
  }

  private static List<Integer> upTo(int last) {
    return Stream.iterate(1, n -> n <= last, n -> n + 1).toList();
  }

  private static boolean exists(String type, String method) {
    try {
      var methods = Class.forName(ReadmeTest.class.getPackageName() + "." + type);
      return method == null || names(methods).contains(method);
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static List<String> names(Class<?> type) {
    return Stream.concat(Stream.of(type), Arrays.stream(type.getDeclaredClasses()))
        .flatMap(each -> Arrays.stream(each.getDeclaredMethods()))
        .map(each -> each.getName())
        .toList();
  }
}
