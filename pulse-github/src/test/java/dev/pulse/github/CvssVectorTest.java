package dev.pulse.github;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CvssVectorTest {
  @ParameterizedTest(name = "{0}: {1} {2}")
  @CsvSource({
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H, 9.8, CRITICAL",
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N, 6.1, MEDIUM",
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N, 0.0, LOW",
    "CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N, 6.1, MEDIUM",
    "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N, 9.3, CRITICAL"
  })
  @DisplayName("10.3: base scores")
  void baseScores(String vector, double score, VulnerabilitySeverity severity) {
    assertThat(CvssVector.baseScore(vector)).hasValue(score);
    assertThat(CvssVector.severity(List.of(vector))).contains(severity);
  }

  @Test
  void threatAndEnvironmentDoNotCount() {
    var base = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H";

    assertThat(CvssVector.baseScore(base + "/E:U")).isEqualTo(CvssVector.baseScore(base));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "AV:N/AC:L/Au:N/C:P/I:P/A:P",
        "CVSS:3.1/AV:N",
        "CVSS:3.1/AV:Z/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "CVSS:3.2/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
      })
  void whatIsNoVectorHasNoScore(String vector) {
    assertThat(CvssVector.baseScore(vector)).isEmpty();
    assertThat(CvssVector.severity(List.of(vector))).isEmpty();
  }

  @Test
  void theThirdVersionGoesBeforeTheFourth() {
    var three = "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N";
    var four = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N";

    assertThat(CvssVector.severity(List.of(four, three))).contains(VulnerabilitySeverity.MEDIUM);
  }
}
