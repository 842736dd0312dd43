package dev.pulse.core.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.pulse.api.store.Document;
import dev.pulse.api.store.Documents;
import dev.pulse.api.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

class JsonDocumentsFuzzTest {
  /** Something of every kind that documents may have. */
  public record Everything(
      String text,
      int count,
      @Nullable Double ratio,
      @Nullable Instant at,
      @Nullable Duration took,
      @Nullable List<String> names,
      @Nullable Map<String, Everything> inner) {}

  @FuzzTest
  void anyJsonIsADocumentOrAFailureThatTellsNothingOfIt(byte[] input) {
    var raw = new OneText(new String(input, UTF_8));
    var documents = JsonDocuments.of(raw, "things", Everything.class);
    Everything value;
    try {
      value = documents.find("a").orElseThrow().value();
    } catch (StoreException e) {
      assertThat(e)
          .hasMessage(
              "document \"a\" of collection things is not the JSON of a "
                  + Everything.class.getName());
      assertThat(e.getCause() == null || e.getCause().getMessage().matches("[\\w.$]+")).isTrue();
      return;
    }
    try {
      documents.update("a", value, 1);
    } catch (IllegalArgumentException e) {
      // JSON has no word for NaN and the infinities.
      assertThat(e).hasMessageContaining("cannot be written as JSON");
      return;
    }
    assertThat(documents.find("a").orElseThrow().value()).isEqualTo(value);
  }

  private static final class OneText implements Documents<String> {
    private String text;

    OneText(String text) {
      this.text = text;
    }

    @Override
    public Optional<Document<String>> find(String id) {
      return Optional.of(new Document<>(id, 1, text));
    }

    @Override
    public List<Document<String>> list() {
      return List.of();
    }

    @Override
    public List<Document<String>> list(String after, int limit) {
      return List.of();
    }

    @Override
    public Document<String> create(String id, String value) {
      return update(id, value, 0);
    }

    @Override
    public Document<String> update(String id, String value, long version) {
      text = value;
      return new Document<>(id, version + 1, value);
    }

    @Override
    public boolean delete(String id) {
      return false;
    }
  }
}
