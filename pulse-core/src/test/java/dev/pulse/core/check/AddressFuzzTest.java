package dev.pulse.core.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** What people write as the target of a check, and as the statuses that it accepts. */
class AddressFuzzTest {
  @FuzzTest
  void anyTextIsAHostWithAPortOrRefused(byte[] input) {
    var text = new String(input, UTF_8);
    var endpoint = Endpoint.parse("tcp", text);
    var problems = endpoint.problems("target", "tcp", "tcp://db.example:5432");

    if (problems.isEmpty()) {
      assertThat(endpoint.port()).isBetween(1, 65_535);
      assertThat(endpoint.host()).isNotBlank().doesNotContainAnyWhitespaces();
      assertThat(Endpoint.parse("tcp", endpoint.toString())).isEqualTo(endpoint);
    } else {
      assertThat(problems).allSatisfy(it -> assertThat(it.message()).startsWith("must "));
    }
  }

  @FuzzTest
  void anyTextIsARangeOfStatusesOrRefused(byte[] input) {
    StatusRanges.Range range;
    try {
      range = StatusRanges.Range.parse(new String(input, UTF_8));
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    assertThat(range.first()).isBetween(100, range.last());
    assertThat(range.last()).isLessThan(600);
    assertThat(StatusRanges.Range.parse(range.toString())).isEqualTo(range);
  }
}
