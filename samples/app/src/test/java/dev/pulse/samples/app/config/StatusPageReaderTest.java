package dev.pulse.samples.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.core.plugin.Plugins;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusPageReaderTest {
  private final Plugins plugins = Plugins.load(getClass().getClassLoader());

  @Test
  void aPageIsReadWithAllThatItHas() {
    var configuration =
        read(
            """
            maintenance:
              - {name: backup, cron: 0 2 * * *, for: 90m, tags: [db]}
            checks:
              - {name: a, url: http://a.example/, tags: [db]}
              - {name: b, url: http://b.example/, labels: {team: web}}
              - {name: c, url: http://c.example/}
            status-pages:
              - name: shop
                title: The shop
                description: How it stands
                checks: [c]
                tags: [db]
                labels: {team: web}
                names: {a: Database}
                zone: Europe/Berlin
                days: 30
                causes: true
                token: ${TOKEN}
              - {name: open, tags: [db]}
            """);

    var shop = configuration.statusPages().get(0);
    assertThat(shop.name()).isEqualTo("shop");
    assertThat(shop.title()).isEqualTo("The shop");
    assertThat(shop.description()).isEqualTo("How it stands");
    assertThat(shop.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(shop.days()).isEqualTo(30);
    assertThat(shop.isPrivate()).isTrue();
    assertThat(configuration.checks()).allMatch(shop::includes);
    var open = configuration.statusPages().get(1);
    assertThat(open.isPrivate()).isFalse();
    assertThat(open.title()).isEqualTo("open");
    assertThat(open.days()).isEqualTo(90);
  }

  @Test
  void whatIsWrongWithPagesIsSaidAtOnce() {
    var yaml =
        """
        checks:
          - {name: a, url: http://a.example/, tags: [db]}
          - {name: b, url: http://b.example/}
        status-pages:
          - name: The Shop
            days: 0
            zone: Mars
            token: short
            checks: [a, gone]
            tags: [web]
            causes: some
            labels: {no-label: x}
            names: {lost: Lost, a: ""}
          - {name: twice, tags: [db], names: {b: B}}
          - {name: twice, colour: red}
        """;

    assertThat(problems(yaml))
        .anySatisfy(
            problem -> assertThat(problem).contains(":5: status-pages[0].name: must be 1 to 60"))
        .anySatisfy(
            problem -> assertThat(problem).contains(":6: status-pages[0].days: must be 1 to 366"))
        .anySatisfy(problem -> assertThat(problem).contains(":7: status-pages[0].zone: "))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .contains(":8: status-pages[0].token: must have at least 16 characters")
                    .doesNotContain("short"))
        .contains(
            "pulse.yaml:9: status-pages[0].checks: names \"gone\", which is not a check here; there"
                + " are a, b",
            "pulse.yaml:10: status-pages[0].tags: names \"web\", which no check here has; there are"
                + " db",
            "pulse.yaml:11: status-pages[0].causes: must be true or false, but is \"some\"",
            "pulse.yaml:12: status-pages[0].labels: has \"no-label\", which is not the name of a"
                + " label like team",
            "pulse.yaml:13: status-pages[0].names: names \"lost\", which is not a check here; there"
                + " are a, b",
            "pulse.yaml:13: status-pages[0].names: has a name for \"a\" that must have 1 to 200"
                + " characters",
            "pulse.yaml:14: status-pages[1].names: names \"b\", which is not on this page",
            "pulse.yaml:15: status-pages[2].name: is the name of status-pages[1] already; names must"
                + " be unique")
        .anySatisfy(
            problem ->
                assertThat(problem).contains("status-pages[2].checks: is missing; a page has"))
        .anySatisfy(problem -> assertThat(problem).contains("status-pages[2].colour: "));
  }

  private java.util.List<String> problems(String yaml) {
    return catchThrowableOfType(ConfigurationException.class, () -> read(yaml)).problems().stream()
        .map(Problem::toString)
        .toList();
  }

  private Configuration read(String yaml) {
    return new ConfigurationReader(
            "pulse.yaml", Map.of("TOKEN", "hunter2-hunter2-hunter2"), plugins)
        .read(yaml);
  }
}
