package dev.pulse.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a third party could not reach, the samples and the guide may not use either. */
class PublicOnlyTest {
  private static final Pattern INTERNAL =
      Pattern.compile("import (static )?dev\\.pulse\\.core\\.internal\\.");

  @Test
  void samplesAndGuideReachForNothingInternal() throws IOException {
    var sources = sources();
    assertThat(sources).hasSizeGreaterThan(50);
    assertThat(sources)
        .filteredOn(source -> INTERNAL.matcher(String.join("\n", Markdown.lines(source))).find())
        .isEmpty();
  }

  private static List<Path> sources() throws IOException {
    var root = Markdown.root();
    try (Stream<Path> samples = Files.walk(root.resolve("samples"));
        Stream<Path> guide = Files.walk(root.resolve("docs/src"))) {
      return Stream.concat(samples, guide)
          .filter(file -> file.toString().endsWith(".java"))
          .toList();
    }
  }
}
