package dev.pulse.samples.server.web;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PasswordsTest {
  private static final String ENDING = "$c2FsdHNhbHRzYWx0c2FsdA$" + "A".repeat(43);

  /** How long each password took, in iterations. */
  private final List<Integer> work = Collections.synchronizedList(new ArrayList<>());

  private final Passwords passwords =
      new Passwords(
          List.of(user("old", 200_000), user("new", 300_000)),
          (password, salt, iterations) -> {
            work.add(iterations);
            // What "A" 43 times is the text of.
            return password.equals("right") ? new byte[32] : new byte[] {1};
          });

  private static User user(String name, int iterations) {
    return new User(
        name, Role.OPERATOR, PasswordHash.parse("$pbkdf2-sha512$i=" + iterations + ENDING));
  }

  @Test
  void theRightPasswordOfANameIsItsOwners() {
    assertThat(passwords.owner("old", "right")).isEqualTo(new Principal("old", Role.OPERATOR));
    assertThat(passwords.owner("old", "wrong")).isNull();
    assertThat(passwords.owner("Old", "right")).isNull();
    assertThat(passwords.owner("nobody", "right")).isNull();
  }

  @Test
  void whoeverIsUnknownCostsWhatOthersCost() {
    for (String name : List.of("old", "new", "nobody", "")) {
      for (String password : List.of("right", "wrong", "")) {
        work.clear();
        passwords.owner(name, password);

        assertThat(work.stream().mapToInt(Integer::intValue).sum())
            .as(name + " " + password)
            .isEqualTo(300_000);
      }
    }
  }

  @Test
  void onlySomeAreJudgedAtOnceAndACrowdIsSentAway() throws Exception {
    var free = new CountDownLatch(1);
    var atOnce = new AtomicInteger();
    var most = new AtomicInteger();
    var slow =
        new Passwords(
            List.of(user("ada", 220_000)),
            (password, salt, iterations) -> {
              most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
              try {
                assertThat(free.await(20, SECONDS)).isTrue();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              } finally {
                atOnce.decrementAndGet();
              }
              return new byte[32];
            });
    int processors = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    var threads = Executors.newCachedThreadPool();
    var answers = new LinkedBlockingQueue<Object>();
    try {
      for (int i = 0; i < processors + 20; i++) {
        threads.execute(() -> answers.add(asked(slow)));
      }
      // Those who are sent away are answered at once; the others when there is time for them.
      for (int i = 0; i < 12; i++) {
        assertThat(answers.poll(20, SECONDS)).isEqualTo(503);
      }
      free.countDown();
      for (int i = 0; i < processors + 8; i++) {
        assertThat(answers.poll(20, SECONDS)).isEqualTo("ada");
      }
      assertThat(most.get()).isLessThanOrEqualTo(processors);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Object asked(Passwords passwords) {
    try {
      return passwords.owner("ada", "right").name();
    } catch (HttpError e) {
      return e.status();
    }
  }
}
