package dev.pulse.core.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

class EgressPolicyFuzzTest {
  private static final EgressPolicy STRICT = EgressPolicy.strict();

  @FuzzTest
  void aHostIsJudgedAsTheAddressesItMayStandFor(byte[] input) {
    var host = new String(input, UTF_8);

    var refusal = STRICT.checkHost(host);

    var addresses = HostLiteral.read(host);
    assertThat(refusal.isPresent())
        .isEqualTo(addresses.stream().anyMatch(it -> STRICT.check(it).isPresent()));
    for (InetAddress address : addresses) {
      // The usual notation of an address stands for nothing else.
      assertThat(HostLiteral.read(address.getHostAddress())).contains(address);
    }
  }

  @FuzzTest
  void anAddressInsideAnotherIsJudgedToo(byte[] input) throws UnknownHostException {
    if (input.length != 4) {
      return;
    }
    boolean refused = STRICT.check(HostLiteral.address(input)).isPresent();
    var mapped = Arrays.copyOf(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1}, 16);
    var translated = Arrays.copyOf(new byte[] {0, 0x64, (byte) 0xff, (byte) 0x9b}, 16);
    System.arraycopy(input, 0, mapped, 12, 4);
    System.arraycopy(input, 0, translated, 12, 4);
    assertThat(STRICT.check(InetAddress.getByAddress(mapped)).isPresent()).isEqualTo(refused);
    assertThat(STRICT.check(InetAddress.getByAddress(translated)).isPresent()).isEqualTo(refused);
  }

  @FuzzTest
  void anyTextIsARangeOrRefused(byte[] input) {
    var text = new String(input, UTF_8);
    Cidr range;
    try {
      range = Cidr.of(text);
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).contains("address range");
      return;
    }
    assertThat(range).hasToString(text).isEqualTo(Cidr.of(text));
    assertThat(range.contains(range)).isTrue();
    var first = HostLiteral.read(text.substring(0, text.indexOf('/')));
    assertThat(first).anyMatch(address -> range.contains(address.getAddress()));
    assertThat(EgressPolicy.lenient().deny(text).check(first.get(0))).isPresent();
  }
}
