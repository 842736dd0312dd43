package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import com.squareup.moshi.JsonReader;
import dev.pulse.core.internal.net.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.RequestBody;

/**
 * Asks the open vulnerability database (OSV) about the dependencies of a repository. What is found
 * is asked for each time; the details of an entry are kept for a while, and until the entry
 * changes. Thread-safe; needs no closing.
 */
public final class OsvClient {
  static final String SERVICE = "osv";
  private static final String BATCH = "POST /v1/querybatch";
  private static final String DETAILS = "GET /v1/vulns/{id}";

  private static final int MOST_QUERIES = 1_000;
  private static final int MOST_ROUNDS = 50;
  private static final int MOST_ENTRIES = 5_000;

  /** How much of entries is kept in memory, in characters. */
  private static final long MOST_KEPT = 16 << 20;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,199}");

  private final ServiceHttp http;
  private final YoungAnswers<Hit, OsvEntry> kept;
  private final LookUps lookUps;

  /** One package in one version that is asked about, and where to go on. */
  private record Query(Dependency dependency, String url, Optional<String> pageToken) {
    Map<String, ?> json() {
      Map<String, ?> packageJson = Map.of("purl", url);
      return pageToken.isPresent()
          ? Map.of("package", packageJson, "page_token", pageToken.get())
          : Map.of("package", packageJson);
    }
  }

  /** An entry that was found, as it was when somebody last changed it. */
  private record Hit(String id, String modified) {}

  /** What was found for one query, and where there is more. */
  private record Result(List<Hit> hits, Optional<String> next) {}

  /** An entry that was found for a dependency. */
  private record Match(Dependency dependency, Hit hit) {}

  private OsvClient(ServiceHttp http, Builder builder) {
    this.http = http;
    this.kept =
        new YoungAnswers<>(builder, http.clock(), MOST_KEPT, OsvEntry::size, OsvEntry::read);
    this.lookUps = builder.lookUps(SERVICE);
  }

  /** Asks {@code https://api.osv.dev}, unless the builder is told otherwise. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * What the database knows about the dependencies that have an exact version.
   *
   * @param within for all requests together
   * @return unavailable when one of the requests failed: half an answer would be taken for a clean
   *     one
   */
  Fact<List<VulnerabilityReport>> reports(Collection<Dependency> dependencies, Duration within)
      throws InterruptedException {
    var deadline = Deadline.in(within);
    try {
      var matches = matches(dependencies, deadline);
      var hits = new LinkedHashSet<Hit>();
      matches.forEach(match -> hits.add(match.hit()));
      if (hits.size() > MOST_ENTRIES) {
        throw new ServiceException(
            hits.size() + " entries are more than the " + MOST_ENTRIES + " that are looked up");
      }
      var entries = entries(List.copyOf(hits), deadline);
      var reports = new ArrayList<VulnerabilityReport>();
      for (Match match : matches) {
        var entry = requireNonNull(entries.get(match.hit()), "an entry for each hit");
        entry.report(match.dependency()).ifPresent(reports::add);
      }
      return Fact.known(List.copyOf(reports), SERVICE, http.now());
    } catch (ServiceException e) {
      return Fact.unavailable(e.getMessage(), SERVICE, http.now());
    }
  }

  private Set<Match> matches(Collection<Dependency> dependencies, Deadline deadline)
      throws ServiceException, InterruptedException {
    var queries = new ArrayList<Query>();
    for (Dependency dependency : dependencies) {
      dependency
          .exactUrl()
          .ifPresent(url -> queries.add(new Query(dependency, url, Optional.empty())));
    }
    var matches = new LinkedHashSet<Match>();
    for (int from = 0; from < queries.size(); from += MOST_QUERIES) {
      var some = queries.subList(from, Math.min(queries.size(), from + MOST_QUERIES));
      ask(List.copyOf(some), matches, deadline);
    }
    return matches;
  }

  /** Asks as often as there are further pages. */
  private void ask(List<Query> queries, Set<Match> matches, Deadline deadline)
      throws ServiceException, InterruptedException {
    var open = queries;
    for (int round = 0; !open.isEmpty(); round++) {
      if (round == MOST_ROUNDS) {
        throw new ServiceException("OSV has more than " + MOST_ROUNDS + " pages for one package");
      }
      var results = batch(open, deadline);
      var next = new ArrayList<Query>();
      for (int i = 0; i < open.size(); i++) {
        var query = open.get(i);
        var result = results.get(i);
        result.hits().forEach(hit -> matches.add(new Match(query.dependency(), hit)));
        result
            .next()
            .ifPresent(
                token -> next.add(new Query(query.dependency(), query.url(), Optional.of(token))));
      }
      open = next;
    }
  }

  private List<Result> batch(List<Query> queries, Deadline deadline)
      throws ServiceException, InterruptedException {
    RequestBody body =
        GitHubConnection.json(Map.of("queries", queries.stream().map(Query::json).toList()));
    var reply = http.ask(http.url("v1/querybatch").build(), body, BATCH, deadline);
    if (reply.status() != 200) {
      throw http.refused(reply);
    }
    try {
      var results = FactJson.read(reply.reader(), OsvClient::results);
      if (results.size() != queries.size()) {
        throw new ServiceException(
            "OSV answered " + results.size() + " of " + queries.size() + " questions");
      }
      return results;
    } catch (FactJson.MalformedException e) {
      throw http.garbled(e);
    }
  }

  private static List<Result> results(JsonReader reader) throws IOException {
    var all = new ArrayList<Result>();
    var found = new boolean[1];
    FactJson.object(
        reader,
        (name, value) -> {
          if (name.equals("results")) {
            found[0] = true;
            all.addAll(FactJson.list(value, OsvClient::result));
          } else {
            value.skipValue();
          }
        });
    if (!found[0]) {
      throw FactJson.unexpected("results");
    }
    return all;
  }

  private static Result result(JsonReader reader) throws IOException {
    var hits = new ArrayList<Hit>();
    var next = new String[] {""};
    FactJson.object(
        reader,
        (name, value) -> {
          switch (name) {
            case "vulns" -> hits.addAll(FactJson.list(value, OsvClient::hit));
            case "next_page_token" -> next[0] = FactJson.text(value);
            default -> value.skipValue();
          }
        });
    return new Result(hits, next[0].isEmpty() ? Optional.empty() : Optional.of(next[0]));
  }

  private static Hit hit(JsonReader reader) throws IOException {
    var texts = new String[] {"", ""};
    FactJson.object(
        reader,
        (name, value) -> {
          switch (name) {
            case "id" -> texts[0] = FactJson.text(value);
            case "modified" -> texts[1] = FactJson.text(value);
            default -> value.skipValue();
          }
        });
    if (!ID.matcher(texts[0]).matches()) {
      throw FactJson.unexpected("the id of an entry");
    }
    return new Hit(texts[0], texts[1]);
  }

  private Map<Hit, OsvEntry> entries(List<Hit> hits, Deadline deadline)
      throws ServiceException, InterruptedException {
    var found = lookUps.all(hits, deadline, hit -> entry(hit, deadline));
    var entries = new HashMap<Hit, OsvEntry>();
    for (int i = 0; i < found.size(); i++) {
      entries.put(hits.get(i), found.get(i));
    }
    return entries;
  }

  private OsvEntry entry(Hit hit, Deadline deadline) throws ServiceException, InterruptedException {
    HttpUrl url = http.url("v1/vulns/" + PackageUrl.encoded(hit.id())).build();
    var before = kept.find(hit, url, entry -> entry.isAsOf(hit.modified()));
    if (before.isPresent()) {
      return before.get().knownAs(hit.id());
    }
    var reply = http.ask(url, null, DETAILS, deadline);
    if (reply.status() != 200) {
      throw http.refused(reply);
    }
    try {
      var entry = FactJson.read(reply.reader(), OsvEntry::read);
      kept.keep(hit, url, entry, reply.body());
      return entry.knownAs(hit.id());
    } catch (FactJson.MalformedException e) {
      throw http.garbled(e);
    }
  }

  /** Makes a client. Confine to one thread. */
  public static final class Builder extends LookUpClientBuilder<Builder> {
    private Builder() {
      super(SERVICE, "https://api.osv.dev");
    }

    @Override
    Builder self() {
      return this;
    }

    /**
     * Makes the client; nothing is sent yet.
     *
     * @throws IllegalArgumentException with everything that is wrong
     */
    public OsvClient build() {
      return new OsvClient(http(), this);
    }
  }
}
