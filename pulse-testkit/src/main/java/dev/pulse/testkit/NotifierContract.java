package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.notify.Receipt;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What Pulse expects of every notifier, as tests. Extend it, and hand over the notifier with a
 * receiver that takes every message and tells what has arrived. A notifier that talks to somebody
 * over a network extends {@link RemoteNotifierContract} instead, which asks for more.
 *
 * <pre>{@code
 * class HornTest extends NotifierContract {
 *   private final FakeHorn horn = new FakeHorn();
 *
 *   @Override
 *   protected Notifier delivering() {
 *     return new HornNotifier(horn);
 *   }
 *
 *   @Override
 *   protected List<String> received() {
 *     return horn.played();
 *   }
 * }
 * }</pre>
 */
public abstract class NotifierContract {
  /** For subclasses. */
  protected NotifierContract() {}

  /** The notifier with a receiver that takes everything; always the same receiver in one test. */
  protected abstract Notifier delivering() throws Exception;

  /**
   * What that receiver got, in order: one text for each delivery, with everything that a person or
   * a program there sees of it. Escapes of the protocol may stay, but what nobody can read, such as
   * Base64, is decoded.
   */
  protected abstract List<String> received() throws Exception;

  /** Whether messages of a kind are delivered; those that are not must be left out quietly. */
  protected boolean delivers(Kind kind) {
    return true;
  }

  /**
   * By what the receiver knows that it has got a message before; by default the whole message. To
   * be overridden where a message has parts that change with time, such as a signature.
   *
   * @param received one of {@link #received}
   */
  protected String identity(String received) {
    return received;
  }

  /** The secrets that the notifier was given; none of them may show anywhere. */
  protected Set<String> secrets() {
    return Set.of();
  }

  /** How long to wait; shorter in the tests of the contract itself. */
  Patience patience() {
    return Patience.USUAL;
  }

  @Test
  void everyKindIsDelivered() throws Exception {
    var notifier = delivering();
    for (Kind kind : Kind.values()) {
      int before = received().size();
      send(notifier, Messages.of(kind));
      var arrived = received().subList(before, received().size());
      if (delivers(kind)) {
        assertThat(arrived).as("what arrived of %s", kind).isNotEmpty();
        assertThat(String.join("\n", arrived)).as("%s", kind).contains(Messages.TITLE);
      } else {
        assertThat(arrived).as("what arrived of %s", kind).isEmpty();
      }
    }
    assertThat(delivers(Kind.FIRST)).as("delivers FIRST, or nobody hears of anything").isTrue();
  }

  @Test
  void digestOfNothingIsNoFailure() throws Exception {
    send(delivering(), Messages.emptyDigest());
  }

  @Test
  void manyAlertsAreDelivered() throws Exception {
    send(delivering(), Messages.crowded());
    if (delivers(Kind.SUMMARY)) {
      assertThat(received()).as("what arrived").isNotEmpty();
    }
  }

  @Test
  void hostileTextsAreDeliveredAndDoNoHarm() throws Exception {
    var notifier = delivering();
    for (Notification hostile : Messages.hostile()) {
      int before = received().size();
      send(notifier, hostile);
      assertThat(received()).as("arrived: %s", hostile.id()).hasSizeGreaterThan(before);
    }
    for (String text : received()) {
      assertThat(text.chars().anyMatch(c -> c == 0 || c == 0x1b))
          .as("control characters in what arrived")
          .isFalse();
    }
  }

  @Test
  void repetitionIsTheSameMessage() throws Exception {
    var notifier = delivering();
    send(notifier, Messages.of(Kind.FIRST));
    int once = received().size();
    send(notifier, Messages.of(Kind.FIRST));
    var all = received();
    assertThat(all).as("deliveries of two attempts").hasSize(2 * once);
    for (int i = 0; i < once; i++) {
      assertThat(identity(all.get(once + i))).isEqualTo(identity(all.get(i)));
    }
  }

  @Test
  void anotherMessageIsNoRepetition() throws Exception {
    var notifier = delivering();
    send(notifier, Messages.of(Kind.FIRST));
    int once = received().size();
    send(notifier, Messages.of(Kind.CHANGED));
    if (delivers(Kind.CHANGED)) {
      var all = received();
      var other = all.subList(once, all.size()).stream().map(this::identity).toList();
      assertThat(other).isNotEmpty();
      assertThat(other).doesNotContain(identity(all.get(0)));
    }
  }

  @Test
  void receiptCanBeContinued() throws Exception {
    var notifier = delivering();
    var receipt = send(notifier, Messages.of(Kind.FIRST));
    send(notifier, Messages.of(Kind.CHANGED).continuing(receipt));
    send(notifier, Messages.of(Kind.RESOLVED).continuing(receipt));
  }

  @Test
  void receiptThatNobodyUnderstandsIsNoObstacle() throws Exception {
    var notifier = delivering();
    for (String reference :
        List.of("?", "0", "a b\r\nc", "{\"x\":1}", "../../..", "é".repeat(2000))) {
      send(notifier, Messages.of(Kind.CHANGED).continuing(Receipt.of(reference)));
    }
  }

  @Test
  void canSendOnTwoThreadsAtOnce() throws Exception {
    var notifier = delivering();
    var number = new AtomicInteger();
    var trials =
        Trial.twice(
            patience(),
            () -> notifier.send(Messages.of(Kind.FIRST, "id-" + number.incrementAndGet())));
    for (Trial<Receipt> trial : trials) {
      trial.requireAnswer();
    }
    assertThat(received()).as("what arrived").hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void showsNoSecret() throws Exception {
    var shown = new Shown();
    var notifier = delivering();
    shown.add("toString() of the notifier", notifier);
    for (Kind kind : Kind.values()) {
      shown.add("a receipt", send(notifier, Messages.of(kind)).reference());
    }
    addShown(shown);
    shown.assertNone(secrets());
  }

  /** More that may be seen of the notifier. */
  void addShown(Shown shown) throws Exception {}

  final Receipt send(Notifier notifier, Notification notification) throws InterruptedException {
    return Trial.whole(patience(), () -> notifier.send(notification)).requireAnswer();
  }
}
