package dev.pulse.samples.fakes;

import static dev.pulse.samples.fakes.FakeGitHubJson.fields;
import static dev.pulse.samples.fakes.FakeGitHubJson.time;

import dev.pulse.samples.fakes.FakeGitHubJson.Fields;
import dev.pulse.samples.fakes.FakeGitHubRoutes.Call;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** The deps.dev beside a {@link FakeGitHub}: which versions of a package there are. Thread-safe. */
public final class FakeDepsDev {
  static final String PREFIX = "/depsdev";

  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

  private final FakeGitHub github;
  private final Map<String, List<String>> versions = new ConcurrentHashMap<>();

  FakeDepsDev(FakeGitHub github) {
    this.github = github;
  }

  /** Where it is: what {@code DEPSDEV_API_URL} wants. */
  public URI uri() {
    return URI.create(github.api() + PREFIX);
  }

  /**
   * A package, and its versions in the order of their publication, a day apart from the first of
   * 2026 on. The last one is the default.
   *
   * @param system npm, pypi, maven, cargo, go, rubygems or nuget
   */
  public FakeDepsDev versions(String system, String name, String... versions) {
    this.versions.put(system + " " + name, List.of(versions));
    return this;
  }

  void routes(FakeGitHubRoutes routes) {
    routes.add(
        "GET",
        PREFIX + "/v3/systems/{system}/packages/{name}",
        FakeGitHubRoutes.ELSEWHERE,
        this::versions);
  }

  private HttpAnswer versions(Call call) {
    var system = call.variable("system").toLowerCase(Locale.ROOT);
    var name = call.variable("name");
    var known = versions.get(system + " " + name);
    if (known == null) {
      return HttpAnswer.text(404, "package not found\n");
    }
    var key = fields().with("system", system.toUpperCase(Locale.ROOT)).with("name", name);
    return HttpAnswer.json(
        200,
        FakeGitHubJson.text(
            fields()
                .with("packageKey", key)
                .with(
                    "versions",
                    IntStream.range(0, known.size())
                        .mapToObj(i -> version(system, name, known, i))
                        .toList())));
  }

  private static Fields version(String system, String name, List<String> known, int number) {
    return fields()
        .with(
            "versionKey",
            fields()
                .with("system", system.toUpperCase(Locale.ROOT))
                .with("name", name)
                .with("version", known.get(number)))
        .with("publishedAt", time(FIRST.plus(Duration.ofDays(number))))
        .with("isDefault", number == known.size() - 1)
        .with("isDeprecated", false);
  }
}
