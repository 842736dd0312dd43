package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.store.ConflictException;
import dev.pulse.api.store.Document;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Documents, their versions and their collections. */
abstract non-sealed class DocumentsContract extends StoreContractPart {
  DocumentsContract(StoreContract contract) {
    super(contract);
  }

  @Test
  void aDocumentBeginsWithVersion1AndGainsOneWithEachChange() {
    var documents = store.documents("guard.targets");

    assertThat(documents.create("a", "{}")).isEqualTo(new Document<>("a", 1, "{}"));
    assertThat(documents.update("a", "[1]", 1)).isEqualTo(new Document<>("a", 2, "[1]"));
    assertThat(documents.update("a", "[2]", 2)).isEqualTo(new Document<>("a", 3, "[2]"));
    assertThat(documents.find("a")).hasValue(new Document<>("a", 3, "[2]"));
  }

  @Test
  void anIdThatExistsIsRefused() {
    var documents = store.documents("c");
    documents.create("a", "first");

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> documents.create("a", "second"))
        .withMessageContaining("\"a\"")
        .withMessageContaining("c");

    assertThat(documents.find("a").orElseThrow().value()).isEqualTo("first");
  }

  @Test
  void aChangeOfAnOldVersionIsRefused() {
    var documents = store.documents("c");
    documents.create("a", "1");
    documents.update("a", "2", 1);

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> documents.update("a", "lost", 1));
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> documents.update("a", "early", 3));

    assertThat(documents.find("a")).hasValue(new Document<>("a", 2, "2"));
  }

  @Test
  void aChangeOfWhatIsGoneIsRefused() {
    var documents = store.documents("c");
    documents.create("a", "1");
    documents.delete("a");

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> documents.update("a", "2", 1));

    assertThat(documents.find("a")).isEmpty();
  }

  @Test
  void whatIsDeletedIsGoneAndMayComeAgain() {
    var documents = store.documents("c");
    documents.create("a", "1");
    documents.update("a", "2", 1);

    assertThat(documents.delete("a")).isTrue();
    assertThat(documents.delete("a")).isFalse();
    assertThat(documents.list()).isEmpty();
    assertThat(documents.create("a", "3").version()).isEqualTo(1);
  }

  @Test
  void collectionsAreApart() {
    store.documents("a").create("id", "in a");
    store.documents("A").create("id", "in A");

    assertThat(store.documents("a").list()).containsExactly(new Document<>("id", 1, "in a"));
    assertThat(store.documents("b").list()).isEmpty();
    assertThat(store.documents("b").delete("id")).isFalse();
  }

  @Test
  void theOrderIsThatOfCodePoints() {
    var documents = store.documents("c");
    var ids = List.of("a", "B", "\uFFFD", "🦆", "10", "9", "a b", "ä");
    ids.forEach(id -> documents.create(id, ""));

    assertThat(documents.list())
        .extracting(Document::id)
        .containsExactly("10", "9", "B", "a", "a b", "ä", "\uFFFD", "🦆");
  }

  @Test
  void aPartBeginsAfterAnIdAndHasALimit() {
    var documents = store.documents("c");
    List.of("a", "b", "c", "🦆").forEach(id -> documents.create(id, "value of " + id));

    assertThat(documents.list("", 2)).extracting(Document::id).containsExactly("a", "b");
    assertThat(documents.list("b", 2)).extracting(Document::id).containsExactly("c", "🦆");
    assertThat(documents.list("bb", 9)).extracting(Document::id).containsExactly("c", "🦆");
    assertThat(documents.list("🦆", 9)).isEmpty();
    assertThatThrownBy(() -> documents.list("", 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aChangeIsMadeOutOfWhatIsThere() {
    var documents = store.documents("c");

    documents.change("a", found -> found.orElse("") + "1");
    var changed = documents.change("a", found -> found.orElse("") + "2");

    assertThat(changed).isEqualTo(new Document<>("a", 2, "12"));
    assertThat(documents.find("a")).contains(changed);
  }

  @Test
  void aChangeThatWasOvertakenIsMadeAgain() {
    var documents = store.documents("c");
    documents.create("a", "");
    var overtaken = new AtomicBoolean();

    var changed =
        documents.change(
            "a",
            found -> {
              if (overtaken.compareAndSet(false, true)) {
                documents.update("a", "theirs", 1);
              }
              return found.orElse("") + ", mine";
            });

    assertThat(changed.value()).isEqualTo("theirs, mine");
  }

  @Test
  void anyVisibleTextIsAnId() {
    var documents = store.documents("c");
    for (String id : List.of("/", "..", "%", "_", "'", "🦆", " ", "x".repeat(200))) {
      documents.create(id, id);

      assertThat(documents.find(id).orElseThrow().value()).isEqualTo(id);
    }
    assertThat(documents.find("X".repeat(200))).isEmpty();
  }

  @Test
  void idsOfAnotherFormAreRefusedAndFindNothing() {
    var documents = store.documents("c");
    for (String id : List.of("", "x".repeat(201), "a\nb", "\u0000", "a\u007F", "\uD83E")) {
      assertThatIllegalArgumentException().isThrownBy(() -> documents.create(id, "{}"));
      assertThat(documents.find(id)).isEmpty();
      assertThat(documents.delete(id)).isFalse();
    }
    assertThat(documents.list()).isEmpty();
  }

  @Test
  void collectionsOfAnotherFormAreRefused() {
    store.documents("x".repeat(100)).create("a", "");
    for (String name : List.of("", "x".repeat(101), "a b", "a/b", "ä", "a\n")) {
      assertThatIllegalArgumentException().isThrownBy(() -> store.documents(name));
    }
  }

  @Test
  void aDocumentOf100KilobytesIsKept() {
    var json = "[\"" + "é🦆".repeat(25_000) + "\"]";
    store.documents("c").create("a", json);

    assertThat(store.documents("c").find("a").orElseThrow().value()).isEqualTo(json);
  }
}
