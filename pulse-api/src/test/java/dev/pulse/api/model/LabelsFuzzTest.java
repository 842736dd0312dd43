package dev.pulse.api.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.HashMap;

class LabelsFuzzTest {
  @FuzzTest
  void anyTextsAreLabelsOrRefused(byte[] input) {
    var entries = new HashMap<String, String>();
    for (String pair : new String(input, UTF_8).split(";", 20)) {
      int equals = pair.indexOf('=');
      entries.put(
          equals < 0 ? pair : pair.substring(0, equals),
          equals < 0 ? "" : pair.substring(equals + 1));
    }
    Labels labels;
    try {
      labels = Labels.from(entries);
    } catch (IllegalArgumentException e) {
      assertThat(entries.keySet()).anyMatch(name -> !name.matches("[a-zA-Z_][a-zA-Z0-9_]*"));
      return;
    }
    assertThat(labels.asMap()).isEqualTo(entries);
    assertThat(Labels.from(labels.asMap())).isEqualTo(labels).hasSameHashCodeAs(labels);
    assertThat(labels.with(Labels.empty())).isEqualTo(labels);
    assertThat(labels.toString()).startsWith("{").endsWith("}").doesNotContain("\n");
  }
}
