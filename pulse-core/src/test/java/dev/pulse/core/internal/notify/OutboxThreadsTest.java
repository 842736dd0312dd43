package dev.pulse.core.internal.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.notify.Channel;
import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.notify.Receipt;
import dev.pulse.core.internal.notify.Message.State;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deliveries that take their time, on threads of their own, while the clock is moved by hand. */
@Timeout(30)
class OutboxThreadsTest {
  private final PostOffice post = new PostOffice();
  private final Mailbox mail = post.mailbox("mail");
  private final Mailbox chat = post.mailbox("chat");
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** Everything that was given to the threads and has not ended. */
  private final Phaser work = new Phaser(1);

  private final Semaphore begun = new Semaphore(0);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void endThreads() {
    release.countDown();
    threads.shutdownNow();
  }

  private void execute(Runnable task) {
    work.register();
    threads.execute(
        () -> {
          try {
            task.run();
          } finally {
            work.arriveAndDeregister();
          }
        });
  }

  /** Waits until no thread has anything to do. */
  private void settle() throws InterruptedException {
    while (work.getRegisteredParties() > 1) {
      work.awaitAdvanceInterruptibly(work.arrive());
    }
  }

  /** Takes the message when it is released; an interruption ends it. */
  private Notifier slow() {
    return notification -> {
      begun.release();
      release.await();
      return Receipt.of("late " + notification.id());
    };
  }

  /** As {@link #slow}, but hears nothing of interruptions. Nobody waits for it to settle. */
  private Notifier deaf() {
    return notification -> {
      begun.release();
      work.arriveAndDeregister();
      boolean waits = true;
      while (waits) {
        try {
          release.await();
          waits = false;
        } catch (InterruptedException e) {
          begun.release();
        }
      }
      return Receipt.of("late " + notification.id());
    };
  }

  /** Lets deaf ones come back. */
  private void release(int deaf) {
    work.bulkRegister(deaf);
    release.countDown();
  }

  private void awaitBegun() throws InterruptedException {
    assertThat(begun.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aChannelThatIsSlowDoesNotDelayAnother() throws Exception {
    mail.next(slow());
    post.open(this::execute, mail.channel(), chat.channel());
    var slow = post.send(Kind.FIRST, "mail", 1);
    var waiting = post.send(Kind.CHANGED, "mail", 1);
    awaitBegun();
    var delivered = new CountDownLatch(1);
    post.outbox.addListener(
        new DeliveryListener() {
          @Override
          public void onDelivered(Message message, Duration took) {
            delivered.countDown();
          }
        });

    var quick = post.send(Kind.FIRST, "chat", 1);

    assertThat(delivered.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(chat.taken()).containsExactly(quick);
    assertThat(mail.calls()).isEqualTo(1);
    release.countDown();
    settle();
    assertThat(mail.taken()).containsExactly(slow, waiting);
  }

  @Test
  void aDeliveryThatTakesTooLongIsInterruptedAndTriedAgain() throws Exception {
    mail.next(slow());
    post.open(this::execute, mail.channel().timeout(Duration.ofSeconds(3)));
    var id = post.send(Kind.FIRST, "mail", 1);
    awaitBegun();

    post.pass(Duration.ofSeconds(3));
    settle();

    assertThat(post.outbox.find(id).orElseThrow().error())
        .hasValue("the delivery took longer than 3s");
    post.pass(Duration.ofSeconds(1));
    settle();
    assertThat(mail.taken()).containsExactly(id);
    assertThat(post.outbox.find(id).orElseThrow().attempts()).isEqualTo(2);
  }

  @Test
  void aThreadThatWasInterruptedGoesBackClean() throws Exception {
    var interrupted = new AtomicBoolean();
    mail.next(
        notification -> {
          begun.release();
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new IllegalStateException("gave up");
        });
    post.open(
        task ->
            execute(
                () -> {
                  task.run();
                  if (Thread.currentThread().isInterrupted()) {
                    interrupted.set(true);
                  }
                }),
        mail.channel());
    post.send(Kind.FIRST, "mail", 1);
    awaitBegun();

    post.pass(Duration.ofSeconds(10));
    settle();

    assertThat(interrupted).isFalse();
  }

  @Test
  void aDeliveryThatIgnoresItsInterruptionIsAbandonedAndTheChannelGoesOn() throws Exception {
    var abandoned = new AtomicInteger();
    mail.next(deaf());
    post.open(this::execute, mail.channel());
    post.outbox.addListener(
        new DeliveryListener() {
          @Override
          public void onAbandoned(Message message) {
            abandoned.incrementAndGet();
          }
        });
    var id = post.send(Kind.FIRST, "mail", 1);
    awaitBegun();
    post.pass(Duration.ofSeconds(11));
    settle();

    post.pass(Duration.ofSeconds(1));
    settle();

    assertThat(abandoned).hasValue(1);
    assertThat(mail.taken()).containsExactly(id);
    release(1);
    settle();
    assertThat(post.outbox.delivered()).hasSize(1);
    assertThat(post.outbox.find(id).orElseThrow().receipt()).isEqualTo(Receipt.of("re " + id));
  }

  @Test
  void whatAnAbandonedDeliveryBringsCountsIfNobodyHasTriedAgain() throws Exception {
    mail.next(deaf());
    post.open(this::execute, mail.channel());
    var id = post.send(Kind.FIRST, "mail", 1);
    awaitBegun();
    post.pass(Duration.ofSeconds(11));
    settle();
    assertThat(post.outbox.find(id).orElseThrow().error())
        .hasValue("the delivery took longer than 10s and ignored its interruption");

    release(1);
    settle();

    assertThat(mail.calls()).isEqualTo(1);
    var message = post.outbox.find(id).orElseThrow();
    assertThat(message.state()).isEqualTo(State.DELIVERED);
    assertThat(message.receipt()).isEqualTo(Receipt.of("late " + id));
  }

  @Test
  void aNotifierThatNeverReturnsHoldsFewThreads() throws Exception {
    for (int i = 0; i < 10; i++) {
      mail.next(deaf());
    }
    post.open(this::execute, mail.channel());
    var id = post.send(Kind.FIRST, "mail", 1);
    settle();
    for (int minutes = 0; minutes < 60; minutes++) {
      post.pass(Duration.ofSeconds(30));
      settle();
    }

    assertThat(mail.calls()).isEqualTo(Courier.MOST_ABANDONED);
    assertThat(post.outbox.find(id).orElseThrow().state()).isEqualTo(State.PENDING);
    release(Courier.MOST_ABANDONED);
    settle();
    assertThat(post.outbox.find(id).orElseThrow().state()).isEqualTo(State.DELIVERED);
  }

  /** As a listener that waits for a thread that itself waits for the outbox. */
  private List<String> askingFromAnotherThread() {
    var answers = new CopyOnWriteArrayList<String>();
    post.outbox.addListener(
        new DeliveryListener() {
          @Override
          public void onDelivered(Message message, Duration took) {
            try {
              var answer = threads.submit(() -> post.outbox.replay(message.id()));
              answers.add(message.id() + " " + answer.get(20, TimeUnit.SECONDS));
            } catch (Exception e) {
              answers.add(e.toString());
            }
          }
        });
    return answers;
  }

  @Test
  void aListenerMayWaitForAnotherThreadThatCallsTheOutbox() throws Exception {
    post.open(this::execute, mail.channel());
    var answers = askingFromAnotherThread();

    var id = post.send(Kind.FIRST, "mail", 1);
    settle();

    assertThat(answers).containsExactly(id + " false");
  }

  @Test
  void alsoWhenItIsToldByWhoeverClosesTheOutbox() {
    post.open(mail.channel());
    var answers = askingFromAnotherThread();
    mail.next(
        notification -> {
          post.store.takes(false);
          return Receipt.none();
        });
    var id = post.send(Kind.FIRST, "mail", 1);
    assertThat(answers).isEmpty();
    post.store.takes(true);

    post.outbox.close();

    assertThat(answers).containsExactly(id + " false");
  }

  @Test
  void aListenerThatBlocksDelaysNoDelivery() throws Exception {
    post.open(this::execute, mail.channel());
    post.outbox.addListener(
        new DeliveryListener() {
          @Override
          public void onDelivered(Message message, Duration took) {
            begun.release();
            work.arriveAndDeregister();
            try {
              release.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            work.register();
          }
        });
    var first = post.send(Kind.FIRST, "mail", 1);
    awaitBegun();

    var second = post.send(Kind.CHANGED, "mail", 1);
    settle();

    assertThat(mail.taken()).containsExactly(first, second);
    assertThat(post.outbox.delivered()).hasSize(2);
  }

  @Test
  void noListenerIsToldOnTheThreadOfTheTimers() throws Exception {
    var told = new CopyOnWriteArrayList<String>();
    var timers = Thread.currentThread();
    mail.next(deaf());
    post.open(this::execute, mail.channel());
    post.outbox.addListener(
        new DeliveryListener() {
          @Override
          public void onFailed(Message message) {
            told.add("FAILED " + (Thread.currentThread() == timers));
          }

          @Override
          public void onAbandoned(Message message) {
            told.add("ABANDONED " + (Thread.currentThread() == timers));
          }
        });
    post.send(Kind.FIRST, "mail", 1);
    awaitBegun();

    post.pass(Duration.ofSeconds(11));
    settle();

    assertThat(told).containsExactly("FAILED false", "ABANDONED false");
    release(1);
    settle();
  }

  @Test
  void aMessageUnderWayIsNotDiscarded() throws Exception {
    mail.next(slow());
    post.open(this::execute, mail.channel());
    var id = post.send(Kind.FIRST, "mail", 1);
    awaitBegun();

    assertThat(post.outbox.discard(id)).isFalse();

    release.countDown();
    settle();
    assertThat(post.outbox.delivered()).extracting(Message::id).containsExactly(id);
  }

  @Test
  void closingWaitsForWhatIsUnderWayAndBeginsNothing() throws Exception {
    mail.next(slow());
    post.open(this::execute, mail.channel());
    var id = post.send(Kind.FIRST, "mail", 1);
    var next = post.send(Kind.CHANGED, "mail", 1);
    awaitBegun();
    var closer = new Thread(() -> post.outbox.close(Duration.ofSeconds(20)));
    closer.start();
    while (closer.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }

    release.countDown();
    closer.join();

    assertThat(mail.taken()).containsExactly(id);
    assertThat(post.outbox.delivered()).hasSize(1);
    post.open(mail.channel());
    assertThat(mail.taken()).containsExactly(id, next);
  }

  @Test
  void closingInterruptsWhatTakesTooLongAndLeavesItToTheNextStart() throws Exception {
    mail.next(slow());
    post.open(this::execute, mail.channel());
    var id = post.send(Kind.FIRST, "mail", 1);
    awaitBegun();

    post.outbox.close(Duration.ZERO);

    settle();
    assertThat(mail.taken()).isEmpty();
    assertThat(post.outbox.find(id).orElseThrow().attempts()).isZero();
    post.open(mail.channel());
    assertThat(mail.taken()).containsExactly(id);
    assertThat(post.outbox.find(id).orElseThrow().attempts()).isEqualTo(1);
  }

  @Test
  void aClosedOutboxSendsNothing() {
    post.open(mail.channel());
    post.outbox.close();
    post.outbox.close();

    var id = post.send(Kind.FIRST, "mail", 1);

    assertThat(mail.taken()).isEmpty();
    post.open(mail.channel());
    assertThat(mail.taken()).containsExactly(id);
  }

  @Test
  void whatEndsWhileACommitIsWrittenSharesTheNextOne() {
    Deque<Runnable> tasks = new ArrayDeque<>();
    var mailboxes = mailboxes(10);
    post.open(tasks::add, channels(mailboxes));
    for (int i = 0; i < 10; i++) {
      post.send(Kind.FIRST, "m" + i, 1);
    }
    int before = post.store.commits();
    assertThat(tasks).hasSize(10);
    post.store.during(() -> runAll(tasks));

    tasks.remove().run();

    assertThat(post.outbox.delivered()).hasSize(10);
    assertThat(post.store.commits() - before).isEqualTo(2);
  }

  private static void runAll(Deque<Runnable> tasks) {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  private List<Mailbox> mailboxes(int count) {
    return IntStream.range(0, count).mapToObj(i -> post.mailbox("m" + i)).toList();
  }

  private static Channel[] channels(List<Mailbox> mailboxes) {
    return mailboxes.stream().map(Mailbox::channel).toArray(Channel[]::new);
  }

  @Test
  void anExecutorThatRefusesIsAskedAgain() {
    var refusing = new AtomicBoolean(true);
    post.open(
        task -> {
          if (refusing.get()) {
            throw new RejectedExecutionException("full");
          }
          task.run();
        },
        mail.channel());
    var id = post.send(Kind.FIRST, "mail", 1);
    post.pass(Duration.ofSeconds(5));
    assertThat(mail.calls()).isZero();
    refusing.set(false);

    post.pass(Duration.ofSeconds(2));

    assertThat(mail.taken()).containsExactly(id);
    assertThat(post.outbox.find(id).orElseThrow().attempts()).isEqualTo(1);
  }

  @Test
  void manyChannelsAndThreadsKeepEachOrder() throws Exception {
    var mailboxes = mailboxes(8);
    post.open(this::execute, channels(mailboxes));
    var sent = new ArrayList<ArrayList<String>>();
    mailboxes.forEach(mailbox -> sent.add(new ArrayList<>()));
    for (int round = 0; round < 100; round++) {
      for (int i = 0; i < mailboxes.size(); i++) {
        sent.get(i).add(post.send(Kind.CHANGED, "m" + i, round + 1));
      }
    }

    settle();

    for (int i = 0; i < mailboxes.size(); i++) {
      assertThat(mailboxes.get(i).taken()).isEqualTo(sent.get(i));
    }
    assertThat(post.outbox.pending()).isEmpty();
  }
}
