package dev.pulse.samples.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.config.Secret;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
  private static final String PASSWORD = "correct horse battery";
  private static final PasswordHash HASH = PasswordHash.of(Secret.of(PASSWORD));
  private static final String TEXT =
      "$pbkdf2-sha512$i=220000$c2FsdHNhbHRzYWx0c2FsdA"
          + "$/ePMle9vCP1fpWp2Z6IqsCWBB2I0alDn2va5SA7qcfQ";

  @Test
  void thePasswordMatchesItsHashAndNoOther() {
    assertThat(matches(HASH, PASSWORD)).isTrue();
    assertThat(matches(HASH, "correct horse batterz")).isFalse();
    assertThat(matches(HASH, "")).isFalse();
  }

  @Test
  void whatIsPrintedIsRead() {
    assertThat(HASH.text()).matches("\\$pbkdf2-sha512\\$i=220000\\$[^$]{22}\\$[^$]{43}");
    assertThat(PasswordHash.parse(" " + HASH.text() + "\n")).isEqualTo(HASH);
    assertThat(matches(PasswordHash.parse(HASH.text()), PASSWORD)).isTrue();
  }

  @Test
  void twoOfOnePasswordHaveNothingInCommon() {
    var other = PasswordHash.of(Secret.of(PASSWORD));

    assertThat(other).isNotEqualTo(HASH);
    assertThat(other.text().substring(24)).isNotEqualTo(HASH.text().substring(24));
  }

  @Test
  void itIsPbkdf2AsOthersReckonIt() {
    // RFC 7914 has vectors for SHA-256 only; this is Python's hashlib.pbkdf2_hmac('sha512', …).
    var salt = "saltsaltsaltsalt".getBytes(StandardCharsets.UTF_8);

    assertThat(HexFormat.of().formatHex(PasswordHash.pbkdf2("pässwörd", salt, 1_000)))
        .isEqualTo("af748bbe43387394493786b294558dda948aa8e4c30672fc0ddfe1b8548ded56");
  }

  @Test
  void aHashThatSomebodyHasInAFileGoesOnToHold() {
    assertThat(matches(PasswordHash.parse(TEXT), PASSWORD)).isTrue();
  }

  @Test
  void lettersAreTheSameHoweverAKeyboardPutsThemTogether() {
    var hash = PasswordHash.of(Secret.of("zw\u00f6lf Zwerge schlafen"));

    assertThat(matches(hash, "zwo\u0308lf Zwerge schlafen")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"short password, 14", "👩‍🚀👩‍🚀👩‍🚀👩‍🚀, 12"})
  void aShortOneIsRefusedWithoutBeingSaid(String password, int length) {
    assertThatThrownBy(() -> PasswordHash.of(Secret.of(password)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a password must have 15 to 1000 characters, but has " + length);
  }

  @Test
  void aLongOneIsRefused() {
    assertThatThrownBy(() -> PasswordHash.of(Secret.of("x".repeat(1_001))))
        .hasMessageContaining("15 to 1000 characters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "correct horse battery",
        "$2y$10$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuuabcdefghijkl",
        "$pbkdf2-sha512$i=220000$c2FsdHNhbHRzYWx0c2FsdA",
        "$pbkdf2-sha512$i=220000$c2FsdHNhbHRzYWx0c2FsdA$short",
        "$pbkdf2-sha512$i=0220000$c2FsdHNhbHRzYWx0c2FsdA$/ePMle9vCP1fpWp2Z6IqsCWBB2I0alDn2va5SA7qcfQ",
        "$pbkdf2-sha256$i=220000$c2FsdHNhbHRzYWx0c2FsdA$/ePMle9vCP1fpWp2Z6IqsCWBB2I0alDn2va5SA7qcfQ",
      })
  void whatIsNoneIsRefusedWithoutBeingSaid(String text) {
    assertThatThrownBy(() -> PasswordHash.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "must be what \"pulse password\" prints, $pbkdf2-sha512$i=…$…$…, and no password");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "199999", "5000001", "999999999"})
  void whatIsGuessedTooSoonOrTakesTooLongIsRefused(String iterations) {
    assertThatThrownBy(() -> PasswordHash.parse(TEXT.replace("220000", iterations)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("must have 200000 to 5000000 iterations, but has " + iterations);
  }

  @Test
  void nothingOfItIsPrinted() {
    assertThat(new User("ada", Role.ADMIN, HASH).toString())
        .contains("ada", "ADMIN", "***")
        .doesNotContain("pbkdf2");
    assertThat(new Sessions.SignIn("a-token", "ada", PASSWORD).toString())
        .doesNotContain("a-token", PASSWORD);
  }

  @Test
  void equalOnesAreEqual() {
    assertThat(PasswordHash.parse(TEXT))
        .isEqualTo(PasswordHash.parse(TEXT))
        .hasSameHashCodeAs(PasswordHash.parse(TEXT))
        .isNotEqualTo(HASH);
  }

  private static boolean matches(PasswordHash hash, String given) {
    return hash.matches(given, PasswordHash::pbkdf2);
  }
}
