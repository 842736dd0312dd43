package dev.pulse.samples.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables in the README name tests that exist, and every row of the specification. */
class ReadmeTest {
  private static final Pattern NAME = Pattern.compile("`(\\w+Test)?(?:\\.(\\w+))?`");

  /** At the beginning of a cell, such as {@code 21–35, 40–42, 49 Discord commands}. */
  private static final Pattern RANGE = Pattern.compile("(?:^|\\G, )(\\d+)(?:–(\\d+))?");

  /** Commands of Discord, builds and Hive. */
  private static final String LATER = "21–35, 40–42, 49";

  private static final List<String> PACKAGES =
      List.of(
          "",
          ".config",
          ".directory",
          ".evaluate",
          ".history",
          ".message",
          ".monitor",
          ".node",
          ".report",
          ".store");

  @Test
  void everyTestThatTheReadmeNamesExists() throws IOException {
    var missing = new ArrayList<String>();
    int found = 0;
    for (var line : Files.readAllLines(Path.of("README.md"))) {
      var type = "";
      var matcher = NAME.matcher(line);
      while (line.startsWith("|") && matcher.find()) {
        type = matcher.group(1) == null ? type : matcher.group(1);
        found++;
        if (!exists(type, Optional.ofNullable(matcher.group(2)))) {
          missing.add(type + "." + matcher.group(2));
        }
      }
    }

    assertThat(missing).isEmpty();
    assertThat(found).isGreaterThan(100);
  }

  @Test
  void everyFeatureIsShownUnlessItComesLater() throws IOException {
    assertThat(numbers("| Feature |", line -> true)).containsExactlyElementsOf(upTo(54));
    assertThat(numbers("| Feature |", line -> !showsATest(line)))
        .isSubsetOf(numbers(LATER).toList());
  }

  @Test
  void everyDefectIsShownUnlessItComesLater() throws IOException {
    assertThat(numbers("| Defect |", line -> true)).containsExactlyElementsOf(upTo(27));
    assertThat(numbers("| Defect |", line -> !showsATest(line)))
        .isSubsetOf(11, 12, 14, 15, 16, 19, 25);
  }

  /**
   * The numbers that a table has in its first cells, sorted; one that comes twice is there twice.
   */
  private static List<Integer> numbers(String head, Predicate<String> wanted) throws IOException {
    return Arrays.stream(Files.readString(Path.of("README.md")).split("\\n\\n", -1))
        .filter(table -> table.startsWith(head))
        .flatMap(String::lines)
        .skip(2)
        .filter(wanted)
        .map(line -> line.split("\\|", -1)[1].strip())
        .flatMap(ReadmeTest::numbers)
        .sorted()
        .toList();
  }

  private static Stream<Integer> numbers(String cell) {
    return RANGE.matcher(cell).results().flatMap(ReadmeTest::within);
  }

  private static Stream<Integer> within(MatchResult range) {
    int first = Integer.parseInt(range.group(1));
    int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
    return IntStream.rangeClosed(first, last).boxed();
  }

  /** By a name in marks, or by that of another module's test without. */
  private static boolean showsATest(String line) {
    return line.split("\\|", -1)[2].contains("Test");
  }

  private static List<Integer> upTo(int last) {
    return IntStream.rangeClosed(1, last).boxed().toList();
  }

  private static boolean exists(String type, Optional<String> method) {
    return PACKAGES.stream()
        .flatMap(part -> loaded(ReadmeTest.class.getPackageName() + part + "." + type).stream())
        .anyMatch(
            test ->
                Arrays.stream(test.getDeclaredMethods())
                    .anyMatch(each -> method.map(each.getName()::equals).orElse(true)));
  }

  private static Optional<Class<?>> loaded(String name) {
    try {
      return Optional.of(Class.forName(name));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }
}
