package dev.pulse.prometheus;

import static dev.pulse.prometheus.LabelMatcher.equal;
import static dev.pulse.prometheus.LabelMatcher.matching;
import static dev.pulse.prometheus.LabelMatcher.notEqual;
import static dev.pulse.prometheus.LabelMatcher.notMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromQlTest {
  private static final InstantVector A = PromQl.metric("a");
  private static final InstantVector B = PromQl.metric("b");

  @ParameterizedTest(name = "{0} is {1}")
  @DisplayName("8.1, C4: values of labels are escaped")
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "mainnet, 'network=\"mainnet\"'",
        "a\"b, 'network=\"a\\\"b\"'",
        "a\\b, 'network=\"a\\\\b\"'",
      })
  void valuesOfLabelsAreEscaped(String network, String matcher) {
    assertThat(equal("network", network)).hasToString(matcher);
  }

  @Test
  @DisplayName("C4: backslash, quote and newline, in that order")
  void lineBreaksAreEscapedAfterBackslashes() {
    assertThat(equal("a", "\\n\n\"")).hasToString("a=\"\\\\n\\n\\\"\"");
  }

  @Test
  @DisplayName("C4: a text inside of a regular expression")
  void textInARegexMatchesItselfOnly() {
    assertThat(LabelMatcher.literal("\\.+*?()|[]{}^$"))
        .isEqualTo("\\\\\\.\\+\\*\\?\\(\\)\\|\\[\\]\\{\\}\\^\\$");
    assertThat(matching("instance", LabelMatcher.literal("a.b") + "-\\d+"))
        .hasToString("instance=~\"a\\\\.b-\\\\d+\"");
    assertThat(LabelMatcher.oneOf("job", List.of("a.b", "c"))).hasToString("job=~\"a\\\\.b|c\"");
  }

  @Test
  void aClosingBraceInAValueDoesNotEndTheSelector() {
    assertThat(PromQl.metric("up").where(equal("job", "x\"} or vector(1) #")))
        .hasToString("up{job=\"x\\\"} or vector(1) #\"}");
  }

  @Test
  void whatUtf8CannotHoldIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> equal("job", "\ud800"));
  }

  @Test
  void matchersOfOneSelectorAddUp() {
    assertThat(PromQl.metric("up").where(equal("a", "1"), notEqual("b", "")).where(equal("c", "2")))
        .hasToString("up{a=\"1\", b!=\"\", c=\"2\"}");
    assertThat(PromQl.metrics(equal("job", "api"))).hasToString("{job=\"api\"}");
    assertThat(PromQl.metric("up")).hasToString("up");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1a", "a-b", "a b", "ä", "up{", "http.status"})
  void whatIsNoNameIsRefused(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> PromQl.metric(name));
    assertThatIllegalArgumentException().isThrownBy(() -> equal(name, ""));
    assertThatIllegalArgumentException().isThrownBy(() -> A.countBy(name));
    assertThatIllegalArgumentException().isThrownBy(() -> A.function(name));
    assertThatIllegalArgumentException().isThrownBy(() -> VectorMatching.on(name));
  }

  @Test
  @DisplayName("C2: the five failing queries")
  void theFiveQueriesAreWrittenAsTheyAreRead() {
    var m = List.of(equal("network", "hoodi"), notMatching("ingress_user", "synctest.*"));
    var g = new String[] {"instance", "ingress_user", "consensus_client", "execution_client"};
    var syncing = PromQl.metric("eth_con_sync_is_syncing").where(m);
    var head = PromQl.metric("beacon_head_slot").where(m);
    var epoch = PromQl.metric("beacon_finalized_epoch").where(m);
    var perNetwork = VectorMatching.on("network").groupLeft();

    assertThat(syncing.equalTo(1).countBy(g))
        .hasToString(
            "count by (instance, ingress_user, consensus_client, execution_client)"
                + " (eth_con_sync_is_syncing{network=\"hoodi\", ingress_user!~\"synctest.*\"}"
                + " == 1)");
    assertThat(head.over(Duration.ofMinutes(5)).delta().atMost(0))
        .hasToString(
            "delta(beacon_head_slot{network=\"hoodi\", ingress_user!~\"synctest.*\"}[5m]) <= 0");
    assertThat(epoch.minus(epoch.maxBy("network"), perNetwork).lessThan(-4))
        .hasToString(
            "beacon_finalized_epoch{network=\"hoodi\", ingress_user!~\"synctest.*\"}"
                + " - on (network) group_left() max by (network)"
                + " (beacon_finalized_epoch{network=\"hoodi\", ingress_user!~\"synctest.*\"})"
                + " < -4");
    assertThat(head.over(Duration.ofMinutes(5)).delta().countBy(g))
        .hasToString(
            "count by (instance, ingress_user, consensus_client, execution_client)"
                + " (delta(beacon_head_slot{network=\"hoodi\", ingress_user!~\"synctest.*\"}"
                + "[5m]))");
  }

  @Test
  void parenthesesStandWhereTheMeaningNeedsThem() {
    var texts =
        Map.of(
            "a + b * a", A.plus(B.times(A)),
            "(a + b) * a", A.plus(B).times(A),
            "a - (b - a)", A.minus(B.minus(A)),
            "a - b - a", A.minus(B).minus(A),
            "(a or b) and on (x) a", A.or(B).and(A, VectorMatching.on("x")),
            "a > 1 or b > 2", A.greaterThan(1).or(B.greaterThan(2)),
            "(a > 1) / b", A.greaterThan(1).dividedBy(B),
            "a unless ignoring (x) b", A.unless(B, VectorMatching.ignoring("x")),
            "sum(a) / on () group_right(x) b",
                A.sumBy().dividedBy(B, VectorMatching.on().groupRight("x")));
    texts.forEach((text, query) -> assertThat(query).hasToString(text));
  }

  @Test
  void numbersAreWrittenExactly() {
    assertThat(PromQl.number(-4)).hasToString("-4");
    assertThat(PromQl.number(0.25)).hasToString("0.25");
    assertThat(PromQl.number(1e300)).hasToString("1.0E300");
    assertThat(PromQl.number(Double.NaN)).hasToString("NaN");
    assertThat(PromQl.number(Double.NEGATIVE_INFINITY)).hasToString("-Inf");
  }

  @Test
  void timesAreWrittenWithTheLargestUnits() {
    var up = PromQl.metric("up");
    assertThat(up.over(Duration.ofMinutes(90)).rate()).hasToString("rate(up[1h30m])");
    assertThat(up.over(Duration.ofMillis(1500)).increase()).hasToString("increase(up[1s500ms])");
    assertThat(up.over(Duration.ofDays(7)).function("avg_over_time"))
        .hasToString("avg_over_time(up[7d])");
    for (var wrong : List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofNanos(1_500_000))) {
      assertThatIllegalArgumentException().isThrownBy(() -> up.over(wrong));
    }
  }

  @Test
  void rawStaysMarkedHoweverDeepItIs() {
    var raw = PromQl.raw("sum(rate(x[5m]))");
    assertThat(raw.isRaw()).isTrue();
    assertThat(raw).hasToString("sum(rate(x[5m]))");
    assertThat(A.minus(raw.timestamp()).maxBy("x").greaterThan(1).isRaw()).isTrue();
    assertThat(A.minus(B).isRaw()).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> PromQl.raw(" "));
  }

  @Test
  void rawStandsInParenthesesInsideOfOthers() {
    assertThat(PromQl.raw("a or b").times(B)).hasToString("(a or b) * b");
    assertThat(A.plus(PromQl.raw("a or b"))).hasToString("a + (a or b)");
    assertThat(PromQl.raw("a or b").countBy("x")).hasToString("count by (x) (a or b)");
  }

  @Test
  void aCommentInRawDoesNotSwallowWhatFollows() {
    assertThat(PromQl.raw("a # why").countBy().greaterThan(1)).hasToString("count(a # why\n) > 1");
    assertThat(PromQl.raw("a # why").times(B)).hasToString("(a # why\n) * b");
  }

  @Test
  void equalTextsAreEqualUnlessOneIsRaw() {
    assertThat(PromQl.metric("up")).isEqualTo(PromQl.metric("up")).isNotEqualTo(PromQl.raw("up"));
    assertThat(PromQl.metric("up")).hasSameHashCodeAs(PromQl.metric("up"));
  }
}
