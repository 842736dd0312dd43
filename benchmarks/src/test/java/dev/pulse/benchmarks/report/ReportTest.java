package dev.pulse.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final String PAGE =
      "# Page\n\n<!-- figures -->\n<!-- end of figures -->\n\n## After\n";

  private static Line line(String part, String name, double value) {
    return new Line(part, name, value, "s", 0.5, value / 0.5, "at most 0.6", value <= 0.6, null);
  }

  @Test
  void aFigureStandsBesideItsLimitAndItsTarget() {
    var page = Report.render(PAGE, List.of(line("a", "CPU", 0.7)), "today");

    assertThat(page)
        .startsWith("# Page\n")
        .endsWith("\n## After\n")
        .contains("### (a) HTTP checks, all of Pulse on\n\ntoday.\n")
        .contains("| CPU | 0.70 s | 0.50 s | 1.40 | at most 0.6 | **missed** |  |\n");
  }

  @Test
  void partsThatWereNotMeasuredSaySo() {
    var page = Report.render(PAGE, List.of(line("a", "CPU", 0.5)), "today");

    assertThat(page).contains("### (c) Journal\n\nNot measured yet: `benchmarks/run -p c`.\n");
  }

  @Test
  void tablesOfOtherPartsStayAsTheyAre() {
    var first = Report.render(PAGE, List.of(line("a", "CPU", 0.5), line("f", "F", 1)), "on Monday");

    var second = Report.render(first, List.of(line("journal", "Ingest", 2)), "on Tuesday");

    assertThat(second)
        .contains("on Monday.\n\n| What", "| CPU | 0.50 s |", "| F | 1 s |")
        .containsOnlyOnce("on Tuesday.")
        .contains("| Ingest | 2 s |");
    assertThat(Report.render(second, List.of(line("c", "Ingest", 2)), "on Tuesday"))
        .isEqualTo(second);
  }

  @Test
  void whatCouldNotBeMeasuredIsARowWithItsReason() {
    var missing =
        new Line("f", "Prometheus", null, null, null, null, null, null, "not installed | here");

    var page = Report.render(PAGE, List.of(missing), "today");

    assertThat(page)
        .contains("| Prometheus | not measured |  |  |  |  | not installed \\| here |\n");
  }

  @Test
  void aPartThatNobodyKnowsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Report.render(PAGE, List.of(line("x", "CPU", 1)), "today"))
        .withMessageContaining("\"x\"");
  }

  @Test
  void aPageWithoutMarkersIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Report.render("# Page\n", List.of(), "today"))
        .withMessageContaining("<!-- figures -->");
  }
}
