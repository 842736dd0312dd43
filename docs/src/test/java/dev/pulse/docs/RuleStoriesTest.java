package dev.pulse.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.core.plugin.Plugins;
import dev.pulse.samples.app.config.RuleTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleStoriesTest {
  @Test
  void theStoryOfThePageOnRulesIsAsExpected(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("pulse.yaml"), block("yaml", "when: failing"));
    var file = Files.writeString(folder.resolve("orders.test.yaml"), block("text", "tests:"));

    var tests = RuleTest.load(file, Map.of(), Plugins.load(getClass().getClassLoader()));

    assertThat(tests).hasSize(1).allSatisfy(test -> assertThat(test.differences()).isEmpty());
  }

  private static String block(String language, String content) {
    return Markdown.blocks(language)
        .filter(block -> block.file().endsWith("guide/rules.md"))
        .filter(block -> block.text().contains(content))
        .findFirst()
        .orElseThrow()
        .text();
  }
}
