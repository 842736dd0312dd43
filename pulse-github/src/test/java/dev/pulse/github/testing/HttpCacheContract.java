package dev.pulse.github.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.github.HttpCache;
import dev.pulse.github.KeptAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every {@link HttpCache} must do. Extend it in a test of your own and return an empty cache
 * from {@link #create()}, which each test asks for once, after the {@code @BeforeEach} methods of
 * yours. Some tests use it from several threads at once.
 *
 * <pre>{@code
 * class TableCacheTest extends HttpCacheContract {
 *   @Override
 *   protected HttpCache create() {
 *     return tables.httpCache();
 *   }
 * }
 * }</pre>
 */
public abstract class HttpCacheContract {
  private static final Instant AT = Instant.parse("2026-11-21T12:00:00.123Z");
  private static final int THREADS = 4;
  private static final int ROUNDS = 50;

  private @Nullable HttpCache cache;

  /** For those who extend it. */
  protected HttpCacheContract() {}

  /** A cache that keeps nothing yet. */
  protected abstract HttpCache create();

  /**
   * Another look at what {@link #create()} gave last, as a process has it that starts now. Override
   * it where answers are kept in a place that outlives an object, such as a table.
   */
  protected HttpCache reopen() {
    return cache();
  }

  private HttpCache cache() {
    var known = cache;
    if (known == null) {
      known = create();
      cache = known;
    }
    return known;
  }

  private static String key(int number) {
    return "pulse:%064x".formatted(number);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void assertSame(KeptAnswer found, KeptAnswer kept) {
    assertThat(found.etag()).isEqualTo(kept.etag());
    assertThat(found.body()).isEqualTo(kept.body());
    assertThat(found.link()).isEqualTo(kept.link());
    assertThat(found.at()).isEqualTo(kept.at());
  }

  @Test
  void whatWasNeverKeptIsNotThere() {
    assertThat(cache().find(key(1))).isEmpty();
  }

  @Test
  void anAnswerComesBackWithAllItsParts() {
    var kept = KeptAnswer.of("W/\"1-ä\"", utf8("{\"ö\":1}"), "<https://a/?page=2>; rel=next", AT);

    cache().keep(key(1), kept);

    assertSame(reopen().find(key(1)).orElseThrow(), kept);
  }

  @Test
  void anAnswerMayHaveNeitherTagNorLinkNorBody() {
    var kept = KeptAnswer.of("", new byte[0], null, AT);

    cache().keep(key(1), kept);

    assertSame(reopen().find(key(1)).orElseThrow(), kept);
  }

  @Test
  void aBodyIsBytesAndNotText() {
    var bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }

    cache().keep(key(1), KeptAnswer.of("\"1\"", bytes, null, AT));

    assertThat(reopen().find(key(1)).orElseThrow().body()).isEqualTo(bytes);
  }

  @Test
  void aBodyMayBeLarge() {
    var bytes = new byte[4 << 20];
    bytes[bytes.length - 1] = 7;

    cache().keep(key(1), KeptAnswer.of("\"1\"", bytes, null, AT));

    assertThat(reopen().find(key(1)).orElseThrow().body()).isEqualTo(bytes);
  }

  @Test
  void theNextAnswerTakesThePlaceOfTheOneBefore() {
    cache().keep(key(1), KeptAnswer.of("\"1\"", utf8("first"), "<https://a/>; rel=next", AT));
    var next = KeptAnswer.of("\"2\"", utf8("second"), null, AT.plusSeconds(1));

    cache().keep(key(1), next);

    assertSame(reopen().find(key(1)).orElseThrow(), next);
  }

  @Test
  void anOlderAnswerThatComesLateTakesThePlaceToo() {
    cache().keep(key(1), KeptAnswer.of("\"2\"", utf8("second"), null, AT.plusSeconds(1)));
    var late = KeptAnswer.of("\"1\"", utf8("first"), null, AT);

    cache().keep(key(1), late);

    assertSame(reopen().find(key(1)).orElseThrow(), late);
  }

  @Test
  void keysDoNotDisturbOneAnother() {
    cache().keep(key(1), KeptAnswer.of("\"1\"", utf8("one"), null, AT));
    cache().keep(key(2), KeptAnswer.of("\"2\"", utf8("two"), null, AT));

    assertThat(reopen().find(key(1)).orElseThrow().etag()).isEqualTo("\"1\"");
    assertThat(reopen().find(key(2)).orElseThrow().etag()).isEqualTo("\"2\"");
    assertThat(reopen().find(key(3))).isEmpty();
  }

  @Test
  void severalThreadsMayKeepAndFindAtOnce() throws Exception {
    var shared = cache();
    var threads = Executors.newFixedThreadPool(THREADS);
    try {
      var together = new CyclicBarrier(THREADS);
      var working = new ArrayList<Future<?>>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        working.add(
            threads.submit(
                () -> {
                  together.await(30, TimeUnit.SECONDS);
                  keepAndFind(shared, thread);
                  return null;
                }));
      }
      finish(working);
    } finally {
      threads.shutdownNow();
    }
    for (int i = 0; i < THREADS; i++) {
      assertThat(reopen().find(key(i + 1)).orElseThrow().body())
          .isEqualTo(utf8(i + " " + (ROUNDS - 1)));
    }
  }

  /** One key for each, and one that they all write: an answer is never mixed from two. */
  private static void keepAndFind(HttpCache cache, int thread) {
    for (int round = 0; round < ROUNDS; round++) {
      var text = thread + " " + round;
      var answer = KeptAnswer.of("\"" + text + "\"", utf8(text), null, AT);
      cache.keep(key(thread + 1), answer);
      cache.keep(key(0), answer);
      assertSame(cache.find(key(thread + 1)).orElseThrow(), answer);
      var common = cache.find(key(0)).orElseThrow();
      assertThat(common.etag())
          .isEqualTo("\"" + new String(common.body(), StandardCharsets.UTF_8) + "\"");
    }
  }

  private static void finish(List<Future<?>> working) throws Exception {
    for (Future<?> one : working) {
      try {
        one.get(60, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof AssertionError failure) {
          throw failure;
        }
        throw e;
      }
    }
  }
}
