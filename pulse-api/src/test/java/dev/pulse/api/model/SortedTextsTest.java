package dev.pulse.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SortedTextsTest {
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f", "g", "h");

  @Test
  void whatIsPutInIsWhatATreeWouldHold() {
    var random = new Random(11);
    for (int round = 0; round < 2_000; round++) {
      var tree = some(random);
      var texts = SortedTexts.of(tree);
      var otherTree = some(random);
      var other = SortedTexts.of(otherTree);
      assertSame(texts, tree);

      var more = new TreeMap<>(tree);
      var name = NAMES.get(random.nextInt(NAMES.size()));
      more.put(name, "new");
      assertSame(texts.with(name, "new"), more);

      var both = new TreeMap<>(tree);
      both.putAll(otherTree);
      assertSame(texts.with(other), both);
      assertSame(texts, tree);
    }
  }

  private static SortedMap<String, String> some(Random random) {
    var tree = new TreeMap<String, String>();
    int count = random.nextInt(6);
    for (int i = 0; i < count; i++) {
      tree.put(NAMES.get(random.nextInt(NAMES.size())), String.valueOf(random.nextInt(3)));
    }
    return tree;
  }

  private static void assertSame(SortedTexts texts, SortedMap<String, String> tree) {
    assertThat(texts.entrySet().stream().toList()).isEqualTo(tree.entrySet().stream().toList());
    assertThat(texts.equals(tree)).isTrue();
    assertThat(tree.equals(texts)).isTrue();
    assertThat(texts.equals(SortedTexts.of(new HashMap<>(tree)))).isTrue();
    assertThat(texts.hashCode()).isEqualTo(tree.hashCode());
    assertThat(texts).hasSize(tree.size());
    for (String name : NAMES) {
      assertThat(texts.get(name)).isEqualTo(tree.get(name));
      assertThat(texts.containsKey(name)).isEqualTo(tree.containsKey(name));
    }
    var visited = new TreeMap<String, String>();
    texts.forEach(visited::put);
    assertThat(visited).isEqualTo(tree);
  }

  @Test
  void nobodyCanChangeThem() {
    var texts = SortedTexts.of("a", "1");
    assertThatThrownBy(() -> texts.put("b", "2")).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(texts::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> texts.remove("a")).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> texts.entrySet().iterator().next().setValue("2"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void whatIsNoTextIsNotThere() {
    var texts = SortedTexts.of("a", "1");
    Object number = 1;
    assertThat(texts.get(number)).isNull();
    assertThat(texts.containsKey(number)).isFalse();
    var entries = texts.entrySet().iterator();
    entries.next();
    assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aTextThatIsMissingIsRefused() {
    var map = new HashMap<String, String>();
    map.put("a", null);
    assertThatNullPointerException().isThrownBy(() -> SortedTexts.of(map)).withMessage("value");
    assertThat(SortedTexts.of(Map.of())).isEmpty();
  }
}
