package dev.pulse.samples.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tables in the README name tests that exist. */
class ReadmeTest {
  private static final Pattern NAME = Pattern.compile("`(\\w+Test)?(?:\\.(\\w+))?`");
  private static final List<String> PACKAGES =
      List.of(
          "",
          ".config",
          ".directory",
          ".evaluate",
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
