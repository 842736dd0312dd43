package dev.pulse.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.squareup.moshi.JsonReader;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import okio.Buffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OsvEntryTest {
  /** 3.3, 9.8 and 7.5. */
  private static final String LOW = "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:L/I:N/A:N";

  private static final String WORST = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
  private static final String HIGH = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N";

  private static OsvEntry read(String json) throws Exception {
    return FactJson.read(JsonReader.of(new Buffer().writeUtf8(json)), OsvEntry::read);
  }

  private static String affected(String name, String vector) {
    return "{\"package\":{\"ecosystem\":\"npm\",\"name\":\"%s\"},\"severity\":[{\"score\":\"%s\"}]}"
        .formatted(name, vector);
  }

  private static VulnerabilitySeverity severity(OsvEntry entry, String name) {
    var report = entry.report(FactsFixture.dependency("pkg:npm/" + name + "@1.0.0")).orElseThrow();
    return CvssVector.severity(report.vectors()).orElse(VulnerabilitySeverity.UNKNOWN);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({"a,LOW", "b,CRITICAL", "c,UNKNOWN", "unnamed,CRITICAL"})
  @DisplayName("what an entry says of one package is not about another one")
  void eachPackageHasItsOwnSeverity(String name, VulnerabilitySeverity expected) throws Exception {
    var entry =
        read(
            "{\"id\":\"X-1\",\"affected\":["
                + affected("a", LOW)
                + ","
                + affected("b", WORST)
                + ",{\"package\":{\"ecosystem\":\"npm\",\"name\":\"c\"}}]}");

    assertThat(severity(entry.knownAs("X-2"), name)).isEqualTo(expected);
  }

  @Test
  void whatIsSaidOfTheWholeEntryIsAboutEachPackage() throws Exception {
    var entry =
        read(
            "{\"id\":\"X-1\",\"severity\":[{\"type\":\"CVSS_V3\",\"score\":\"%s\"}],\"affected\":[%s]}"
                .formatted(HIGH, affected("a", LOW)));

    assertThat(severity(entry, "a")).isEqualTo(VulnerabilitySeverity.HIGH);
  }

  @Test
  @DisplayName("an entry weighs what it takes, and the same vector only once")
  void aLargeEntryWeighsMore() throws Exception {
    var many =
        IntStream.range(0, 1_000)
            .mapToObj(i -> affected("package-" + i, LOW))
            .collect(Collectors.joining(",", "{\"id\":\"X-1\",\"affected\":[", "]}"));
    var same =
        IntStream.range(0, 1_000)
            .mapToObj(i -> affected("a", LOW))
            .collect(Collectors.joining(",", "{\"id\":\"X-1\",\"affected\":[", "]}"));

    assertThat(read(many).size()).isGreaterThan(1_000 * LOW.length());
    assertThat(read(same).size()).isLessThan(1_000);
  }
}
