package dev.pulse.core.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.model.Sample;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** What may stand in a file that something else has written to. */
class StoredBodiesFuzzTest {
  @FuzzTest
  void anyTextIsAnIncidentOrDamaged(byte[] input) throws SQLException {
    try {
      var incident = IncidentBody.parse(7, "shop", "failing", "pod", new String(input, UTF_8));
      var again = IncidentBody.parse(7, "shop", "failing", "pod", IncidentBody.textOf(incident));
      assertThat(again).isEqualTo(incident);
    } catch (DamagedException e) {
      assertThat(e.getMessage()).isEqualTo("incident 7 is not as Pulse writes it");
    }
  }

  @FuzzTest
  void anyTextIsTheExtraOfAResultOrDamaged(byte[] input) throws SQLException {
    CheckResult result;
    try {
      var extra = OutcomeExtra.parse(new String(input, UTF_8));
      result = addTo(extra);
    } catch (DamagedException e) {
      assertThat(e.getMessage()).isEqualTo("a result is not as Pulse writes it");
      return;
    }
    assertThat(result.summary()).isEqualTo("200 OK");
  }

  private static CheckResult addTo(OutcomeExtra extra) {
    return extra.addTo(CheckResult.pass("200 OK"));
  }

  /** The shape stands in the first line; the numbers are the rest. */
  @FuzzTest
  void anyBytesAreSamplesOrDamaged(byte[] input) throws SQLException {
    int end = 0;
    while (end < input.length && input[end] != '\n') {
      end++;
    }
    var numbers = Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length);
    List<Sample> samples;
    try {
      samples = SampleShape.parse(new String(input, 0, end, UTF_8)).samples(numbers);
    } catch (DamagedException e) {
      assertThat(e.getMessage()).endsWith("samples is not as Pulse writes it");
      return;
    }
    assertThat(samples).allSatisfy(sample -> assertThat(sample.value()).isNotNaN());
    var again = SampleShape.parse(SampleShape.textOf(samples));
    assertThat(again.samples(SampleShape.numbersOf(samples))).isEqualTo(samples);
  }
}
