package dev.pulse.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactJsonTest {
  private static <T> T read(String json, FactJson.Value<T> value)
      throws FactJson.MalformedException {
    return FactJson.read(JsonReader.of(new Buffer().writeUtf8(json)), value);
  }

  @Test
  void numbersAreAsTheyAreWritten() throws Exception {
    assertThat(read("87.50", FactJson::decimal)).isEqualTo(new BigDecimal("87.50"));
    assertThat(read("\"12\"", FactJson::decimal)).isEqualTo(new BigDecimal("12"));
    assertThat(read("9007199254740993", FactJson::whole)).isEqualTo(9_007_199_254_740_993L);
  }

  @Test
  void timesMayHaveAnyOffset() throws Exception {
    assertThat(read("\"2026-11-21T13:00:00+01:00\"", FactJson::moment))
        .isEqualTo(Instant.parse("2026-11-21T12:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1 2", "[", "\"yesterday\"", "null", "{}", "12"})
  void whatIsNoTimeIsNone(String json) {
    assertThatThrownBy(() -> read(json, FactJson::moment))
        .isInstanceOf(FactJson.MalformedException.class);
  }

  @Test
  void anAnswerThatIsNestedWithoutEndIsRefused() {
    var deep = "{\"a\":".repeat(10_000);

    assertThatThrownBy(
            () ->
                read(
                    deep,
                    reader -> {
                      FactJson.object(reader, (name, value) -> value.skipValue());
                      return true;
                    }))
        .isInstanceOf(FactJson.MalformedException.class);
  }

  @Test
  void anAnswerOfAllTooManyEmptyElementsIsRefused() throws Exception {
    var some = "{},".repeat(149_999) + "{}";
    FactJson.Value<Integer> lists =
        reader -> FactJson.list(reader, one -> FactJson.list(one, FactJsonTest::nothing)).size();

    assertThat(read("[[" + some + "],[]]", lists)).isEqualTo(2);
    assertThatThrownBy(() -> read("[[" + some + "],[" + some + "]]", lists))
        .isInstanceOf(FactJson.MalformedException.class)
        .hasMessageContaining("expected no more than 300000 elements");
  }

  private static boolean nothing(JsonReader reader) throws IOException {
    reader.skipValue();
    return true;
  }

  @Test
  void aNullIsNoMember() throws Exception {
    var called = new boolean[1];

    read(
        "{\"a\":null}",
        reader -> {
          FactJson.object(reader, (name, value) -> called[0] = true);
          return true;
        });

    assertThat(called[0]).isFalse();
  }
}
