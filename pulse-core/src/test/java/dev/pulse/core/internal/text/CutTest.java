package dev.pulse.core.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CutTest {
  private static final String FIRE = "\ud83d\udd25";

  @Test
  void whatFitsStays() {
    assertThat(Cut.to("", 1)).isEmpty();
    assertThat(Cut.to("abc", 3)).isEqualTo("abc");
    assertThat(Cut.to(FIRE.repeat(3), 3)).isEqualTo(FIRE.repeat(3));
  }

  @Test
  void cutIsMarkedAndWithinTheLimit() {
    assertThat(Cut.to("abcd", 3)).isEqualTo("ab…");
    assertThat(Cut.to("ab", 1)).isEqualTo("…");
  }

  @Test
  void cutIsBetweenCharacters() {
    assertThat(Cut.to(FIRE.repeat(4), 3)).isEqualTo(FIRE.repeat(2) + "…");
  }
}
