package dev.pulse.github;

import dev.pulse.core.internal.net.Deadline;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubAbuseLimitHandler;
import org.kohsuke.github.GitHubBuilder;
import org.kohsuke.github.GitHubRateLimitHandler;
import org.kohsuke.github.connector.GitHubConnector;
import org.kohsuke.github.connector.GitHubConnectorRequest;
import org.kohsuke.github.connector.GitHubConnectorResponse;

/**
 * Lets the library github-api go our way: with our token, cache, budget and bounds. What it would
 * do about limits never happens, because a limit is a failure before it sees one.
 */
final class LibraryConnector implements GitHubConnector {
  private static final int LARGEST_SENT = 1 << 20;

  private final GitHubConnection github;
  private final Deadline deadline;

  /** A failure of ours on its way through the library. */
  static final class LibraryException extends IOException {
    private static final long serialVersionUID = 1L;

    private final GitHubException failure;

    LibraryException(GitHubException failure) {
      super(failure);
      this.failure = failure;
    }

    GitHubException failure() {
      return failure;
    }
  }

  private LibraryConnector(GitHubConnection github, Deadline deadline) {
    this.github = github;
    this.deadline = deadline;
  }

  static GitHub library(GitHubConnection github, HttpUrl base, Deadline deadline)
      throws IOException {
    var url = base.toString();
    return new GitHubBuilder()
        .withEndpoint(url.endsWith("/") ? url.substring(0, url.length() - 1) : url)
        .withConnector(new LibraryConnector(github, deadline))
        .withRateLimitHandler(GitHubRateLimitHandler.FAIL)
        .withAbuseLimitHandler(GitHubAbuseLimitHandler.FAIL)
        .build();
  }

  @Override
  public GitHubConnectorResponse send(GitHubConnectorRequest request) throws IOException {
    var url = HttpUrl.get(request.url());
    if (url == null || !github.isOurs(url)) {
      throw new IOException("the library asks for something that is not on this server");
    }
    var operation = operation(url);
    var question =
        request.hasBody()
            ? Question.send(request.method(), url, operation, body(request))
            : new Question(
                request.method(),
                url,
                request.method() + " " + operation,
                Headers.of(),
                null,
                true,
                request.method().equals("GET"),
                Optional::of);
    var accept = request.header("Accept");
    if (accept != null) {
      question = question.with(Headers.of("Accept", accept));
    }
    try {
      return new Reply(request, github.ask(question, deadline));
    } catch (GitHubException e) {
      throw new LibraryException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while asking GitHub");
    }
  }

  /** Of the path only words of which there are few. */
  private String operation(HttpUrl url) {
    var path = url.pathSegments().subList(github.baseSegments(), url.pathSegments().size());
    if (!path.get(0).equals("repos") || path.size() < 3) {
      return "/" + path.get(0) + "/…";
    }
    return "/repos/{owner}/{repo}"
        + (path.size() > 3 ? "/" + path.get(3) : "")
        + (path.size() > 4 ? "/…" : "");
  }

  private static RequestBody body(GitHubConnectorRequest request) throws IOException {
    try (var in = request.body()) {
      var bytes = in.readNBytes(LARGEST_SENT + 1);
      if (bytes.length > LARGEST_SENT) {
        throw new IOException("more than " + LARGEST_SENT + " bytes are not sent");
      }
      var type = request.contentType();
      return RequestBody.create(bytes, MediaType.get(type == null ? "application/json" : type));
    }
  }

  /** An answer as the library wants it. */
  private static final class Reply extends GitHubConnectorResponse {
    private final byte[] body;

    Reply(GitHubConnectorRequest request, GitHubAnswer answer) {
      super(request, answer.status(), headers(answer));
      this.body = answer.body().toByteArray();
    }

    private static Map<String, List<String>> headers(GitHubAnswer answer) {
      var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
      @Nullable String link = answer.link();
      if (link != null) {
        headers.put("Link", List.of(link));
      }
      headers.put("Content-Type", List.of("application/json; charset=utf-8"));
      return headers;
    }

    @Override
    public InputStream bodyStream() {
      return new ByteArrayInputStream(body);
    }

    @Override
    public void close() {
      // All of it is in memory.
    }
  }
}
