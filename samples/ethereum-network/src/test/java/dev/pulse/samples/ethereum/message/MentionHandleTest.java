package dev.pulse.samples.ethereum.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.discord.DiscordMention;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("P11: handles of mentions")
class MentionHandleTest {
  private static final String ID = "80351110224678912";
  private static final String LONG_ID = "18446744073709551615";

  @Test
  void usersAndRolesAreRead() {
    assertThat(MentionHandle.parse("<@" + ID + ">").mention()).isEqualTo(DiscordMention.user(ID));
    assertThat(MentionHandle.parse("<@!" + ID + ">").mention()).isEqualTo(DiscordMention.user(ID));
    assertThat(MentionHandle.parse("<@&" + LONG_ID + ">").mention())
        .isEqualTo(DiscordMention.role(LONG_ID));
    assertThat(MentionHandle.parse("<@!" + ID + ">")).hasToString("<@!" + ID + ">");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@everyone",
        "@here",
        "<@everyone>",
        "<@8035111022467891>",
        "<@184467440737095516150>",
        "<@&!80351110224678912>",
        "<#80351110224678912>",
        "80351110224678912",
        "<@80351110224678912> ",
        "<@80351110224678912>x",
        "<@８０３５１１１０２２４６７８９１２>"
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> MentionHandle.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("<@id>", "17 to 20 digits");
  }

  @Test
  void severalKeepTheirOrderAndComeOnce() {
    var other = "<@&41771983423143936>";
    var text = " <@" + ID + ">" + other + ", <@!" + ID + ">\n" + other + ", ";
    assertThat(MentionHandle.parseAll(text))
        .extracting(MentionHandle::toString)
        .containsExactly("<@" + ID + ">", other);
  }

  @Test
  void allThatIsWrongIsSaidAtOnceAndCut() {
    assertThatThrownBy(() -> MentionHandle.parseAll("@everyone <@" + ID + "> @here"))
        .hasMessageEndingWith("but there is \"@everyone\", \"@here\"");
    assertThatThrownBy(() -> MentionHandle.parseAll(" ,"))
        .hasMessageEndingWith("but there is none");
    assertThatThrownBy(() -> MentionHandle.parseAll("x".repeat(5_000)))
        .message()
        .hasSizeLessThan(300)
        .contains("...");
  }
}
