package dev.pulse.samples.app.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.store.Documents;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import dev.pulse.core.CheckView;
import dev.pulse.core.Pulse;
import dev.pulse.core.plugin.Plugins;
import dev.pulse.core.store.Stores;
import dev.pulse.samples.app.config.CheckDocument;
import dev.pulse.samples.app.config.Configuration;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Targets over a store that is slow, or fails. */
class TargetsTest {
  private static final Tag ANY = new Tag("*");

  private final AtomicReference<Consumer<String>> before = new AtomicReference<>(call -> {});
  private final Pulse pulse = Pulse.builder().store(hooked(Stores.memory(), Store.class)).start();
  private final Targets targets =
      Targets.of(
          pulse,
          Configuration.empty(
                  Map.of(), Plugins.load(Thread.currentThread().getContextClassLoader()))
              .targets()
              .orElseThrow(),
          List.of());

  @BeforeEach
  void begin() {
    targets.begin();
    targets.create(document("shop"), true, Optional.empty());
  }

  @AfterEach
  void close() {
    before.set(call -> {});
    targets.close();
    pulse.close();
  }

  private static CheckDocument document(String name) {
    return CheckDocument.yaml(
        "{name: " + name + ", type: heartbeat, expect-every: 1d, token: 0123456789abcdef}");
  }

  /** Tells the hook of each call; so do the documents of a store. */
  private <T> T hooked(T real, Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              before.get().accept(type.getSimpleName() + "." + method.getName());
              try {
                var result = method.invoke(real, arguments);
                return result instanceof Documents<?> documents
                    ? hooked(documents, Documents.class)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  /** From now on these calls fail, as often as is said. */
  private void fail(String call, int times) {
    var left = new CountDownLatch(times);
    before.set(
        made -> {
          if (made.equals(call) && left.getCount() > 0) {
            left.countDown();
            throw new StoreException("the disk is gone", null);
          }
        });
  }

  @Test
  void whoReadsDoesNotWaitForWhoWrites() throws Exception {
    var writing = new CountDownLatch(1);
    var disk = new CountDownLatch(1);
    before.set(
        call -> {
          if (call.equals("Documents.create")) {
            writing.countDown();
            await(disk);
          }
        });
    var writer =
        CompletableFuture.runAsync(
            () -> targets.create(document("slow"), true, Optional.empty()),
            task -> new Thread(task).start());
    try {
      assertThat(writing.await(20, TimeUnit.SECONDS)).isTrue();

      var read =
          CompletableFuture.supplyAsync(
              () -> {
                assertThat(targets.find("shop")).isPresent();
                assertThat(targets.count()).isEqualTo(1);
                assertThat(targets.judge(document("other"), null).reading().problems()).isEmpty();
                return targets.list();
              },
              task -> new Thread(task).start());

      assertThat(read.get(20, TimeUnit.SECONDS)).extracting(Target::name).containsExactly("shop");
    } finally {
      disk.countDown();
    }
    writer.get(20, TimeUnit.SECONDS);
    assertThat(targets.list()).extracting(Target::name).containsExactly("shop", "slow");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whatIsKeptIsWhatRunsWhenAChangeFails() {
    fail("Store.ruleState", 1);

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> targets.enable("shop", false, Optional.empty()));

    assertThat(targets.find("shop").orElseThrow().document().enabled()).isTrue();
    assertThat(pulse.check("shop").map(CheckView::paused)).hasValue(false);
    assertThat(targets.enable("shop", false, Optional.empty()).document().enabled()).isFalse();
    assertThat(pulse.check("shop").map(CheckView::paused)).hasValue(true);
  }

  @Test
  void whatCannotBeTakenBackSaysWhatFailedFirst() {
    before.set(
        call -> {
          if (call.equals("Store.ruleState")) {
            fail("Documents.update", 1);
            throw new StoreException("the first failure", null);
          }
        });

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> targets.enable("shop", false, Optional.empty()))
        .withMessage("the first failure")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    assertThat(pulse.check("shop")).isPresent();
  }

  @Test
  void whatCouldNotBeDeletedStillRunsAndCanBeDeletedAgain() {
    for (String call : List.of("Store.forget", "Documents.delete")) {
      fail(call, 1);
      assertThatExceptionOfType(StoreException.class).isThrownBy(() -> targets.delete("shop", ANY));

      assertThat(targets.find("shop")).isPresent();
      assertThat(pulse.check("shop")).as(call).isPresent();
    }
    targets.delete("shop", ANY);
    assertThat(targets.find("shop")).isEmpty();
    assertThat(pulse.check("shop")).isEmpty();
  }
}
