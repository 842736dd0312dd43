package dev.pulse.samples.fakes;

import static dev.pulse.samples.fakes.FakeGitHubDocuments.json;
import static dev.pulse.samples.fakes.FakeGitHubDocuments.refuse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/** What can be asked, and who answers. */
final class FakeGitHubRoutes {
  /** The resource of what is not GitHub's: nothing is counted there, and no token is asked for. */
  static final String ELSEWHERE = "";

  private final FakeGitHubRepositories repositories;
  private final List<Route> routes = new ArrayList<>();

  /**
   * A request that found its route.
   *
   * @param token what the caller showed; empty text for none
   * @param caller for whom its requests are counted
   * @param sees whose repositories it may see besides the public ones
   * @param base where the API begins for this client, without a slash at the end
   * @param links where links to further pages lead
   */
  record Call(
      FakeRequest request,
      String body,
      Map<String, String> variables,
      String token,
      String caller,
      Predicate<FakeGitHubRepository> sees,
      String base,
      String links) {
    String variable(String name) {
      return variables.getOrDefault(name, "");
    }

    boolean isAnonymous() {
      return caller.equals(FakeGitHubLimits.ANONYMOUS);
    }
  }

  /** A method and a path with names in braces; one with dots takes the rest. */
  record Route(
      String method, String template, String resource, Function<Call, HttpAnswer> handler) {
    String name() {
      return method + " " + template;
    }

    /** The values of the names, when this route is meant. */
    Optional<Map<String, String>> variables(String asked, List<String> path) {
      var parts = template.substring(1).split("/", -1);
      var given = path.toArray(String[]::new);
      var variables = new HashMap<String, String>();
      boolean open = parts[parts.length - 1].endsWith("...}");
      if (!method.equals(asked)
          || given.length < parts.length
          || (given.length > parts.length && !open)) {
        return Optional.empty();
      }
      for (int i = 0; i < parts.length; i++) {
        if (parts[i].startsWith("{")) {
          boolean rest = parts[i].endsWith("...}");
          variables.put(
              parts[i].replaceAll("[{}.]", ""),
              rest ? String.join("/", List.of(given).subList(i, given.length)) : given[i]);
        } else if (!parts[i].equals(given[i])) {
          return Optional.empty();
        }
      }
      return Optional.of(variables);
    }
  }

  FakeGitHubRoutes(FakeGitHubRepositories repositories, FakeGitHubLimits limits) {
    this.repositories = repositories;
    FakeGitHubOwners.routes(this, repositories, limits);
    FakeGitHubFiles.routes(this, repositories);
    FakeGitHubHistory.routes(this, repositories);
    FakeGitHubAlerts.routes(this);
    FakeGitHubActions.routes(this);
  }

  List<Route> all() {
    return routes;
  }

  void add(String method, String template, String resource, Function<Call, HttpAnswer> handler) {
    routes.add(new Route(method, template, resource, handler));
  }

  void get(String template, Function<Call, HttpAnswer> handler) {
    add("GET", template, "core", handler);
  }

  /** About a repository that the caller may see; others do not exist for it. */
  void get(String below, BiFunction<Call, FakeGitHubRepository, HttpAnswer> handler) {
    add("GET", "/repos/{owner}/{repo}" + below, "core", repository(handler));
  }

  Function<Call, HttpAnswer> repository(
      BiFunction<Call, FakeGitHubRepository, HttpAnswer> handler) {
    return call ->
        repositories
            .find(call.variable("owner"), call.variable("repo"))
            .filter(call.sees())
            .map(repository -> handler.apply(call, repository))
            .or(() -> moved(call))
            .orElseGet(FakeGitHubRoutes::notFound);
  }

  private Optional<HttpAnswer> moved(Call call) {
    return repositories
        .moved(call.variable("owner"), call.variable("repo"))
        .filter(call.sees())
        .map(
            repository -> {
              var to =
                  call.request()
                      .target()
                      .replaceFirst("/repos/[^/?]+/[^/?]+", "/repositories/" + repository.id());
              return json(301, FakeGitHubDocuments.error(301, "Moved Permanently").with("url", to))
                  .header("Location", call.links() + to);
            });
  }

  static HttpAnswer notFound() {
    return refuse(404, "Not Found");
  }
}
