package dev.pulse.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTest {
  @Test
  void theOrderOfAddingDoesNotMatter() {
    assertThat(Labels.of("b", "2", "a", "1"))
        .isEqualTo(Labels.of("a", "1").with("b", "2"))
        .hasSameHashCodeAs(Labels.of("a", "1").with("b", "2"))
        .hasToString("{a=\"1\", b=\"2\"}");
  }

  @Test
  void valuesAreEscapedAsPrometheusDoes() {
    assertThat(Labels.of("a", "x\"\\\n")).hasToString("{a=\"x\\\"\\\\\\n\"}");
  }

  @Test
  void theOthersWinWhereBothHaveAName() {
    assertThat(Labels.of("a", "1", "b", "1").with(Labels.of("b", "2")).asMap())
        .isEqualTo(Map.of("a", "1", "b", "2"));
  }

  @Test
  void aMapThatChangesLaterChangesNothing() {
    var map = new LinkedHashMap<>(Map.of("a", "1"));
    var labels = Labels.from(map);
    map.put("b", "2");
    assertThat(labels.asMap()).isEqualTo(Map.of("a", "1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1a", "a-b", "a.b", "ä", "a b"})
  void whatIsNoLabelNameIsRefused(String name) {
    assertThatThrownBy(() -> Labels.of(name, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + name + "\"");
  }
}
