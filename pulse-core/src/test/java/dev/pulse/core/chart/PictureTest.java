package dev.pulse.core.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureTest {
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  @Test
  void aPictureKeepsItsBytesToItself() {
    var bytes = PNG.clone();
    var picture = Picture.of("a.png", bytes, "a");
    bytes[0] = 0;
    picture.png()[1] = 0;
    assertThat(picture.png()).isEqualTo(PNG);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".png", "a.jpg", "a b.png", "../a.png", "a\n.png", "a\".png"})
  void otherNamesAreRefused(String name) {
    assertThatThrownBy(() -> Picture.of(name, PNG, "a"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsNoPngIsRefused() {
    assertThatThrownBy(() -> Picture.of("a.png", new byte[] {1, 2}, "a"))
        .hasMessage("the picture a.png is not a PNG");
    assertThatThrownBy(() -> Picture.of("a.png", new byte[5 << 20], "a"))
        .hasMessageContaining("up to 4194304 bytes");
  }
}
