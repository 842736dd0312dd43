package dev.pulse.github;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.kohsuke.github.GHFileNotFoundException;
import org.kohsuke.github.GHRelease;
import org.kohsuke.github.HttpException;

/** The newest releases of a repository, which the library github-api knows how to read. */
final class LibraryReleases {
  private static final int MOST = 10;
  private static final String GARBLED = "GitHub's answer cannot be understood";

  private LibraryReleases() {}

  static Fact<List<Release>> read(
      GitHubConnection github, RepositoryName repository, String route, Duration within)
      throws InterruptedException {
    try {
      // One page, which is one request beside that for the repository itself.
      var page =
          github.library(
              it ->
                  it.getRepository(repository.toString())
                      .listReleases()
                      .withPageSize(MOST)
                      .iterator()
                      .nextPage(),
              within);
      var published = page.stream().map(LibraryReleases::release).flatMap(Optional::stream);
      return Fact.known(published.toList(), route, github.clock().instant());
    } catch (GHFileNotFoundException e) {
      return unavailable(github, route, "GitHub answered 404");
    } catch (HttpException e) {
      return unavailable(
          github,
          route,
          e.getResponseCode() > 0 ? "GitHub answered " + e.getResponseCode() : GARBLED);
    } catch (IOException | DateTimeException e) {
      return unavailable(github, route, GARBLED);
    }
  }

  private static Optional<Release> release(GHRelease release) {
    var at = release.getPublished_at();
    return at == null || release.isDraft()
        ? Optional.empty()
        : Optional.of(new Release(release.getTagName(), at.toInstant(), release.isPrerelease()));
  }

  private static Fact<List<Release>> unavailable(
      GitHubConnection github, String route, String because) {
    return Fact.unavailable(because, route, github.clock().instant());
  }
}
