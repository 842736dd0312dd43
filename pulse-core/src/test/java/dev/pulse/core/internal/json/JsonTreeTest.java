package dev.pulse.core.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {
  @Test
  void whatIsWrittenIsReadAgain() {
    Map<String, Object> object = Map.of("a", List.of(1.0, true, Map.of("b", "\"\n\ud83d\udd25")));
    assertThat(JsonTree.object(JsonTree.text(object))).contains(object);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "1", "[]", "\"a\"", "{", "{} {}", "{\"a\":1,\"a\":2}", "<p>"})
  void whatIsNoObjectIsNone(String json) {
    assertThat(JsonTree.object(json)).isEmpty();
  }

  @Test
  void whatIsNestedTooDeeplyIsNone() {
    assertThat(JsonTree.object("{\"a\":".repeat(10_000))).isEmpty();
  }

  @Test
  void onlyTextsAreTexts() {
    assertThat(JsonTree.text(Map.of("a", "x"), "a")).contains("x");
    assertThat(JsonTree.text(Map.of("a", 1), "a")).isEmpty();
    assertThat(JsonTree.text(Map.of(), "a")).isEmpty();
  }
}
