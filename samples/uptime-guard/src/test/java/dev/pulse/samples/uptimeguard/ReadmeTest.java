package dev.pulse.samples.uptimeguard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table in the README names tests that exist. */
class ReadmeTest {
  private static final Pattern NAME = Pattern.compile("`(\\w+Test)?(?:\\.(\\w+))?`");

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
        if (!exists(type, matcher.group(2))) {
          missing.add(type + "." + matcher.group(2));
        }
      }
    }

    assertThat(missing).isEmpty();
    assertThat(found).isGreaterThan(80);
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
    return Arrays.stream(type.getDeclaredMethods()).map(each -> each.getName()).toList();
  }
}
