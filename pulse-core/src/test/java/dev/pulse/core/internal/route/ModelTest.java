package dev.pulse.core.internal.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.notify.Notification;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random plans and random events, twice: once undisturbed, listened to by a plain reckoning of what
 * may be said, and once with restarts and with steps that could not be written. Both must say the
 * same at the same times.
 */
class ModelTest {
  private static final int SEQUENCES = Integer.getInteger("dev.pulse.route.sequences", 4_000);

  @Test
  void nothingIsLostNorSaidTwiceNorSaidWhereItMustNot() {
    var said = IntStream.range(0, SEQUENCES).parallel().mapToLong(ModelTest::play).sum();
    assertThat(said).isGreaterThan(5L * SEQUENCES);
  }

  /** Those in which something was wrong once, among some hundred thousand. */
  @ParameterizedTest
  @ValueSource(ints = {112_204, 141_374, 158_671})
  void whatWasFoundByLookingLongStaysRight(int seed) {
    assertThat(play(seed)).isPositive();
  }

  private static long play(int seed) {
    try {
      return sequence(seed);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("sequence " + seed + ": " + e.getMessage(), e);
    }
  }

  private static long sequence(int seed) {
    var model = new Model(seed);
    var chance = new Random(~seed);
    var undisturbed = new Desk(model.plan(), model.now().toString());
    var disturbed = new Desk(model.plan(), model.now().toString());
    disturbed.moody(chance);
    var both = List.of(undisturbed, disturbed);
    int events = 6 + chance.nextInt(14);
    for (int i = 0; i < events; i++) {
      model.event(both);
      if (chance.nextInt(3) == 0) {
        disturbed.pass(Duration.ofMillis(3 + chance.nextInt(9_000)));
        disturbed.restart();
      }
    }
    model.calmDown(both);
    model.requireKnown();
    model.end(both);
    model.requireCalm();
    assertThat(undisturbed.stored().getOrDefault(Router.GROUPS, java.util.Map.of())).isEmpty();
    requireSame(lines(undisturbed), lines(disturbed));
    return undisturbed.said().size();
  }

  private static List<String> lines(Desk desk) {
    return desk.said().stream().map(ModelTest::line).sorted().toList();
  }

  /** Shows where they part: what follows from that is of no interest. */
  private static void requireSame(List<String> expected, List<String> found) {
    for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
      var one = i < expected.size() ? expected.get(i) : "nothing";
      var other = i < found.size() ? found.get(i) : "nothing";
      if (!one.equals(other)) {
        throw new AssertionError("expected " + one + ", but was " + other);
      }
    }
  }

  private static String line(Notification message) {
    return message.at()
        + " "
        + message.kind()
        + " "
        + message.channel()
        + " "
        + (message.kind() == Notification.Kind.DIGEST || message.kind() == Notification.Kind.SUMMARY
            ? ""
            : message.group())
        + message.alerts().stream()
            .map(ModelTest::mark)
            .sorted()
            .collect(Collectors.joining(" ", " ", ""));
  }

  private static String mark(Alert alert) {
    return (alert.isFiring() ? "+" : "-") + alert.incident();
  }
}
