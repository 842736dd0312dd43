package dev.pulse.core.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

class DnsWireFuzzTest {
  private static final int ID = 4711;
  private static final DnsCheck.Type[] TYPES = DnsCheck.Type.values();

  /** The first byte of an input chooses the type that is asked for; a message follows. */
  @FuzzTest
  void anyMessageIsAnAnswerOrRefused(byte[] input) {
    if (input.length == 0) {
      return;
    }
    var wire = new DnsWire(TYPES[(input[0] & 0xff) % TYPES.length], "shop.example", ID);
    var message = Arrays.copyOfRange(input, 1, input.length);
    boolean meant = wire.isMeant(message);
    DnsAnswer answer;
    try {
      answer = wire.answer(message);
    } catch (DnsFormatException e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    assertThat(meant).isTrue();
    assertThat(answer.code()).isNotBlank();
    assertThat(answer.ttl()).isNotNegative();
    assertThat(answer.truncated() && !answer.values().isEmpty()).isFalse();
    // A record takes eleven bytes at least.
    assertThat(answer.values().size()).isLessThanOrEqualTo(message.length / 11);
  }

  @FuzzTest
  void anyTextIsANameOrNot(byte[] input) {
    var text = new String(input, UTF_8);
    if (Endpoint.isName(text) && text.chars().allMatch(c -> c < 128) && DnsWire.isName(text)) {
      assertThat(new DnsWire(DnsCheck.Type.A, text, ID).question().length).isLessThan(300);
    }
  }
}
