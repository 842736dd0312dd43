package dev.pulse.github;

import com.squareup.moshi.JsonReader;
import dev.pulse.core.internal.text.ForeignText;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import okhttp3.HttpUrl;
import okio.Buffer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What GitHub says to a request: yes, or a no that says something about what was asked (403, 404,
 * 409, 410, 422, 451). Immutable.
 *
 * @param status of HTTP; 200 also when GitHub said that nothing has changed
 * @param reused whether nothing has changed since an earlier answer, whose body this is
 * @param body decompressed
 * @param at when GitHub said so
 * @param source the URL that was asked; it has no secret in it
 * @param requestId GitHub's id of the request
 * @param link the header that tells where the next page is
 * @param words GitHub's own in a refusal: one line without secrets; null where there are none
 */
record GitHubAnswer(
    int status,
    boolean reused,
    ByteString body,
    Instant at,
    HttpUrl source,
    @Nullable String requestId,
    @Nullable String link,
    @Nullable String words) {
  private static final int MOST_SHOWN = 200;

  /** Whether the status is 200 to 299. */
  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /**
   * Its whole body.
   *
   * @throws GitHubException UNEXPECTED when it is not JSON
   */
  Json json() {
    try {
      return Json.read(body);
    } catch (IOException e) {
      throw garbled(String.valueOf(e.getMessage()));
    }
  }

  /** Its body for those who need little of much. What they throw belongs into {@link #garbled}. */
  JsonReader reader() {
    return JsonReader.of(new Buffer().write(body));
  }

  /** The failure of an answer that is not what it should be. */
  GitHubException garbled(String words) {
    return GitHubException.answered(
        GitHubException.Kind.UNEXPECTED,
        "GitHub's answer for "
            + ForeignText.oneLine(source.encodedPath(), MOST_SHOWN)
            + " cannot be understood: "
            + words,
        status,
        requestId);
  }

  /** GitHub's own words in an answer that is a no: one line; empty where there are none. */
  Optional<String> message() {
    return Optional.ofNullable(words);
  }

  @Override
  public String toString() {
    return "answer " + status + " of " + body.size() + " bytes";
  }
}
