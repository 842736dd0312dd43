package dev.pulse.github;

import dev.pulse.api.config.Secret;
import dev.pulse.core.internal.notify.Unspeakable;
import dev.pulse.core.internal.text.ForeignText;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.Call;
import okhttp3.Response;
import okio.Buffer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Reads what GitHub answers, within bounds, and judges what it means: an answer, a limit, a place
 * to go on, something to try again, or a failure. What may be asked for again is kept. Thread-safe.
 */
final class AnswerJudge {
  private static final int MOST_SHOWN = 200;
  private static final long LARGEST_DRAINED = 64L << 10;
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9:._-]{1,100}");

  /** What says something about what was asked. */
  private static final Set<Integer> STABLE = Set.of(403, 404, 409, 410, 422, 451);

  private static final Set<Integer> MOVED = Set.of(301, 302, 307, 308);

  private final GitHubPlace place;
  private final long maxBody;
  private final RateBudget budget;
  private final KeptAnswers kept;
  private final InstantSource clock;

  /** What an answer is judged by beside itself. */
  record Asked(
      Question question,
      Optional<Secret> token,
      Optional<String> key,
      Optional<KeptAnswer> before) {}

  /** The body of an answer, as far as it was read. */
  record Read(ByteString body, boolean whole) {}

  AnswerJudge(
      GitHubPlace place, long maxBody, RateBudget budget, KeptAnswers kept, InstantSource clock) {
    this.place = place;
    this.maxBody = maxBody;
    this.budget = budget;
    this.kept = kept;
    this.clock = clock;
  }

  /**
   * Reads an answer.
   *
   * @param wanted whether the body is of interest when it is no refusal
   */
  Read read(Call call, Response response, boolean wanted) throws IOException {
    long most = wanted && response.isSuccessful() ? maxBody : LARGEST_DRAINED;
    var body = new Buffer();
    boolean whole = false;
    try {
      var source = response.body().source();
      while (body.size() <= most) {
        if (source.read(body, most + 1 - body.size()) < 0) {
          whole = true;
          break;
        }
      }
    } catch (IOException e) {
      if (response.isSuccessful() && wanted) {
        throw e;
      }
      // The status is known, which says more than that its explanation broke off.
    }
    if (!whole) {
      // Closing the answer would read what is left of it.
      call.cancel();
    }
    boolean useless = !wanted && response.isSuccessful();
    return new Read(useless ? ByteString.EMPTY : body.readByteString(), whole || useless);
  }

  Attempt judged(Asked asked, Response response, Read read) {
    int status = response.code();
    var answer = answer(asked, response, read);
    if (status == 304 && asked.before().isPresent()) {
      return Attempt.of(again(answer, asked.before().get()));
    }
    if (response.isSuccessful()) {
      if (!read.whole()) {
        return failed(asked, answer, "more than " + maxBody + " bytes");
      }
      var etag = response.header("ETag");
      if (status == 200 && etag != null) {
        keep(asked, answer, etag);
      }
      return Attempt.of(answer);
    }
    var location = response.header("Location");
    if (MOVED.contains(status) && location != null) {
      return new Attempt(null, null, false, location);
    }
    return refused(asked, response, answer);
  }

  private GitHubAnswer answer(Asked asked, Response response, Read read) {
    return new GitHubAnswer(
        response.code(),
        false,
        read.body(),
        clock.instant(),
        asked.question().url(),
        requestId(response),
        response.header("Link"),
        response.isSuccessful() ? null : words(asked, read.body()));
  }

  /** What a refusal says, in which a server may repeat what it was sent. */
  private static @Nullable String words(Asked asked, ByteString body) {
    try {
      var secrets = asked.token().map(Secret::reveal).stream().toList();
      return Json.read(body)
          .text("message")
          .map(text -> Unspeakable.of(secrets).removedFrom(text))
          .map(text -> ForeignText.oneLine(text.strip().replaceAll("\\s+", " "), MOST_SHOWN))
          .filter(text -> !text.isEmpty())
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }

  private void keep(Asked asked, GitHubAnswer answer, String etag) {
    if (asked.key().isEmpty()) {
      return;
    }
    asked
        .question()
        .keeping()
        .apply(answer.body())
        .ifPresent(
            body ->
                kept.keep(
                    asked.key().get(), KeptAnswer.of(etag, body, answer.link(), answer.at())));
  }

  private static GitHubAnswer again(GitHubAnswer answer, KeptAnswer before) {
    return new GitHubAnswer(
        200,
        true,
        before.bytes(),
        answer.at(),
        answer.source(),
        answer.requestId(),
        answer.link() == null ? before.link().orElse(null) : answer.link(),
        null);
  }

  private Attempt refused(Asked asked, Response response, GitHubAnswer answer) {
    int status = answer.status();
    var words = answer.message().orElse("");
    if (status == 403 || status == 429) {
      var limited = budget.refusal(response, words);
      if (limited.isPresent()) {
        return Attempt.failed(limited.get());
      }
    }
    if (status == 401) {
      return Attempt.failed(
          GitHubException.answered(
              GitHubException.Kind.UNAUTHORISED,
              asked.token().isPresent()
                  ? "GitHub token is not valid, says " + place
                  : place + " wants a GitHub token",
              status,
              answer.requestId()));
    }
    if (STABLE.contains(status)) {
      return Attempt.of(answer);
    }
    if (status >= 500) {
      return Attempt.passing(
          GitHubException.answered(
              GitHubException.Kind.UNREACHABLE,
              place.shown(asked.question()) + " was answered with " + status,
              status,
              answer.requestId()));
    }
    return failed(asked, answer, status + (words.isEmpty() ? "" : ": " + words));
  }

  private Attempt failed(Asked asked, GitHubAnswer answer, String words) {
    return Attempt.failed(
        GitHubException.answered(
            GitHubException.Kind.UNEXPECTED,
            place.shown(asked.question()) + " was answered with " + words,
            answer.status(),
            answer.requestId()));
  }

  private static @Nullable String requestId(Response response) {
    var id = response.header("X-GitHub-Request-Id");
    return id != null && REQUEST_ID.matcher(id).matches() ? id : null;
  }
}
