package dev.pulse.core.internal.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.api.notify.Receipt;
import dev.pulse.api.store.StoreException;
import dev.pulse.core.internal.notify.Message.State;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An outbox whose store is away, or whose process ends in the wrong moment. */
class OutboxStoreTest {
  private final PostOffice post = new PostOffice();
  private final Mailbox mail = post.mailbox("mail");

  @Test
  void whatWasSentAndNotWrittenDownIsSentAgainUnderTheSameId() {
    post.open(mail.channel());
    var first = post.message(Kind.FIRST, "mail", 1);
    var second = post.message(Kind.RESOLVED, "mail", 1);
    post.store(first, second);
    post.store.takes(false);
    post.open(mail.channel());
    assertThat(mail.taken()).containsExactly(first.id());
    post.store.takes(true);

    post.open(mail.channel());

    assertThat(mail.taken()).containsExactly(first.id(), first.id(), second.id());
  }

  @Test
  void nothingElseOfAChannelIsSentBeforeWhatBecameOfTheLastOneIsStored() {
    var chat = post.mailbox("chat");
    post.open(mail.channel(), chat.channel());
    var messages = post.message(Kind.FIRST, "mail", 1);
    var next = post.message(Kind.CHANGED, "mail", 1);
    var other = post.message(Kind.FIRST, "chat", 1);
    post.store(messages, next, other);
    post.store.takes(false);

    post.open(mail.channel(), chat.channel());
    post.pass(Duration.ofMinutes(10));

    assertThat(mail.taken()).containsExactly(messages.id());
    assertThat(chat.taken()).containsExactly(other.id());
    assertThat(post.outbox.pending()).hasSize(3);
    post.store.takes(true);
    post.pass(Duration.ofSeconds(1));
    assertThat(mail.taken()).containsExactly(messages.id(), next.id());
    assertThat(post.outbox.pending()).isEmpty();
  }

  @Test
  void aStoreThatIsAwayIsTriedOnceASecond() {
    post.open(mail.channel());
    mail.next(
        notification -> {
          post.store.takes(false);
          return Receipt.none();
        });
    post.send(Kind.FIRST, "mail", 1);
    int before = post.store.commits();

    post.pass(Duration.ofSeconds(60));

    assertThat(post.store.commits() - before).isEqualTo(60);
  }

  @Test
  void failedAttemptsAreWrittenDownWhenTheStoreIsBack() {
    post.open(mail.channel());
    mail.next(
        notification -> {
          post.store.takes(false);
          throw new IllegalStateException("no");
        });
    mail.away(false);
    var id = post.send(Kind.FIRST, "mail", 1);
    mail.away(true);
    post.store.takes(true);
    post.pass(Duration.ofSeconds(2));
    var before = post.outbox.find(id).orElseThrow();

    post.open();

    assertThat(before.attempts()).isGreaterThan(1);
    assertThat(post.outbox.pending()).containsExactly(before);
  }

  @Test
  void aMessageThatCannotBeReadWaitsForTheStore() {
    var message = post.message(Kind.FIRST, "mail", 1);
    post.store(message);
    mail.away(true);
    post.open(mail.channel());
    mail.away(false);
    post.store.gives(false);

    post.pass(Duration.ofMinutes(1));
    assertThat(mail.taken()).isEmpty();
    assertThat(post.outbox.find(message.id()).orElseThrow().attempts()).isEqualTo(1);
    post.store.gives(true);
    post.pass(Duration.ofSeconds(1));

    assertThat(mail.notifications()).containsExactly(message);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("surprises")
  void whateverKeepsAMessageFromBeingReadItsChannelGoesOn(String name, Throwable surprise) {
    var message = post.message(Kind.FIRST, "mail", 1);
    post.store(message);
    post.restore(Runnable::run, mail.channel());
    post.store.whenAsked(() -> throwUnchecked(surprise));
    post.outbox.dispatch();
    assertThat(mail.calls()).as(name).isZero();

    post.pass(Duration.ofSeconds(1));

    assertThat(mail.notifications()).containsExactly(message);
    assertThat(post.outbox.find(message.id()).orElseThrow().attempts()).isEqualTo(1);
  }

  static Stream<Arguments> surprises() {
    return Stream.of(
        Arguments.of("a foreign store's own exception", new IllegalStateException("no cursor")),
        Arguments.of("a class that is missing", new NoClassDefFoundError("acme/Row")));
  }

  private static void throwUnchecked(Throwable surprise) {
    if (surprise instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) surprise;
  }

  @Test
  void anErrorOfTheStoreIsNoReasonNeverToWriteAgain() {
    post.open(mail.channel());
    mail.next(
        notification -> {
          post.store.during(
              () -> {
                throw new NoClassDefFoundError("acme/Row");
              });
          post.store.takes(false);
          return Receipt.none();
        });
    var id = post.send(Kind.FIRST, "mail", 1);
    post.pass(Duration.ofSeconds(1));
    post.store.during(
        () -> {
          throw new NoClassDefFoundError("acme/Row");
        });
    post.pass(Duration.ofSeconds(1));
    post.store.takes(true);

    post.pass(Duration.ofSeconds(1));

    assertThat(post.outbox.delivered()).extracting(Message::id).containsExactly(id);
  }

  @Test
  void aMessageThatIsGoneFromTheStoreIsSetAside() {
    var message = post.message(Kind.FIRST, "mail", 1);
    post.store(message);
    mail.fails();
    post.open(mail.channel());
    post.store.documents(Records.MESSAGES).delete(message.id());

    post.pass(Duration.ofSeconds(1));

    var dead = post.outbox.find(message.id()).orElseThrow();
    assertThat(dead.state()).isEqualTo(State.DEAD);
    assertThat(dead.error()).hasValue("its text is not in the store any more");
  }

  @Test
  void aDeadMessageIsNotSentAgainUnlessTheStoreKnows() {
    post.open(mail.channel());
    mail.refuses();
    var id = post.send(Kind.FIRST, "mail", 1);
    post.store.takes(false);

    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> post.outbox.replay(id));

    assertThat(mail.taken()).isEmpty();
    assertThat(post.outbox.dead()).extracting(Message::id).containsExactly(id);
    post.store.takes(true);
    assertThat(post.outbox.replay(id)).isTrue();
    assertThat(mail.taken()).containsExactly(id);
  }

  @Test
  void whatTheStoreDoesNotForgetIsNotDiscarded() {
    post.open(mail.channel());
    mail.refuses().fails();
    var dead = post.send(Kind.FIRST, "mail", 1);
    var waiting = post.send(Kind.FIRST, "mail", 2);
    post.store.takes(false);

    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> post.outbox.discard(dead));
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> post.outbox.discard(waiting));

    post.store.takes(true);
    assertThat(post.outbox.dead()).extracting(Message::id).containsExactly(dead);
    post.pass(Duration.ofSeconds(1));
    assertThat(mail.taken()).containsExactly(waiting);
  }

  @Test
  void aMessageThatWasSetAsideUnstoredIsTriedAgainBeforeLaterOnes() {
    post.open(mail.channel());
    var refused = post.message(Kind.FIRST, "mail", 1);
    var next = post.message(Kind.CHANGED, "mail", 1);
    post.store(refused, next);
    mail.refuses();
    post.store.takes(false);
    post.open(mail.channel());
    post.store.takes(true);

    post.open(mail.channel());

    assertThat(mail.taken()).containsExactly(refused.id(), next.id());
  }

  @Test
  void closingStoresWhatCouldNotBeStoredBefore() {
    post.open(mail.channel());
    mail.next(
        notification -> {
          post.store.takes(false);
          return Receipt.none();
        });
    var id = post.send(Kind.FIRST, "mail", 1);
    post.store.takes(true);

    post.outbox.close();
    post.open(mail.channel());

    assertThat(mail.taken()).containsExactly(id);
    assertThat(post.outbox.delivered()).hasSize(1);
  }
}
