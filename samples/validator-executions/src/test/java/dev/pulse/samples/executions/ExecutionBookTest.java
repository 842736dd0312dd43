package dev.pulse.samples.executions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExecutionBookTest {
  private static final Instant START = Instant.parse(Rig.START);

  private final ExecutionBook book = new ExecutionBook(List.of("a", "b"), START);
  private Instant now = START;

  private void scan(PodResult... results) {
    now = now.plusSeconds(60);
    book.take(new Scan("infra", List.of(results), now, now));
  }

  private PodResult answer(String pod, String id, String state) {
    var execution = new Execution(id, state, 1L, null, null, null, null);
    return new PodResult(pod, execution, null, now, Optional.empty());
  }

  private PodResult failure(String pod) {
    return new PodResult(pod, null, "gone", now, Optional.empty());
  }

  private static List<String> shown(List<ExecutionBook.Seen> seen) {
    return seen.stream()
        .map(each -> each.pod() + " " + each.execution().id() + " " + each.execution().state())
        .toList();
  }

  @Test
  void anExecutionIsOneHoweverOftenItIsSeen() {
    scan(answer("a", "1", "pending"));
    var first = now;
    scan(answer("a", "1", "running"));
    scan(answer("a", "1", "running"));

    assertThat(shown(book.of("a"))).containsExactly("a 1 running");
    var seen = book.newest("a").orElseThrow();
    assertThat(seen.firstSeen()).isEqualTo(first.minusSeconds(60));
    assertThat(seen.changed()).isEqualTo(first);
    assertThat(seen.current()).isTrue();
  }

  @Test
  void aNewerOneTakesThePlaceOfTheNewestAndTheNewestOfAllComesFirst() {
    scan(answer("a", "1", "running"), answer("b", "1", "running"));
    scan(answer("a", "2", "pending"), answer("b", "1", "completed"));

    assertThat(shown(book.of("a"))).containsExactly("a 2 pending", "a 1 running");
    assertThat(book.of("a")).extracting(ExecutionBook.Seen::current).containsExactly(true, false);
    assertThat(shown(book.before(Long.MAX_VALUE, seen -> true, 9)))
        .containsExactly("a 2 pending", "b 1 completed", "a 1 running");
    assertThat(shown(book.before(3, seen -> true, 1))).containsExactly("b 1 completed");
    assertThat(shown(book.before(Long.MAX_VALUE, seen -> seen.pod().equals("b"), 9)))
        .containsExactly("b 1 completed");
  }

  @Test
  void aPodThatGoesToAndFroBetweenTwoHasTwo() {
    scan(answer("a", "1", "running"));
    scan(answer("a", "2", "running"));
    scan(answer("a", "1", "running"));

    assertThat(book.of("a")).hasSize(2);
    assertThat(book.newest("a").orElseThrow().execution().id()).isEqualTo("1");
  }

  @Test
  void aPodIsUnknownSinceItWasFirstNotReached() {
    scan(answer("a", "1", "running"));
    assertThat(book.unknownSince("a")).isEmpty();
    scan(failure("a"), failure("b"));
    var since = now;
    scan(failure("a"), failure("b"));

    assertThat(book.unknownSince("a")).contains(since.minusSeconds(60));
    assertThat(book.answered("a")).contains(since.minusSeconds(120));
    assertThat(book.answered("b")).isEmpty();
    assertThat(shown(book.newest("a").stream().toList())).containsExactly("a 1 running");
    assertThat(book.newest("b")).isEmpty();
    scan(answer("a", "1", "completed"));
    assertThat(book.unknownSince("a")).isEmpty();
  }

  @Test
  void theOldestAreForgottenAndTextsAreCut() {
    for (int i = 0; i < 150; i++) {
      scan(answer("a", "x".repeat(2_000) + i, "running"));
    }
    assertThat(book.of("a")).hasSize(ExecutionBook.MOST_OF_A_POD);
    assertThat(book.before(Long.MAX_VALUE, seen -> true, 1_000)).hasSize(100);
    assertThat(book.of("a").get(0).execution().id()).hasSize(ExecutionBook.LONGEST_TEXT);
  }

  @Test
  void manyPodsShareTheBook() {
    var pods = IntStream.range(0, 10_000).mapToObj(i -> "v-" + i).toList();
    var large = new ExecutionBook(pods, START);
    for (int round = 0; round < 4; round++) {
      var results = new ArrayList<PodResult>();
      for (var pod : pods) {
        results.add(answer(pod, "e" + round, "completed"));
      }
      large.take(new Scan("infra", results, now, now));
    }
    assertThat(large.before(Long.MAX_VALUE, seen -> true, 100_000)).hasSize(ExecutionBook.MOST);
    assertThat(shown(large.of("v-7"))).containsExactly("v-7 e3 completed", "v-7 e2 completed");
  }

  @Test
  void theKeyIsTheSameInAnotherProcess() {
    assertThat(ExecutionBook.key(execution("exec-1", 7L))).isEqualTo("667cc58ee0d63eba");
    assertThat(ExecutionBook.key(execution("exec-1", 8L))).isNotEqualTo("667cc58ee0d63eba");
    assertThat(ExecutionBook.key(execution("", null))).hasSize(16);
  }

  private static Execution execution(String id, @Nullable Long block) {
    return new Execution(id, "running", block, null, null, null, null);
  }
}
