package dev.pulse.core.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.pulse.api.model.Status;
import dev.pulse.api.store.ConflictException;
import dev.pulse.api.store.Document;
import dev.pulse.api.store.Documents;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import dev.pulse.core.store.Stores;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDocumentsTest {
  private final Store store = Stores.memory();
  private final Documents<String> raw = store.documents("guard.targets");
  private final Documents<Target> targets = JsonDocuments.of(raw, "guard.targets", Target.class);

  public record Target(
      String name,
      long number,
      double ratio,
      boolean enabled,
      Status status,
      Instant created,
      Duration interval,
      LocalDate day,
      List<Part> parts,
      Map<String, List<Integer>> numbers,
      Set<String> tags,
      @Nullable Integer port) {}

  public record Part(String text, @Nullable Instant at) {}

  public record Strict(int port) {
    public Strict {
      if (port < 1) {
        throw new IllegalArgumentException("port " + port + " is not allowed");
      }
    }
  }

  record Hidden(String text) {}

  public record WithOptional(Optional<String> text) {}

  public static final class Plain {
    String text = "default";
    int count;
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Target target() {
    return new Target(
        "shop 🦆 \"x\"",
        (1L << 60) + 1,
        0.1 + 0.2,
        true,
        Status.WARN,
        Instant.parse("2026-03-01T12:00:00.123456789Z"),
        Duration.ofMillis(30_500),
        LocalDate.of(2026, 3, 1),
        List.of(new Part("a", Instant.EPOCH), new Part("b", null)),
        Map.of("k", List.of(1, 2)),
        Set.of("t"),
        null);
  }

  @Test
  void everyKindOfPartIsKept() {
    assertThat(targets.create("a", target())).isEqualTo(new Document<>("a", 1, target()));

    assertThat(targets.find("a")).hasValue(new Document<>("a", 1, target()));
    assertThat(targets.list()).containsExactly(new Document<>("a", 1, target()));
  }

  @Test
  void timesAreIso8601AndNullsAreLeftOut() {
    targets.create("a", target());

    assertThat(raw.find("a").orElseThrow().value())
        .contains("\"created\":\"2026-03-01T12:00:00.123456789Z\"")
        .contains("\"interval\":\"PT30.5S\"")
        .contains("\"day\":\"2026-03-01\"")
        .contains("\"status\":\"WARN\"")
        .doesNotContain("port");
  }

  @Test
  void aPlainClassIsKept() {
    var documents = JsonDocuments.of(raw, "guard.targets", Plain.class);
    var plain = new Plain();
    plain.count = 7;
    documents.create("a", plain);

    assertThat(documents.find("a").orElseThrow().value())
        .usingRecursiveComparison()
        .isEqualTo(plain);
    raw.create("b", "{}");
    assertThat(documents.find("b").orElseThrow().value().text).isEqualTo("default");
  }

  @Test
  void versionsConflictsAndDeletionAreThoseOfTheStore() {
    targets.create("a", target());

    assertThat(targets.update("a", target(), 1).version()).isEqualTo(2);
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> targets.update("a", target(), 1));
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> targets.create("a", target()));
    assertThat(targets.delete("a")).isTrue();
    assertThat(targets.find("a")).isEmpty();
  }

  @Test
  void namesThatTheTypeDoesNotHaveArePassedOver() {
    var parts = JsonDocuments.of(raw, "guard.targets", Part.class);
    raw.create("a", "{\"text\":\"x\",\"added\":{\"later\":[1,{}]}}");

    assertThat(parts.find("a").orElseThrow().value()).isEqualTo(new Part("x", null));
  }

  @ParameterizedTest(name = "json {0}")
  @ValueSource(
      strings = {
        "null",
        "",
        "{",
        "[]",
        "\"sesame\"",
        "{}",
        "{\"port\":null}",
        "{\"port\":\"sesame\"}",
        "{\"port\":1.5}",
        "{\"port\":-1}",
        "{\"port\":1} sesame"
      })
  void whatDoesNotDecodeIsOneFailureThatNamesTheDocumentAndNotItsContent(String json) {
    var documents = JsonDocuments.of(raw, "guard.targets", Strict.class);
    raw.create("door", json);

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> documents.find("door"))
        .withMessageContaining("\"door\"")
        .withMessageContaining("guard.targets")
        .satisfies(
            failure -> {
              var text = new StringWriter();
              failure.printStackTrace(new PrintWriter(text));
              assertThat(text.toString()).doesNotContain("sesame").doesNotContain("port -1");
            });
    assertThatExceptionOfType(StoreException.class).isThrownBy(documents::list);
  }

  @Test
  void aTimeThatIsNoneIsTheSameFailure() {
    raw.create("a", "{\"text\":\"x\",\"at\":\"yesterday\"}");
    var parts = JsonDocuments.of(raw, "guard.targets", Part.class);

    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> parts.find("a"));
  }

  @Test
  void anUnknownEnumConstantIsTheSameFailure() {
    targets.create("a", target());
    var json = raw.find("a").orElseThrow().value();
    raw.update("a", json.replace("WARN", "SPLENDID"), 1);

    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> targets.find("a"));
  }

  @Test
  void aNumberThatJsonDoesNotHaveIsRefused() {
    record Case(double value) {}
    var part = target();
    for (Case one : List.of(new Case(Double.NaN), new Case(Double.POSITIVE_INFINITY))) {
      var value =
          new Target(
              part.name(),
              1,
              one.value(),
              true,
              Status.PASS,
              part.created(),
              part.interval(),
              part.day(),
              List.of(),
              Map.of(),
              Set.of(),
              1);

      assertThatIllegalArgumentException()
          .isThrownBy(() -> targets.create("a", value))
          .withMessageContaining("\"a\"");
    }
    assertThat(raw.list()).isEmpty();
  }

  @Test
  void nullIsNoDocument() {
    assertThatNullPointerException().isThrownBy(() -> targets.create("a", null));
  }

  @Test
  void typesThatCannotBeKeptAreRefusedAtOnce() {
    for (Class<?> type : List.of(Hidden.class, WithOptional.class, Runnable.class, Thread.class)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> JsonDocuments.of(raw, "guard.targets", type))
          .withMessageContaining(type.getName());
    }
  }
}
