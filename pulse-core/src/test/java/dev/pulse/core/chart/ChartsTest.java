package dev.pulse.core.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.Store;
import dev.pulse.core.store.Stores;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChartsTest {
  private static final Instant END = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant BEGIN = END.minus(Duration.ofHours(2));

  private static Notification message(Kind kind, Alert... alerts) {
    return Notification.builder("id", kind, "team", END).alerts(List.of(alerts)).build();
  }

  private static Alert.Builder alert(String check) {
    return Alert.builder(1, check, "downtime", BEGIN.plus(Duration.ofMinutes(90)));
  }

  /** A run each minute: 100 ms, nothing from 30 to 60 minutes, 400 ms in the last half hour. */
  private static Store history() {
    var store = Stores.memory();
    var outcomes = new ArrayList<Outcome>();
    for (int minute = 0; minute < 120; minute++) {
      if (minute < 30 || minute >= 60) {
        var latency = Duration.ofMillis(minute < 90 ? 100 : 400);
        outcomes.add(outcome("shop", minute + 1, BEGIN.plus(Duration.ofMinutes(minute)), latency));
      }
    }
    store.commit(Commit.builder().outcomes(outcomes).build());
    return store;
  }

  private static Outcome outcome(String check, long run, Instant at, Duration latency) {
    return Outcome.builder(check, run, at, CheckResult.pass("ok").withLatency(latency)).build();
  }

  private static BufferedImage drawn(Picture picture) throws Exception {
    return ImageIO.read(new ByteArrayInputStream(picture.png()));
  }

  /** The columns of dots inside of the frame in which there is one of a colour. */
  private static List<Integer> columns(BufferedImage image, Color colour, IntPredicate rows) {
    return IntStream.range(LineChart.LEFT, LineChart.WIDTH - LineChart.RIGHT)
        .filter(
            x ->
                IntStream.range(LineChart.TOP, LineChart.HEIGHT - LineChart.BOTTOM)
                    .filter(rows)
                    .anyMatch(y -> image.getRGB(x, y) == colour.getRGB()))
        .boxed()
        .toList();
  }

  @Test
  void theLineHasAGapWhereNothingIsKnownAndTheIncidentIsShaded() throws Exception {
    try (var store = history()) {
      var picture =
          Charts.latency(store.journal(), Duration.ofHours(2))
              .picture(message(Kind.FIRST, alert("shop").build()))
              .orElseThrow();

      assertThat(picture.name()).isEqualTo("latency-shop.png");
      assertThat(picture.description())
          .isEqualTo(
              "Latency of shop from 2026-03-01T10:00:00Z to 2026-03-01T12:00:00Z; the incident"
                  + " began at 2026-03-01T11:30:00Z");
      var image = drawn(picture);
      var line = columns(image, LineChart.LINE, y -> true);
      // 710 dots are two hours: the gap is from dot 177 to 355 of them.
      assertThat(line).noneMatch(x -> x > LineChart.LEFT + 182 && x < LineChart.LEFT + 350);
      assertThat(line).anyMatch(x -> x < LineChart.LEFT + 10);
      assertThat(line).anyMatch(x -> x > LineChart.LEFT + 700);
      var shade = columns(image, LineChart.SHADE, y -> true);
      assertThat(shade.get(0)).isBetween(LineChart.LEFT + 532, LineChart.LEFT + 534);
      assertThat(shade.get(shade.size() - 1)).isEqualTo(LineChart.WIDTH - LineChart.RIGHT - 1);
      // The axis ends at half a second: 100 ms lie in the lowest quarter, 400 ms in the highest.
      int middle = (LineChart.TOP + LineChart.HEIGHT - LineChart.BOTTOM) / 2;
      assertThat(columns(image, LineChart.LINE, y -> y < middle))
          .allMatch(x -> x > LineChart.LEFT + 525);
    }
  }

  @Test
  void theEndOfTheIncidentEndsTheShade() throws Exception {
    try (var store = history()) {
      var over = alert("shop").ended(BEGIN.plus(Duration.ofMinutes(105)), "recovered").build();
      var picture =
          Charts.latency(store.journal(), Duration.ofHours(2))
              .picture(message(Kind.RESOLVED, over))
              .orElseThrow();

      assertThat(picture.description()).endsWith(" and ended at 2026-03-01T11:45:00Z");
      var shade = columns(drawn(picture), LineChart.SHADE, y -> true);
      assertThat(shade.get(shade.size() - 1)).isBetween(LineChart.LEFT + 618, LineChart.LEFT + 622);
    }
  }

  @Test
  void whereNothingWasMeasuredThereIsNoPicture() throws Exception {
    try (var store = history()) {
      var charts = Charts.latency(store.journal(), Duration.ofHours(2));
      assertThat(charts.picture(message(Kind.FIRST, alert("other").build()))).isEmpty();
      assertThat(charts.picture(message(Kind.FIRST))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"DIGEST", "SUMMARY", "TEST"})
  void whatIsAboutNoOneCheckHasNoPicture(Kind kind) throws Exception {
    try (var store = history()) {
      var charts = Charts.latency(store.journal(), Duration.ofHours(2));
      assertThat(charts.picture(message(kind, alert("shop").build()))).isEmpty();
    }
  }

  @Test
  void aNameThatIsNoFileNameBecomesOne() throws Exception {
    try (var store = Stores.memory()) {
      var name = "a/b ../\"c\" " + "x".repeat(100);
      store.commit(
          Commit.builder()
              .outcomes(List.of(outcome(name, 1, END.minusSeconds(30), Duration.ofMillis(1))))
              .build());
      var picture =
          Charts.latency(store.journal(), Duration.ofMinutes(1))
              .picture(message(Kind.FIRST, alert(name).build()))
              .orElseThrow();
      assertThat(picture.name()).startsWith("latency-a-b-..-c-xxx").hasSize(72);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT59S", "P31DT1S"})
  void otherLengthsAreRefused(Duration back) {
    try (var store = Stores.memory()) {
      assertThatThrownBy(() -> Charts.latency(store.journal(), back))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("PT1M to PT744H, but shall show " + back);
    }
  }

  @Test
  void withoutFontsThereIsStillALine() throws Exception {
    var chart =
        new LineChart("a", BEGIN, END, new double[] {1, 2, 1}, BEGIN, END) {
          @Override
          void drawTexts(Graphics2D pen) {
            throw new InternalError("Fontconfig head is null, check your fonts");
          }
        };
    var image = drawn(Picture.of("a.png", chart.png(), "a"));
    assertThat(columns(image, LineChart.LINE, y -> true)).isNotEmpty();
    assertThat(image.getRGB(LineChart.LEFT + 2, 14)).isEqualTo(LineChart.PAPER.getRGB());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.001",
    "0.001, 0.001",
    "0.0011, 0.002",
    "0.004, 0.005",
    "0.3, 0.5",
    "0.7, 1",
    "1, 1",
    "42, 50",
    "51, 100"
  })
  void theAxisEndsAtARoundNumber(double largest, double top) {
    assertThat(LineChart.roundedUp(largest)).isCloseTo(top, withPercentage(0.001));
  }

  @ParameterizedTest
  @CsvSource({"0, 0 ms", "0.00025, 0.25 ms", "0.5, 500 ms", "1, 1 s", "12.5, 12.5 s", "100, 100 s"})
  void valuesAreToldInTheirUnit(double seconds, String words) {
    assertThat(LineChart.words(seconds)).isEqualTo(words);
  }
}
