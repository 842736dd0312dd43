package dev.pulse.samples.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectCommandTest {
  @TempDir private Path folder;
  private final Cli cli = new Cli();

  @Test
  void writesAScoreForEachLine() throws IOException {
    var file = series(500, 300, "900");

    assertThat(cli.run("detect", file.toString())).as("%s", cli.err()).isZero();

    var scores = cli.out().lines().mapToDouble(Double::parseDouble).toArray();
    assertThat(scores).hasSize(500);
    assertThat(scores[300]).isGreaterThan(0.5);
    assertThat(scores[299]).isLessThan(0.5);
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void explainsEachLine() throws IOException {
    var file = series(60, 50, "900");

    assertThat(cli.run("detect", file.toString(), "--detector", "robust", "--explain")).isZero();

    var lines = cli.out().lines().toList();
    assertThat(lines.get(0)).isEqualTo("timestamp,value,score,verdict,numbers");
    assertThat(lines.get(1)).isEqualTo("2026-03-01T00:00:00Z,100.0,0.0,LEARNING,");
    assertThat(lines.get(51))
        .startsWith("2026-03-01T00:50:00Z,900.0,0.99")
        .contains(",ANOMALOUS,expected=102.0 deviation=")
        .endsWith("threshold=3.5 n=50");
  }

  @Test
  void optionsReachTheDetectorAndTheOutputItsFile() throws IOException {
    var file = series(60, 50, "900");
    var output = folder.resolve("scores.txt");
    var arguments =
        new String[] {
          "detect",
          "" + file,
          "-d",
          "robust",
          "-o",
          "min-samples=55",
          "-o",
          "window=58",
          "--output",
          "" + output
        };

    assertThat(cli.run(arguments)).as("%s", cli.err()).isZero();

    assertThat(Files.readAllLines(output)).hasSize(60).element(50).isEqualTo("0.0");
    assertThat(cli.out()).isEmpty();
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void anyColumnAndSeveralWaysToWriteATime() throws IOException {
    var file =
        file(
            """
            host,timestamp,"queue, length"
            "a ""b"",c",2014-04-01 00:00:00.000000,1
            a,2014-04-01T02:05:00+02:00,2
            a,2014-04-01t00:10:00z,3

            a,1396311300,4\r
            """);

    assertThat(cli.run("detect", "" + file, "--column", "queue, length", "--explain")).isZero();

    assertThat(cli.out().lines().skip(1).map(line -> line.replaceAll(",0.0,.*", "")))
        .containsExactly(
            "2014-04-01T00:00:00Z,1.0",
            "2014-04-01T00:05:00Z,2.0",
            "2014-04-01T00:10:00Z,3.0",
            "2014-04-01T00:15:00Z,4.0");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-03-01 00:00:00,NaN|expected a finite number, but found \"NaN\"",
        "2026-03-01 00:00:00,1e999|expected a finite number, but found \"1e999\"",
        "2026-03-01 00:00:00,|expected a finite number, but found \"\"",
        "yesterday,1|expected a time like 2026-03-01 12:30:00",
        "2026-02-30 00:00:00,1|expected a time like",
        "2026-03-01 00:00:00|expected 2 columns, but found 1",
        "2026-03-01 00:00:00,1,2|expected 2 columns, but found 3",
      })
  void aBadLineIsAnErrorWithItsNumber(String line, String message) throws IOException {
    var file = file("timestamp,value\n2026-03-01 00:00:00,1\n" + line + "\n1,1\n");
    var output = folder.resolve("scores.txt");

    assertThat(cli.run("detect", "" + file, "--output", "" + output)).isEqualTo(1);

    assertThat(cli.err()).startsWith(file + ": line 3: " + message).hasLineCount(1);
    assertThat(folder).isDirectoryNotContaining("glob:**scores*");
  }

  @Test
  void manyBadLinesAreCounted() throws IOException {
    var file = file("timestamp,value\n" + "1,one\n".repeat(30));

    assertThat(cli.run("detect", "" + file)).isEqualTo(1);

    assertThat(cli.err().lines()).hasSize(21).last().asString().endsWith("and 10 lines more");
    assertThat(cli.out()).isEmpty();
  }

  @Test
  void aLineWithoutEndIsAnError() throws IOException {
    var file = file("timestamp,value\n" + "1".repeat(300_000) + "\n1,1\n");

    assertThat(cli.run("detect", "" + file)).isEqualTo(1);

    assertThat(cli.err()).contains("line 2: is longer than 100000 characters").hasLineCount(1);
  }

  @Test
  void whatADetectorRefusesIsABadLine() throws IOException {
    var file = file("timestamp,value\n1,0\n2,7\n");

    assertThat(cli.run("detect", "" + file, "--detector", "proportion")).isEqualTo(1);

    assertThat(cli.err()).contains("line 3: the detector refuses it: expected 1 for a failure");
  }

  @Test
  void aFileThatIsNoSeriesIsAProblem() throws IOException {
    var binary = folder.resolve("binary.csv");
    Files.write(binary, new byte[] {'t', (byte) 0xff, (byte) 0xfe});

    assertThat(cli.run("detect", "" + file(""))).isEqualTo(1);
    assertThat(cli.err()).contains("line 1: the file is empty");
    assertThat(cli.run("detect", "" + file("time;value\n1;2\n"))).isEqualTo(1);
    assertThat(cli.err())
        .contains("line 1: expected a column \"timestamp\", but found \"time;value\"");
    assertThat(cli.run("detect", "" + binary)).isEqualTo(1);
    assertThat(cli.err()).contains("binary.csv is not UTF-8 text");
    assertThat(cli.run("detect", "" + folder.resolve("gone.csv"))).isEqualTo(1);
    assertThat(cli.err()).contains("gone.csv does not exist");
    assertThat(cli.run("detect", "" + folder)).isEqualTo(1);
    assertThat(cli.err()).contains("cannot read " + folder);
  }

  @Test
  void detectorsAndOptionsThatDoNotExistAreMisuse() throws IOException {
    var file = "" + file("timestamp,value\n1,0\n");

    assertThat(cli.run("detect", file, "--detector", "rarety")).isEqualTo(2);
    assertThat(cli.err()).contains("rarety", "rarity, robust, seasonal, zscore");
    assertThat(cli.run("detect", file, "-o", "treshold=2", "-o", "hold=many")).isEqualTo(2);
    assertThat(cli.err())
        .contains("--option.treshold: ", "did you mean \"threshold\"?")
        .contains("--option.hold: must be a whole number");
  }

  @Test
  void anOutputThatCannotBeWrittenIsAProblem() throws IOException {
    var file = "" + file("timestamp,value\n1,0\n");
    var nowhere = folder.resolve("no").resolve("scores.txt");

    assertThat(cli.run("detect", file, "--output", "" + nowhere)).isEqualTo(1);

    assertThat(cli.err()).contains("cannot write " + nowhere);
  }

  /** Minutes with values from 100 to 104, but for one. */
  private Path series(int count, int odd, String oddValue) throws IOException {
    var text = new StringBuilder("timestamp,value\n");
    var start = Instant.parse("2026-03-01T00:00:00Z");
    for (int i = 0; i < count; i++) {
      text.append(start.plusSeconds(60L * i)).append(',');
      text.append(i == odd ? oddValue : 100 + i * 2 % 5).append('\n');
    }
    return file(text.toString());
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("series.csv"), text, StandardCharsets.UTF_8);
  }
}
