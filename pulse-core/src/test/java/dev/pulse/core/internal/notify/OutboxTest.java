package dev.pulse.core.internal.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.pulse.api.notify.Channel;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.api.notify.Receipt;
import dev.pulse.core.internal.notify.Message.State;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OutboxTest {
  private final PostOffice post = new PostOffice();
  private final Mailbox mail = post.mailbox("mail");

  @Test
  void aMessageIsDeliveredAtOnceAndItsReceiptIsKept() {
    post.open(mail.channel());

    var id = post.send(Kind.FIRST, "mail", 7);

    assertThat(mail.taken()).containsExactly(id);
    assertThat(post.outbox.pending()).isEmpty();
    var message = post.outbox.find(id).orElseThrow();
    assertThat(message.state()).isEqualTo(State.DELIVERED);
    assertThat(message.attempts()).isEqualTo(1);
    assertThat(message.triedAt()).hasValue(post.clock.instant());
    assertThat(message.receipt()).isEqualTo(Receipt.of("re " + id));
    assertThat(message.incidents()).containsExactly(7L);
    assertThat(post.outbox.delivered()).containsExactly(message);
    assertThat(post.outbox.about(7)).containsExactly(message);
    assertThat(post.outbox.about(8)).isEmpty();
  }

  @Test
  void nothingIsSentBeforeItIsDispatchedNotEvenByAnExecutorThatRunsOnTheSpot() {
    post.open(mail.channel());
    var message = post.message(Kind.FIRST, "mail", 1);
    post.store(message);

    post.outbox.add(List.of(message));
    assertThat(mail.calls()).isZero();
    assertThat(post.outbox.pending()).extracting(Message::id).containsExactly(message.id());
    post.restore(Runnable::run, mail.channel());
    assertThat(mail.calls()).isZero();
    assertThat(post.outbox.pending()).extracting(Message::id).containsExactly(message.id());
    post.outbox.dispatch();

    assertThat(mail.notifications()).containsExactly(message);
  }

  @Test
  void theNewestIdIsThatOfTheLastMessageWhateverBecameOfIt() {
    post.open(mail.channel());
    assertThat(post.outbox.newestId()).isEmpty();

    var delivered = post.send(Kind.FIRST, "mail", 1);
    assertThat(post.open(mail.channel()).newestId()).hasValue(delivered);
    mail.refuses();
    var dead = post.send(Kind.FIRST, "mail", 2);
    assertThat(post.open(mail.channel()).newestId()).hasValue(dead);
    var pending = post.send(Kind.FIRST, "gone", 3);

    assertThat(post.outbox.newestId()).hasValue(pending);
    assertThat(post.open(mail.channel()).newestId()).hasValue(pending);
  }

  @Test
  void theMessagesOfAChannelKeepTheirOrderWhateverFails() {
    post.open(mail.channel());
    mail.fails().fails();
    var ids = new ArrayList<String>();
    for (int i = 1; i <= 5; i++) {
      ids.add(post.send(Kind.FIRST, "mail", i));
    }

    assertThat(mail.taken()).isEmpty();
    post.pass(Duration.ofSeconds(3));

    assertThat(mail.taken()).isEqualTo(ids);
    assertThat(mail.calls()).isEqualTo(7);
    assertThat(post.outbox.find(ids.get(0)).orElseThrow().attempts()).isEqualTo(3);
  }

  @Test
  void aChannelThatFailsDoesNotDelayAnother() {
    var chat = post.mailbox("chat");
    post.open(mail.channel(), chat.channel());
    mail.away(true);

    post.send(Kind.FIRST, "mail", 1);
    var second = post.send(Kind.FIRST, "chat", 1);

    assertThat(chat.taken()).containsExactly(second);
    assertThat(post.outbox.pending()).extracting(Message::channel).containsExactly("mail");
  }

  @Test
  void aReceiverThatIsDownForADayGetsItsMessagesInOrderAndOnceWhenItReturns() {
    post.open(mail.channel());
    mail.away(true);
    var ids = new ArrayList<String>();
    for (int hour = 0; hour < 24; hour++) {
      ids.add(post.send(Kind.FIRST, "mail", hour + 1));
      post.pass(Duration.ofMinutes(30));
      ids.add(post.send(Kind.RESOLVED, "mail", hour + 1));
      post.pass(Duration.ofMinutes(30));
    }
    int inVain = mail.calls();
    assertThat(inVain).isBetween(24 * 12, 24 * 24 + 20);

    mail.away(false);
    post.pass(Duration.ofMinutes(5));

    assertThat(mail.taken()).isEqualTo(ids);
    assertThat(mail.calls()).isEqualTo(inVain + 48);
    assertThat(post.outbox.pending()).isEmpty();
  }

  @Test
  void aReceiverThatIsDownForADayGetsItsMessagesAlsoWhenPulseIsKilledMeanwhile() {
    mail.away(true);
    var ids = new ArrayList<String>();
    for (int hour = 0; hour < 24; hour++) {
      post.open(mail.channel());
      ids.add(post.send(Kind.FIRST, "mail", hour + 1));
      post.pass(Duration.ofHours(1));
      post.outbox.close(Duration.ZERO);
    }
    mail.away(false);

    post.open(mail.channel());

    assertThat(mail.taken()).isEqualTo(ids);
  }

  @Test
  void afterEachFailureAChannelIsLeftAloneForLonger() {
    post.open(mail.channel());
    mail.away(true);
    post.send(Kind.FIRST, "mail", 1);
    post.pass(Duration.ofHours(1));

    var times = mail.times();
    for (int i = 1; i < 14; i++) {
      long longest = Math.min(1_000L << (i - 1), 300_000);
      assertThat(Duration.between(times.get(i - 1), times.get(i)).toMillis())
          .as("pause %s", i)
          .isBetween(longest / 2, longest);
    }
    assertThat(post.outbox.nextTry("mail").orElseThrow()).isAfter(post.clock.instant());
  }

  @Test
  void aDeliveryEndsTheRowOfFailures() {
    post.open(mail.channel());
    mail.fails().fails().fails().fails();
    post.send(Kind.FIRST, "mail", 1);
    post.pass(Duration.ofMinutes(1));
    mail.fails();
    var next = post.send(Kind.FIRST, "mail", 2);

    post.pass(Duration.ofSeconds(1));

    assertThat(mail.taken()).contains(next);
    assertThat(post.outbox.nextTry("mail")).isEmpty();
  }

  @Test
  void aReceiverThatWantsToBeLeftAloneIs() {
    post.open(mail.channel());
    mail.wantsPeaceFor(Duration.ofMinutes(7));
    var id = post.send(Kind.FIRST, "mail", 1);

    post.pass(Duration.ofMinutes(7).minusMillis(1));
    assertThat(mail.calls()).isEqualTo(1);
    post.pass(Duration.ofMillis(1));

    assertThat(mail.taken()).containsExactly(id);
  }

  @Test
  void aReceiverThatWantsToBeLeftAloneIsAlsoAfterARestart() {
    post.open(mail.channel());
    mail.wantsPeaceFor(Duration.ofMinutes(7));
    var id = post.send(Kind.FIRST, "mail", 1);
    post.pass(Duration.ofMinutes(1));

    post.open(mail.channel());
    assertThat(mail.calls()).isEqualTo(1);
    assertThat(post.outbox.find(id).orElseThrow().error()).hasValue("429 Too Many Requests");
    post.pass(Duration.ofMinutes(6));

    assertThat(mail.taken()).containsExactly(id);
    assertThat(post.outbox.find(id).orElseThrow().attempts()).isEqualTo(2);
  }

  @Test
  void aReceiverIsNotLeftAloneForLongerBecauseTheClockWasWrong() {
    var now = post.clock.instant();
    post.clock.set(now.plus(Duration.ofDays(1)));
    post.open(mail.channel());
    mail.wantsPeaceFor(Duration.ofSeconds(30));
    var id = post.send(Kind.FIRST, "mail", 1);
    post.clock.set(now);

    post.open(mail.channel());
    assertThat(mail.calls()).isEqualTo(1);
    post.pass(Duration.ofSeconds(30));

    assertThat(mail.taken()).containsExactly(id);
  }

  @Test
  void aRestartTriesAFailedChannelAtOnce() {
    post.open(mail.channel());
    mail.away(true);
    var id = post.send(Kind.FIRST, "mail", 1);
    post.pass(Duration.ofHours(1));
    mail.away(false);

    post.open(mail.channel());

    assertThat(mail.taken()).containsExactly(id);
  }

  @Test
  void nobodyIsLeftAloneForLongerThanAMessageLives() {
    post.open(mail.channel().maxAge(Duration.ofHours(1)));
    mail.wantsPeaceFor(Duration.ofDays(365_000));
    post.send(Kind.FIRST, "mail", 1);
    post.pass(Duration.ofMinutes(30));
    var next = post.send(Kind.FIRST, "mail", 2);

    post.pass(Duration.ofMinutes(30));

    assertThat(mail.taken()).containsExactly(next);
    assertThat(post.outbox.dead()).hasSize(1);
  }

  @Test
  void aFailureThatStaysSetsTheMessageAsideAndTheNextOneGoes() {
    post.open(mail.channel());
    mail.refuses();

    var dead = post.send(Kind.FIRST, "mail", 1);
    var next = post.send(Kind.FIRST, "mail", 2);

    assertThat(mail.taken()).containsExactly(next);
    assertThat(post.outbox.dead()).extracting(Message::id).containsExactly(dead);
    var message = post.outbox.find(dead).orElseThrow();
    assertThat(message.state()).isEqualTo(State.DEAD);
    assertThat(message.error()).hasValue("404 Not Found");
    assertThat(message.attempts()).isEqualTo(1);
    assertThat(post.outbox.dead("mail")).isEqualTo(1);
  }

  @Test
  void whatIsTooOldIsSetAsideWithWhatWasTried() {
    post.open(mail.channel().maxAge(Duration.ofHours(2)));
    mail.away(true);
    var first = post.send(Kind.FIRST, "mail", 1);
    var second = post.send(Kind.FIRST, "mail", 2);
    post.pass(Duration.ofHours(1));
    var third = post.send(Kind.FIRST, "mail", 3);

    post.pass(Duration.ofMinutes(59));
    assertThat(post.outbox.dead()).isEmpty();
    post.pass(Duration.ofMinutes(1));

    assertThat(post.outbox.dead()).extracting(Message::id).containsExactly(first, second);
    assertThat(post.outbox.find(first).orElseThrow().error())
        .hasValue("not delivered within 2h: connection refused");
    assertThat(post.outbox.pending()).extracting(Message::id).containsExactly(third);
    mail.away(false);
    post.pass(Duration.ofMinutes(5));
    assertThat(mail.taken()).containsExactly(third);
  }

  @Test
  void whatBecameTooOldWhilePulseWasDownIsTriedOnce() {
    post.open(mail.channel().maxAge(Duration.ofHours(1)));
    mail.away(true);
    var first = post.send(Kind.FIRST, "mail", 1);
    var over = post.send(Kind.RESOLVED, "mail", 1);
    post.outbox.close();
    post.pass(Duration.ofDays(4));
    mail.away(false);

    post.open(mail.channel().maxAge(Duration.ofHours(1)));

    assertThat(mail.taken()).containsExactly(first, over);
    assertThat(post.outbox.dead()).isEmpty();
  }

  @Test
  void whatBecameTooOldWhilePulseWasDownIsSetAsideWhenThatFails() {
    post.open(mail.channel().maxAge(Duration.ofHours(1)));
    mail.away(true);
    var first = post.send(Kind.FIRST, "mail", 1);
    var over = post.send(Kind.RESOLVED, "mail", 1);
    post.outbox.close();
    post.pass(Duration.ofDays(4));

    post.open(mail.channel().maxAge(Duration.ofHours(1)));

    assertThat(mail.calls()).isEqualTo(2);
    assertThat(post.outbox.dead()).extracting(Message::id).containsExactly(first, over);
  }

  @Test
  void aClockThatJumpsAheadByDaysGivesNothingUpUntried() {
    post.open(mail.channel());
    var message = post.message(Kind.FIRST, "mail", 1);
    post.store(message);
    post.outbox.add(List.of(message));
    post.clock.set(Instant.parse("2027-01-01T00:00:00Z"));

    post.outbox.dispatch();

    assertThat(mail.notifications()).containsExactly(message);
  }

  @Test
  @Timeout(30)
  void whatBecomesTooOldWhileItsReceiverWantsToBeLeftAloneIsTriedAfterThat() {
    post.open(mail.channel().maxAge(Duration.ofHours(1)));
    mail.wantsPeaceFor(Duration.ofMinutes(50));
    var id = post.send(Kind.FIRST, "mail", 1);
    post.pass(Duration.ofMinutes(50));
    assertThat(mail.taken()).containsExactly(id);
    mail.fails().wantsPeaceFor(Duration.ofMinutes(60));
    var next = post.message(Kind.CHANGED, "mail", 1);
    post.send(next);
    post.pass(Duration.ofSeconds(1));
    post.open(mail.channel().maxAge(Duration.ofHours(1)));

    post.pass(Duration.ofHours(1).minusSeconds(1));
    assertThat(mail.calls()).isEqualTo(4);
    assertThat(post.outbox.pending()).hasSize(1);
    post.pass(Duration.ofSeconds(1));

    assertThat(mail.taken()).containsExactly(id, next.id());
  }

  @Test
  void messagesOfAChannelThatIsNotConfiguredWaitForIt() {
    post.open(mail.channel());
    var id = post.send(Kind.FIRST, "gone", 1);
    post.pass(Duration.ofDays(2));
    assertThat(post.outbox.pending()).extracting(Message::id).containsExactly(id);

    var back = post.mailbox("gone");
    post.open(back.channel());

    assertThat(back.taken()).containsExactly(id);
  }

  @Test
  void messagesOfAChannelThatIsNotConfiguredAreSetAsideInTheEnd() {
    post.open(mail.channel());
    var id = post.send(Kind.FIRST, "gone", 1);

    post.pass(Duration.ofDays(3));

    var message = post.outbox.find(id).orElseThrow();
    assertThat(message.state()).isEqualTo(State.DEAD);
    assertThat(message.error())
        .hasValue("not delivered within 3d: there is no channel \"gone\" in the configuration");
  }

  @Test
  void laterMessagesOfAGroupContinueTheFirstUntilItIsOver() {
    post.open(mail.channel());
    var first = post.send(Kind.FIRST, "mail", 1);
    post.send(Kind.CHANGED, "mail", 1);
    post.send(Kind.FIRST, "mail", 2);
    post.send(Kind.REPEAT, "mail", 1);
    post.send(Kind.RESOLVED, "mail", 1);
    var again = post.send(Kind.FIRST, "mail", 1);
    post.send(Kind.RESOLVED, "mail", 1);

    assertThat(mail.notifications())
        .extracting(message -> message.continues().map(Receipt::reference).orElse("-"))
        .containsExactly("-", "re " + first, "-", "re " + first, "re " + first, "-", "re " + again);
  }

  @Test
  void aMessageThatBeganAnewIsWhatTheNextOneContinues() {
    post.open(mail.channel());
    var first = post.send(Kind.FIRST, "mail", 1);
    mail.next(any -> Receipt.of("anew"));
    post.send(Kind.CHANGED, "mail", 1);
    post.open(mail.channel());
    post.send(Kind.REPEAT, "mail", 1);
    mail.next(any -> Receipt.none());
    post.send(Kind.CHANGED, "mail", 1);
    post.send(Kind.RESOLVED, "mail", 1);

    assertThat(mail.notifications())
        .extracting(message -> message.continues().map(Receipt::reference).orElse("-"))
        .containsExactly("-", "re " + first, "anew", "anew", "anew");
  }

  @Test
  void aGroupIsContinuedAfterARestart() {
    post.open(mail.channel());
    var first = post.send(Kind.FIRST, "mail", 1);
    post.open(mail.channel());
    post.pass(Duration.ofDays(60));
    post.send(Kind.REPEAT, "mail", 1);
    post.pass(Duration.ofDays(60));

    post.open(mail.channel());
    post.send(Kind.RESOLVED, "mail", 1);
    post.open(mail.channel());
    post.send(Kind.CHANGED, "mail", 1);

    assertThat(mail.notifications())
        .extracting(message -> message.continues().map(Receipt::reference).orElse("-"))
        .containsExactly("-", "re " + first, "re " + first, "-");
  }

  @Test
  void aGroupWhoseEndNeverComesIsForgotten() {
    post.open(mail.channel());
    post.send(Kind.FIRST, "mail", 1);
    post.pass(Duration.ofDays(91));

    post.open(mail.channel());
    post.send(Kind.CHANGED, "mail", 1);

    assertThat(mail.notifications().get(1).continues()).isEmpty();
  }

  @Test
  void whatIsNoPartOfAGroupContinuesNothing() {
    post.open(mail.channel());
    for (Kind kind : List.of(Kind.DIGEST, Kind.DIGEST, Kind.SUMMARY, Kind.TEST)) {
      post.send(kind, "mail", 1);
    }

    assertThat(mail.notifications()).allMatch(message -> message.continues().isEmpty());
    assertThat(post.store.documents(Records.THREADS).list()).isEmpty();
  }

  @Test
  void theFirstMessageThatIsDeliveredBeginsTheGroup() {
    post.open(mail.channel());
    mail.refuses();
    post.send(Kind.FIRST, "mail", 1);
    var changed = post.send(Kind.CHANGED, "mail", 1);
    post.send(Kind.RESOLVED, "mail", 1);

    assertThat(mail.notifications().get(1).continues()).hasValue(Receipt.of("re " + changed));
  }

  @Test
  void aDeadMessageIsSentAgainWhenSomebodyWantsIt() {
    post.open(mail.channel().maxAge(Duration.ofHours(1)));
    mail.away(true);
    var id = post.send(Kind.FIRST, "mail", 1);
    post.pass(Duration.ofDays(2));
    mail.away(false);
    assertThat(post.outbox.replay("another")).isFalse();

    assertThat(post.outbox.replay(id)).isTrue();

    assertThat(mail.taken()).containsExactly(id);
    assertThat(post.outbox.dead()).isEmpty();
    assertThat(post.outbox.replay(id)).isFalse();
  }

  @Test
  void theAgeOfAMessageThatIsSentAgainBeginsAnewAlsoAfterARestart() {
    post.open(mail.channel());
    mail.refuses();
    var id = post.send(Kind.FIRST, "mail", 1);
    post.pass(Duration.ofDays(10));
    mail.away(true);
    post.outbox.replay(id);

    post.open(mail.channel());
    post.pass(Duration.ofDays(2));
    assertThat(post.outbox.pending()).extracting(Message::id).containsExactly(id);
    post.pass(Duration.ofDays(1));

    assertThat(post.outbox.dead()).extracting(Message::id).containsExactly(id);
  }

  @Test
  void whatIsDiscardedIsGone() {
    post.open(mail.channel());
    mail.refuses().fails();
    var dead = post.send(Kind.FIRST, "mail", 1);
    var waiting = post.send(Kind.FIRST, "mail", 2);
    var next = post.send(Kind.FIRST, "mail", 3);

    assertThat(post.outbox.discard(dead)).isTrue();
    assertThat(post.outbox.discard(waiting)).isTrue();
    assertThat(post.outbox.discard(waiting)).isFalse();
    post.pass(Duration.ofSeconds(1));

    assertThat(mail.taken()).containsExactly(next);
    assertThat(post.outbox.discard(next)).isFalse();
    assertThat(post.outbox.find(dead)).isEmpty();
    assertThat(post.outbox.find(waiting)).isEmpty();
    post.open(mail.channel());
    assertThat(post.outbox.dead()).isEmpty();
    assertThat(post.outbox.pending()).isEmpty();
  }

  @Test
  void everythingIsFoundAgainAfterARestart() {
    post.open(mail.channel());
    mail.next(notification -> Receipt.of("re")).refuses().fails();
    post.send(Kind.FIRST, "mail", 1);
    post.send(Kind.CHANGED, "mail", 1);
    post.send(Kind.REPEAT, "mail", 1);
    post.send(Kind.RESOLVED, "mail", 1);
    var before = post.outbox;
    mail.away(true);

    post.open();

    assertThat(post.outbox.delivered()).isEqualTo(before.delivered()).hasSize(1);
    assertThat(post.outbox.dead()).isEqualTo(before.dead()).hasSize(1);
    assertThat(post.outbox.pending()).isEqualTo(before.pending()).hasSize(2);
    assertThat(post.outbox.about(1)).isEqualTo(before.about(1)).hasSize(4);
    assertThat(post.outbox.pending("mail")).isEqualTo(2);
  }

  @Test
  void whatAMessageSaysIsReadFromTheStoreUnlessItWasDelivered() {
    post.open(mail.channel());
    mail.fails();
    var message = post.message(Kind.FIRST, "mail", 1);
    post.send(message);
    assertThat(post.outbox.notification(message.id())).hasValue(message);

    post.pass(Duration.ofSeconds(1));

    assertThat(post.outbox.notification(message.id())).isEmpty();
    assertThat(mail.notifications()).containsExactly(message);
  }

  @Test
  void aMessageIsTheSameAfterARestart() {
    post.open();
    var message = post.message(Kind.FIRST, "mail", 1);
    post.send(message);

    post.open(mail.channel());

    assertThat(mail.notifications()).containsExactly(message);
  }

  @Test
  void deliveredMessagesAreForgottenAfterAWeekOrWhenThereAreTooMany() {
    post.open(mail.channel());
    post.send(Kind.FIRST, "mail", 1);
    post.pass(Duration.ofDays(7));
    post.send(Kind.FIRST, "mail", 2);
    assertThat(post.outbox.delivered()).hasSize(2);
    post.pass(Duration.ofSeconds(1));

    for (int i = 3; i < 3 + 25; i++) {
      post.send(Kind.FIRST, "mail", i);
    }
    var sent = post.send(Kind.RESOLVED, "mail", 1);

    assertThat(post.outbox.find("00001-mail")).isEmpty();
    assertThat(post.outbox.delivered()).hasSizeBetween(20, 21);
    assertThat(post.outbox.delivered()).extracting(Message::id).endsWith(sent);
    assertThat(post.store.documents(Records.DELIVERED).list()).hasSizeLessThanOrEqualTo(21);
  }

  @Test
  void deadMessagesAreForgottenAfterAMonth() {
    post.open(mail.channel());
    mail.refuses();
    var dead = post.send(Kind.FIRST, "mail", 1);
    post.pass(Duration.ofDays(30));
    post.open(mail.channel());
    assertThat(post.outbox.find(dead)).isPresent();
    post.pass(Duration.ofSeconds(1));

    post.open(mail.channel());

    assertThat(post.outbox.find(dead)).isEmpty();
    assertThat(post.store.documents(Records.MESSAGES).list()).isEmpty();
    assertThat(post.store.documents(Records.MARKS).list()).isEmpty();
  }

  @Test
  void aQueueThatIsTooLongForMemoryIsReadFromTheStore() {
    post.open(mail.channel());
    mail.away(true);
    var messages =
        IntStream.rangeClosed(1, 1_200)
            .mapToObj(i -> post.message(Kind.FIRST, "mail", i))
            .toArray(Notification[]::new);
    post.send(messages);
    mail.away(false);

    post.pass(Duration.ofSeconds(1));

    assertThat(mail.notifications()).containsExactly(messages);
  }

  @Test
  void documentsThatAreDamagedAreLeftAloneAndTheOthersGo() {
    post.open(mail.channel());
    post.store.documents(Records.MESSAGES).create("00000-mail", "{\"kind\":\"FIRST\"}");
    post.store.documents(Records.MESSAGES).create("00000-nil", "null");
    post.store.documents(Records.MARKS).create("x", "[]");
    post.store.documents(Records.DELIVERED).create("x", "{}");
    post.store.documents(Records.ATTEMPTS).create("mail", "{\"message\":7}");
    post.store.documents(Records.THREADS).create("x", "?");
    var message = post.message(Kind.FIRST, "mail", 1);
    post.store(message);

    post.open(mail.channel());

    assertThat(mail.notifications()).containsExactly(message);
    assertThat(post.store.documents(Records.MESSAGES).list()).hasSize(2);
  }

  @Test
  void aMessageWhoseAlertsAreDamagedIsSetAsideAndTheNextOneGoes() {
    post.open();
    var broken = post.message(Kind.FIRST, "mail", 1);
    var next = post.message(Kind.FIRST, "mail", 2);
    post.store(broken, next);
    post.store
        .documents(Records.MESSAGES)
        .change(
            broken.id(),
            body -> body.orElseThrow().replace("\"CRITICAL\"", "7").replace("\"WARNING\"", "7"));

    post.open(mail.channel());

    assertThat(mail.notifications()).containsExactly(next);
    assertThat(post.outbox.dead())
        .singleElement()
        .satisfies(dead -> assertThat(dead.error()).hasValue("its text in the store is damaged"));
  }

  @Test
  void noUrlOfAFailureIsRepeated() {
    post.open(mail.channel());
    mail.next(
        notification -> {
          throw new IOException(
              "cannot reach https://u:p@hooks.example:8443/services/T0/SECRET?token=SECRET now");
        });
    var id = post.send(Kind.FIRST, "mail", 1);
    assertThat(post.outbox.find(id).orElseThrow().error())
        .hasValue("IOException: cannot reach https://hooks.example:8443/*** now");

    mail.next(
        notification -> {
          throw NotifyException.passing("no answer of https://hooks.example/SECRET", null);
        });
    post.pass(Duration.ofSeconds(1));

    assertThat(post.outbox.find(id).orElseThrow().error())
        .hasValue("no answer of https://hooks.example/***");
  }

  @Test
  void whatANotifierSaysIsCutOff() {
    post.open(mail.channel());
    mail.next(
        notification -> {
          throw new IllegalStateException("x\n".repeat(10_000));
        });

    var id = post.send(Kind.FIRST, "mail", 1);

    assertThat(post.outbox.find(id).orElseThrow().error().orElseThrow())
        .hasSize(500)
        .doesNotContain("\n");
  }

  @Test
  void aNotifierThatIsBrokenCountsAsAFailureThatMayGoAway() {
    post.open(mail.channel());
    mail.next(
            notification -> {
              throw new NoClassDefFoundError("acme/Client");
            })
        .next(notification -> null);
    var id = post.send(Kind.FIRST, "mail", 1);
    assertThat(post.outbox.find(id).orElseThrow().error())
        .hasValue("the notifier is broken: NoClassDefFoundError: acme/Client");

    post.pass(Duration.ofSeconds(1));

    assertThat(mail.taken()).containsExactly(id);
    assertThat(post.outbox.find(id).orElseThrow().receipt()).isEqualTo(Receipt.none());
  }

  @Test
  void aTimerThatIsNotToBeHadDelaysADeliveryAndNothingElse() {
    post.open(mail.channel());
    post.refuseTimers(1);
    var id = post.send(Kind.FIRST, "mail", 1);
    assertThat(mail.calls()).isZero();

    post.pass(Duration.ofSeconds(1));

    assertThat(mail.taken()).containsExactly(id);
    assertThat(post.outbox.find(id).orElseThrow().attempts()).isEqualTo(1);
  }

  @Test
  void aChannelThatNoTimerLooksAtIsLookedAtWithTheNextMessageOfAnother() {
    var chat = post.mailbox("chat");
    post.open(mail.channel(), chat.channel());
    mail.next(
        notification -> {
          post.refuseTimers(1);
          throw NotifyException.passing("503 Service Unavailable", null);
        });
    var message = post.message(Kind.FIRST, "mail", 1);
    post.store(message);
    post.outbox.add(List.of(message));
    assertThatIllegalStateException().isThrownBy(() -> post.outbox.dispatch());
    post.pass(Duration.ofSeconds(1));

    post.send(Kind.FIRST, "chat", 1);

    assertThat(mail.taken()).containsExactly(message.id());
  }

  @Test
  void twoChannelsOfOneNameAreRefused() {
    var other = Channel.of("mail", notification -> Receipt.none());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> post.open(mail.channel(), other))
        .withMessageContaining("\"mail\"");
  }

  @Test
  void aListenerIsToldWhatBecomesOfMessages() {
    var told = new ArrayList<String>();
    post.open(mail.channel());
    post.outbox.addListener(
        new DeliveryListener() {
          @Override
          public void onFailed(Message message) {
            throw new IllegalStateException("a listener of no importance");
          }
        });
    post.outbox.addListener(new Told(told));
    mail.next(
            notification -> {
              post.scheduler.advance(Duration.ofSeconds(2));
              return Receipt.none();
            })
        .fails()
        .refuses();

    post.send(Kind.FIRST, "mail", 1);
    post.send(Kind.CHANGED, "mail", 1);
    post.pass(Duration.ofSeconds(1));

    assertThat(told)
        .containsExactly("DELIVERED 1 PT2S", "FAILED 1", "FAILED 2", "DEAD 2: 404 Not Found");
  }

  @Test
  void aListenerThatMissesAClassStopsNothing() {
    post.open(mail.channel());
    post.outbox.addListener(
        new DeliveryListener() {
          @Override
          public void onFailed(Message message) {
            throw new NoClassDefFoundError("acme/Meter");
          }
        });
    mail.fails();
    var id = post.send(Kind.FIRST, "mail", 1);

    post.pass(Duration.ofSeconds(1));

    assertThat(mail.taken()).containsExactly(id);
  }

  private record Told(List<String> told) implements DeliveryListener {
    @Override
    public void onDelivered(Message message, Duration took) {
      told.add(message.state() + " " + message.attempts() + " " + took);
    }

    @Override
    public void onFailed(Message message) {
      told.add("FAILED " + message.attempts());
    }

    @Override
    public void onDead(Message message) {
      told.add("DEAD " + message.attempts() + ": " + message.error().orElseThrow());
    }
  }

  @Test
  void aClockThatIsSetBackDelaysNothing() {
    post.open(mail.channel());
    mail.fails();
    var id = post.send(Kind.FIRST, "mail", 1);

    post.clock.set(Instant.parse("2020-01-01T00:00:00Z"));
    post.pass(Duration.ofSeconds(1));

    assertThat(mail.taken()).containsExactly(id);
  }
}
