package dev.pulse.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.squareup.moshi.Moshi;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Registration;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Target;
import dev.pulse.api.store.Store;
import dev.pulse.core.store.Stores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SlaPageTest {
  private static final Instant FROM = Instant.parse("2026-06-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2026-06-03T00:00:00Z");
  private static final String HOSTILE = "<script>alert('1')</script>\"&\u202e\n=1+1";

  private final Store store = Stores.memory();

  @BeforeEach
  void makeHistory() {
    var history = new History(store);
    history.hours("shop", FROM, "p".repeat(24) + "ppffuummpppp");
    history.hours("well", FROM, "p".repeat(48));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private SlaReport report() {
    return SlaReport.builder(store.journal(), () -> TO, FROM, TO)
        .checks(
            List.of(
                Registration.check("shop", context -> CheckResult.pass("ok"))
                    .title(HOSTILE)
                    .target(Target.of("t", Labels.of("team", HOSTILE)))
                    .build()))
        .check("well")
        .groupByLabel("team")
        .objective(0.96)
        .excluding(FROM, FROM.plusSeconds(60), HOSTILE)
        .build();
  }

  @Test
  void nothingThatOthersWroteIsMarkup() {
    var page = report().toHtml();

    assertThat(page)
        .contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;")
        .doesNotContain("<script", "\u202e");
  }

  @Test
  void thePageNeedsNothingElse() {
    var page = report().toHtml();

    assertThat(page)
        .doesNotContain("http:", "https:", " src=", " href=", " style=", "url(")
        .doesNotContainPattern(" on[a-z]+=");
  }

  @Test
  void thePolicyAllowsTheStyleOfThePageAndNothingElse() throws Exception {
    var page = report().toHtml();

    var style = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL).matcher(page);
    assertThat(style.find()).isTrue();
    var hash =
        Base64.getEncoder()
            .encodeToString(
                MessageDigest.getInstance("SHA-256")
                    .digest(style.group(1).getBytes(StandardCharsets.UTF_8)));
    assertThat(SlaReport.contentSecurityPolicy())
        .isEqualTo(
            "default-src 'none'; style-src 'sha256-"
                + hash
                + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    assertThat(page).contains("sha256-" + hash);
  }

  @Test
  void everyTagIsClosed() {
    var open = new ArrayDeque<String>();
    var tags = Pattern.compile("<(/?)([a-z0-9]+)([^>]*?)(/?)>").matcher(report().toHtml());
    int seen = 0;
    while (tags.find()) {
      var name = tags.group(2);
      if (tags.group(4).isEmpty() && !List.of("meta").contains(name)) {
        seen++;
        if (tags.group(1).isEmpty()) {
          open.push(name);
        } else {
          assertThat(open.pop()).isEqualTo(name);
        }
      }
    }
    assertThat(open).isEmpty();
    assertThat(seen).isGreaterThan(100);
  }

  @Test
  void barsShowWhatEachDayWasSpentWith() {
    var shop = report().checks().get(0);

    var bar = UptimeBar.svg(shop.uptimes(), "label");

    // Day 2: 6 up, 2 down, 2 and 12 unknown, 2 maintenance of 24 hours, in 20 parts.
    assertThat(bar)
        .contains("viewBox=\"0 0 8 20\"")
        .contains("<path class=\"d\" d=\"M4 0h3v4h-3z\"/>")
        .contains("<path class=\"u\" d=\"M0 0h3v20h-3zM4 ");
  }

  @Test
  void jsonAndCsvSayTheSameAsTheValues() throws IOException {
    var report = report();
    var shop = report.checks().get(0);

    var json = json(report.toJson());
    assertThat(json)
        .containsEntry("from", "2026-06-01T00:00:00.000Z")
        .containsEntry("zone", "UTC")
        .containsEntry("objective", 0.96)
        .containsEntry("group_by", "team")
        .containsEntry("policy", report.policy());
    @SuppressWarnings("unchecked") // that is what an array of objects is read as
    var first = ((List<Map<String, Object>>) json.get("checks")).get(0);
    assertThat(first)
        .containsEntry("name", "shop")
        .containsEntry("up_seconds", (double) shop.uptime().up().toSeconds())
        .containsEntry("down_seconds", 7200.0)
        .containsEntry("standing", "missed");
    assertThat(first.get("outages").toString())
        .isEqualTo(
            "{count=1.0, total_seconds=7200.0, longest_seconds=7200.0, recovered=0.0,"
                + " complete=true}");

    var lines = report.toCsv().split("\r\n", -1);
    long columns = lines[0].split(",", -1).length;
    assertThat(lines[0]).startsWith("row,name,title,checks,from,to,up_seconds,");
    assertThat(lines).filteredOn(line -> line.startsWith("check,")).hasSize(2);
    assertThat(lines).filteredOn(line -> line.startsWith("check_window,")).hasSize(4);
    assertThat(lines)
        .filteredOn(line -> line.startsWith("policy,"))
        .hasSize(report.policy().size());
    assertThat(lines)
        .filteredOn(line -> line.startsWith("check,well,"))
        .allSatisfy(line -> assertThat(line.split(",", -1)).hasSize((int) columns));
    assertThat(report.toCsv()).contains("\"<script>alert('1')</script>\"\"&");
  }

  @ParameterizedTest
  @EnumSource(ReportFormat.class)
  void whatIsWrittenIsTheText(ReportFormat format) throws IOException {
    var report = report();
    var out = new ByteArrayOutputStream();

    report.write(format, out);

    var text =
        switch (format) {
          case JSON -> report.toJson();
          case CSV -> report.toCsv();
          case HTML -> report.toHtml();
        };
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(text).isNotBlank();
  }

  @SuppressWarnings("unchecked") // keys of JSON objects are texts
  private static Map<String, Object> json(String text) throws IOException {
    return (Map<String, Object>) new Moshi.Builder().build().adapter(Object.class).fromJson(text);
  }
}
