package dev.pulse.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Settings;
import dev.pulse.api.model.Status;
import dev.pulse.api.spi.CheckProvider;
import dev.pulse.api.spi.CollectorProvider;
import dev.pulse.testkit.CheckProviderContract;
import dev.pulse.testkit.CollectorProviderContract;
import dev.pulse.testkit.FakeCheckContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PromQlProvidersTest {
  @Nested
  class CheckContractTest extends CheckProviderContract {
    @Override
    protected CheckProvider provider() {
      return new PromQlCheckProvider();
    }

    @Override
    protected Map<String, Object> validOptions() {
      return options(
          Map.of(
              "query",
              "up == 0",
              "fail-above",
              1,
              "warn-above",
              0.5,
              "fail-below",
              -1,
              "no-data",
              "pass",
              "max-age",
              "5m",
              "time-query",
              "min(timestamp(up))",
              "min-series",
              1,
              "max-findings",
              10,
              "sample",
              "down"));
    }

    @Override
    protected Set<String> requiredOptions() {
      return Set.of("url", "query");
    }
  }

  @Nested
  class CollectorContractTest extends CollectorProviderContract {
    @Override
    protected CollectorProvider provider() {
      return new PromQlCollectorProvider();
    }

    @Override
    protected Map<String, Object> validOptions() {
      return options(
          Map.of(
              "gauges", Map.of("up", "up"),
              "counters", Map.of("requests_total", "sum(requests_total)"),
              "max-series", 10));
    }

    @Override
    protected Set<String> requiredOptions() {
      return Set.of("url");
    }
  }

  private static Map<String, Object> options(Map<String, Object> own) {
    var all = new LinkedHashMap<String, Object>(own);
    all.put("url", "http://prometheus.example:9090");
    all.put("bearer", "token");
    all.put("headers", Map.of("X-Scope-OrgID", "tenant"));
    all.put("parameters", Map.of("dedup", "true"));
    all.put("request-timeout", "5s");
    all.put("max-body", 1000);
    all.put("retry-after", List.of("1s", "2s"));
    all.put("allow-private", false);
    return all;
  }

  private static List<Problem> problems(Map<String, Object> options) {
    try {
      Settings.read(options, new PromQlCheckProvider()::create);
      return List.of();
    } catch (ConfigurationException e) {
      return e.problems();
    }
  }

  @Test
  void bothAreFound() {
    assertThat(ServiceLoader.load(CheckProvider.class))
        .extracting(CheckProvider::type)
        .contains("promql");
    assertThat(ServiceLoader.load(CollectorProvider.class))
        .extracting(CollectorProvider::type)
        .contains("promql-samples");
  }

  @Test
  void allProblemsAreToldAtOnceWithTheirPlaces() {
    assertThat(
            problems(
                Map.of(
                    "url", "http://user:hunter2@prometheus",
                    "query", "up",
                    "datasource-proxy", true,
                    "basic", Map.of("user", "a:b", "password", "hunter2"),
                    "bearer", "hunter2",
                    "headers", Map.of("Host", "x"),
                    "retry-after", "soon",
                    "request-timeout", "0s",
                    "max-age", "5m",
                    "no-data", "fine")))
        .extracting(Problem::key)
        .containsExactlyInAnyOrder(
            "url",
            "datasource-proxy",
            "basic.user",
            "bearer",
            "headers.Host",
            "retry-after",
            "request-timeout",
            "max-age",
            "fail-above",
            "no-data");
  }

  @Test
  void noProblemShowsAPassword() {
    assertThat(
            problems(Map.of("url", "http://user:hunter2@x y", "bearer", "hunter2\u0001"))
                .toString())
        .doesNotContain("hunter2");
  }

  @Test
  void parametersAreNotForTheQueryApi() {
    assertThat(
            problems(
                Map.of(
                    "url", "http://grafana",
                    "datasource", "x",
                    "query", "up",
                    "fail-below", 1,
                    "parameters", Map.of("dedup", "true"))))
        .singleElement()
        .satisfies(problem -> assertThat(problem.key()).isEqualTo("parameters"));
  }

  @Test
  void emptyExpressionsAreRefused() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                Settings.read(
                    Map.of("url", "http://x", "gauges", Map.of("up", " ")),
                    new PromQlCollectorProvider()::create))
        .withMessageContaining("must not have empty expressions");
  }

  @Test
  void optionsDecideWhomIsAsked() throws Exception {
    try (var fake = new ServerFake()) {
      var url = fake.url().toString();
      fake.vector(ServerFake.series("{}", "0"))
          .vector(ServerFake.series("{}", "0"))
          .answers(200, "{\"results\":{\"value\":{\"frames\":[]}}}");
      assertThat(status(Map.of("url", url))).isEqualTo(Status.FAIL);
      assertThat(fake.request().getUrl().encodedPath()).isEqualTo("/api/v1/query");
      assertThat(status(Map.of("url", url, "datasource", "uid", "datasource-proxy", true)))
          .isEqualTo(Status.FAIL);
      assertThat(fake.request().getUrl().encodedPath())
          .isEqualTo("/api/datasources/proxy/uid/uid/api/v1/query");
      assertThat(status(Map.of("url", url, "datasource", "uid"))).isEqualTo(Status.UNKNOWN);
      assertThat(fake.request().getUrl().encodedPath()).isEqualTo("/api/ds/query");
    }
  }

  private static Status status(Map<String, Object> options) throws Exception {
    var all = new LinkedHashMap<>(options);
    all.put("query", "up");
    all.put("fail-below", 1);
    return Settings.read(all, new PromQlCheckProvider()::create)
        .run(FakeCheckContext.create())
        .status();
  }
}
