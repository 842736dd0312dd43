package dev.pulse.samples.fakes;

import static dev.pulse.samples.fakes.FakeGitHubJson.fields;
import static dev.pulse.samples.fakes.FakeGitHubJson.list;
import static dev.pulse.samples.fakes.FakeGitHubJson.time;

import dev.pulse.samples.fakes.FakeGitHubJson.Fields;
import dev.pulse.samples.fakes.FakeGitHubRoutes.Call;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/** The OSV beside a {@link FakeGitHub}: queries in batches, in pages, and details. Thread-safe. */
public final class FakeOsv {
  static final String PREFIX = "/osv";

  private static final int MOST_QUERIES = 1_000;
  private static final Map<String, String> ECOSYSTEMS =
      Map.of(
          "npm", "npm",
          "pip", "PyPI",
          "maven", "Maven",
          "go", "Go",
          "rubygems", "RubyGems",
          "rust", "crates.io",
          "nuget", "NuGet",
          "actions", "GitHub Actions");

  private final FakeGitHub github;
  private final Map<String, FakeAdvisory> advisories = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> hits = new ConcurrentSkipListMap<>();
  private volatile int pageSize = MOST_QUERIES;

  FakeOsv(FakeGitHub github) {
    this.github = github;
  }

  /** Where it is: what {@code OSV_API_URL} wants. */
  public URI uri() {
    return URI.create(github.api() + PREFIX);
  }

  /** It knows of a weakness, and finds it for these purls, which carry their versions. */
  public FakeOsv advisory(FakeAdvisory advisory, String... purls) {
    advisories.put(advisory.id(), advisory);
    for (var purl : purls) {
      hits.computeIfAbsent(purl, key -> new ConcurrentSkipListSet<>()).add(advisory.id());
    }
    return this;
  }

  /** It finds an advisory for no package any more, but still tells it. */
  public FakeOsv forget(String advisory) {
    hits.values().forEach(ids -> ids.remove(advisory));
    hits.values().removeIf(Set::isEmpty);
    return this;
  }

  /** How many it tells of one package before it hands out a token for the rest. */
  public FakeOsv pageSize(int size) {
    pageSize = size;
    return this;
  }

  void routes(FakeGitHubRoutes routes) {
    routes.add("POST", PREFIX + "/v1/querybatch", FakeGitHubRoutes.ELSEWHERE, this::batch);
    routes.add("GET", PREFIX + "/v1/vulns/{id}", FakeGitHubRoutes.ELSEWHERE, this::details);
  }

  private HttpAnswer batch(Call call) {
    var queries = list(FakeGitHubJson.read(call.body()).get("queries"));
    if (queries.isEmpty() || queries.size() > MOST_QUERIES) {
      return refuse(400, "Too many or no queries: " + queries.size());
    }
    var results = new ArrayList<Fields>();
    for (var query : queries) {
      var purl = text(query, "package", "purl");
      if (purl.isEmpty()) {
        return refuse(400, "Invalid query: no package");
      }
      if (!text(query, "version").isEmpty() && purl.lastIndexOf('@') > 0) {
        return refuse(400, "version specified in params and purl query");
      }
      results.add(result(purl, text(query, "page_token")));
    }
    return HttpAnswer.json(200, FakeGitHubJson.text(fields().with("results", results)));
  }

  private Fields result(String purl, String token) {
    var ids = List.copyOf(hits.getOrDefault(purl, Set.of()));
    int from = token.matches("page-[0-9]{1,6}") ? Integer.parseInt(token.substring(5)) : 0;
    int to = Math.min(ids.size(), from + pageSize);
    var result = fields();
    if (from < to) {
      result.with(
          "vulns",
          ids.subList(from, to).stream()
              .map(id -> fields().with("id", id).with("modified", time(modified())))
              .toList());
    }
    return to < ids.size() ? result.with("next_page_token", "page-" + to) : result;
  }

  private static Instant modified() {
    return Instant.parse("2026-01-01T00:00:00Z");
  }

  private HttpAnswer details(Call call) {
    var advisory = advisories.get(call.variable("id"));
    return advisory == null
        ? refuse(404, 5, "Bug not found.")
        : HttpAnswer.json(200, FakeGitHubJson.text(details(advisory)));
  }

  private static Fields details(FakeAdvisory advisory) {
    var events = new ArrayList<Fields>();
    events.add(fields().with("introduced", "0"));
    advisory.fixed().ifPresent(version -> events.add(fields().with("fixed", version)));
    var details =
        fields()
            .with("schema_version", "1.7.3")
            .with("id", advisory.id())
            .with("modified", time(modified()))
            .with("published", time(modified()))
            .with("aliases", advisory.aliases())
            .with("summary", advisory.summary())
            .with("details", advisory.details())
            .with(
                "affected",
                List.of(
                    fields()
                        .with(
                            "package",
                            fields()
                                .with(
                                    "ecosystem",
                                    ECOSYSTEMS.getOrDefault(
                                        advisory.ecosystem(), advisory.ecosystem()))
                                .with("name", advisory.name()))
                        .with(
                            "ranges",
                            List.of(fields().with("type", "ECOSYSTEM").with("events", events)))));
    if (!advisory.severity().isEmpty()) {
      details.with(
          "database_specific",
          fields().with("severity", advisory.severity().toUpperCase(Locale.ROOT)));
    }
    if (!advisory.vectors().isEmpty()) {
      details.with(
          "severity",
          advisory.vectors().stream()
              .map(
                  vector ->
                      fields()
                          .with("type", vector.startsWith("CVSS:4") ? "CVSS_V4" : "CVSS_V3")
                          .with("score", vector))
              .toList());
    }
    advisory.withdrawn().ifPresent(at -> details.with("withdrawn", time(at)));
    return details;
  }

  private static HttpAnswer refuse(int status, String message) {
    return refuse(status, 3, message);
  }

  private static HttpAnswer refuse(int status, int code, String message) {
    return HttpAnswer.json(
        status, FakeGitHubJson.text(fields().with("code", code).with("message", message)));
  }

  /** A text inside of objects; empty when there is none. */
  private static String text(@Nullable Object value, String... path) {
    var inner = value;
    for (var name : path) {
      inner = inner instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return inner instanceof String text ? text : "";
  }
}
