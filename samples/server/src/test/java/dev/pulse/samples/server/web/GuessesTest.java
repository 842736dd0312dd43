package dev.pulse.samples.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.pulse.api.store.StoreException;
import dev.pulse.testkit.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuessesTest {
  private static final String SHORT = "123456789012345";
  private static final String LONG = SHORT + "6";

  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<Write> notes = new ArrayList<>();
  private final Guesses guesses = new Guesses(clock, meters, notes::add);

  @Test
  void aLongTokenIsJudgedHoweverManyWereWrong() {
    for (int i = 0; i < 5; i++) {
      assertThat(api(LONG, Optional::empty).isLimited()).isFalse();
    }

    assertThat(api(LONG, Optional::empty).pause()).isEqualTo(Duration.ofSeconds(30));
    assertThat(api(LONG, GuessesTest::right).right()).contains("ada");
    assertThat(api(LONG, GuessesTest::right).isLimited()).isFalse();
    clock.move(Duration.ofSeconds(30));
    assertThat(api(LONG, Optional::empty).isLimited()).isFalse();
    assertThat(api(LONG, Optional::empty).isLimited()).isTrue();
  }

  @Test
  void aShortTokenIsNotEvenLookedAtWithoutAGuess() {
    for (int i = 0; i < 5; i++) {
      api(SHORT, Optional::empty);
    }

    var judged =
        api(
            SHORT,
            () -> {
              throw new AssertionError("looked at");
            });

    assertThat(judged.isLimited()).isTrue();
    clock.move(Duration.ofSeconds(30));
    assertThat(api(SHORT, GuessesTest::right).right()).contains("ada");
  }

  @Test
  void whatIsRightOrCouldNotBeJudgedCostsNothing() {
    for (int i = 0; i < 20; i++) {
      assertThat(api(SHORT, GuessesTest::right).right()).isPresent();
      assertThatThrownBy(
              () ->
                  api(
                      SHORT,
                      () -> {
                        throw new IllegalStateException("the directory is away");
                      }))
          .isInstanceOf(IllegalStateException.class);
    }

    assertThat(api(SHORT, Optional::empty).isLimited()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8:1:2::1, 2001:db8:1:2:ffff::9, true",
    "2001:db8:1:2::1, 2001:db8:1:3::1, false",
    "[2001:db8:1:2::1], 2001:db8:1:2::7, true",
    "::ffff:192.0.2.1, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.2, false",
  })
  void aNetworkOfVersionSixIsOneAddress(String one, String other, boolean same) {
    for (int i = 0; i < 5; i++) {
      guesses.token(Guesses.Place.API, from(one), LONG, Optional::empty);
    }

    assertThat(guesses.token(Guesses.Place.API, from(other), LONG, Optional::empty).isLimited())
        .isEqualTo(same);
  }

  @Test
  void allPlacesShareTheGuessesOfAnAddressAndAreCountedApart() {
    for (int i = 0; i < 3; i++) {
      guesses.token(Guesses.Place.FORM, from("192.0.2.1"), LONG, Optional::empty);
      guesses.token(Guesses.Place.STATUS_PAGE, from("192.0.2.1"), LONG, Optional::empty);
    }
    api(LONG, Optional::empty);

    assertThat(count("form", "wrong")).isEqualTo(3);
    assertThat(count("status_page", "wrong")).isEqualTo(2);
    assertThat(count("status_page", "limited")).isEqualTo(1);
    assertThat(count("api", "limited")).isEqualTo(1);
  }

  @Test
  void aPasswordIsNeverLookedAtWithoutAGuess() {
    for (int i = 0; i < 5; i++) {
      assertThat(password("192.0.2.1", Optional::empty).isLimited()).isFalse();
    }

    assertThat(password("192.0.2.1", GuessesTest::right).isLimited()).isTrue();
    assertThat(password("192.0.2.2", GuessesTest::right).right()).contains("ada");
    // Guesses of tokens are none of passwords.
    assertThat(api(SHORT, GuessesTest::right).right()).contains("ada");
    clock.move(Duration.ofSeconds(30));
    assertThat(password("192.0.2.1", GuessesTest::right).right()).contains("ada");
  }

  @Test
  void whoeverGuessesOnePasswordFromManyAddressesWaitsToo() {
    for (int i = 0; i < 50; i++) {
      assertThat(password("198.51.100." + i, Optional::empty).isLimited()).isFalse();
    }

    var next = password("203.0.113.1", GuessesTest::right);

    assertThat(next.isLimited()).isTrue();
    assertThat(next.pause()).isEqualTo(Duration.ofMinutes(5));
    // It was none of the guesses of that address.
    clock.move(Duration.ofMinutes(5));
    assertThat(password("203.0.113.1", Optional::empty).isLimited()).isFalse();
    assertThat(password("203.0.113.2", Optional::empty).pause()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void strangersKeepNobodyOutOfWhereTheyUsuallyAre() {
    assertThat(password("192.0.2.1", GuessesTest::right).right()).isPresent();
    for (int i = 0; i < 100; i++) {
      password("198.51.100." + i, Optional::empty);
    }

    assertThat(password("192.0.2.1", GuessesTest::right).right()).isPresent();
    assertThat(password("192.0.2.2", GuessesTest::right).isLimited()).isTrue();
  }

  @Test
  void fromWhereSomebodySignedInIsNotRememberedForEver() {
    var familiar = new Familiar(2);
    familiar.add("ada", "192.0.2.1");
    familiar.add("ada", "192.0.2.2");
    familiar.add("ada", "192.0.2.1");
    familiar.add("bob", "192.0.2.1");

    assertThat(familiar.has("ada", "192.0.2.1")).isTrue();
    assertThat(familiar.has("ada", "192.0.2.2")).isFalse();
    assertThat(familiar.has("bob", "192.0.2.1")).isTrue();
    assertThat(familiar.has("bob", "192.0.2.2")).isFalse();
  }

  @Test
  void wrongOnesAreNotedWithoutWhatWasGuessed() {
    api(LONG, GuessesTest::right);
    api(LONG, Optional::empty);

    assertThat(notes)
        .extracting(Write::by, Write::from, Write::method, Write::path, Write::status)
        .containsExactly(tuple(Optional.empty(), "192.0.2.1", "GET", "/notes", 401));
    assertThat(notes.toString()).doesNotContain(LONG);
  }

  @Test
  void whoeverGuessesAllDayFillsNoBookAndDrivesNothingOfOtherPlacesOut() {
    for (int i = 0; i < 100; i++) {
      api(LONG, Optional::empty);
      clock.move(Duration.ofSeconds(30));
    }

    // Twenty at once, and one for each ten minutes.
    assertThat(notes).hasSizeBetween(20, 25);
    int before = notes.size();
    guesses.token(Guesses.Place.FORM, from("192.0.2.1"), LONG, Optional::empty);
    assertThat(notes).hasSize(before + 1);
  }

  @Test
  void aBookThatCannotBeWrittenChangesNothing() {
    var full =
        new Guesses(
            clock,
            meters,
            write -> {
              throw new StoreException("full", null);
            });

    assertThat(full.token(Guesses.Place.API, from("192.0.2.1"), LONG, Optional::empty).right())
        .isEmpty();
  }

  @Test
  void thereAreNoCountersOfWhatIsClosed() {
    guesses.close();

    assertThat(meters.getMeters()).isEmpty();
  }

  @Test
  void whoIsTooFastIsToldInWholeSeconds() {
    var error = Guesses.tooMany(Duration.ofMillis(1_001));

    assertThat(error.status()).isEqualTo(429);
    assertThat(error.headers()).containsEntry("Retry-After", "2");
    assertThat(error.detail().orElseThrow()).contains("in 2 seconds");
  }

  private static Optional<String> right() {
    return Optional.of("ada");
  }

  private double count(String at, String result) {
    return meters.get("pulse.server.guesses").tags("at", at, "result", result).counter().count();
  }

  private Guesses.Judged<String> api(String given, Supplier<Optional<String>> judge) {
    return guesses.token(Guesses.Place.API, from("192.0.2.1"), given, judge);
  }

  private Guesses.Judged<String> password(String address, Supplier<Optional<String>> judge) {
    return guesses.password(from(address), "ada", judge);
  }

  private static Request from(String address) {
    return new Request("GET", "/notes", Map.of(), null, name -> null, new byte[0], address, null);
  }
}
