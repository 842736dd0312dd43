package dev.pulse.github;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.GHFileNotFoundException;
import org.kohsuke.github.GHRelease;
import org.kohsuke.github.HttpException;

/** The newest releases of a repository, which the library github-api knows how to read. */
final class LibraryReleases {
  private static final int MOST = 10;
  private static final int DEEPEST = 20;

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
    } catch (GitHubException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // For answers that it does not expect the library throws whatever befalls it.
      return Fact.unavailable(because(e), route, github.clock().instant());
    }
  }

  private static String because(Exception failure) {
    @Nullable Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      if (cause instanceof GHFileNotFoundException) {
        return "GitHub answered 404";
      }
      if (cause instanceof HttpException refused && refused.getResponseCode() >= 400) {
        return "GitHub answered " + refused.getResponseCode();
      }
      cause = cause.getCause();
    }
    return "GitHub's answer cannot be understood";
  }

  private static Optional<Release> release(GHRelease release) {
    return release.isDraft()
        ? Optional.empty()
        : Optional.of(
            new Release(
                release.getTagName(),
                release.getPublished_at().toInstant(),
                release.isPrerelease()));
  }
}
