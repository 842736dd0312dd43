package dev.pulse.core.check;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import dev.pulse.api.config.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What a token endpoint answers (RFC 6749 sections 5.1 and 5.2), read strictly: it may be anybody's
 * JSON, and a token becomes part of a header.
 *
 * @param token the access token
 * @param lifetime how long it is good for; empty when the endpoint does not tell
 */
record TokenAnswer(Secret token, Optional<Duration> lifetime) {
  /** The errors that may be repeated; everything else that a server writes may hold a secret. */
  private static final Set<String> ERRORS =
      Set.of(
          "invalid_request",
          "invalid_client",
          "invalid_grant",
          "unauthorized_client",
          "unsupported_grant_type",
          "invalid_scope",
          "invalid_target",
          "access_denied",
          "server_error",
          "temporarily_unavailable");

  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,8192}");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");

  /** The fields that matter, as they stand there. */
  private static final class Fields {
    @Nullable String token;
    @Nullable String type;
    @Nullable String expires;
    @Nullable String error;
  }

  /** Reads an answer. */
  static TokenAnswer read(int status, String body) throws TokenException {
    if (status != 200) {
      throw new TokenException(Texts.status(status) + error(body));
    }
    var fields = fields(body);
    if (fields == null) {
      throw new TokenException("the answer is not a JSON object");
    }
    if (fields.token == null || !TOKEN.matcher(fields.token).matches()) {
      throw new TokenException(
          fields.token == null
              ? "the answer has no access_token"
              : "the access_token is not 1 to 8192 visible ASCII characters");
    }
    if (fields.type == null || !fields.type.equalsIgnoreCase("bearer")) {
      throw new TokenException(
          fields.type == null ? "the answer has no token_type" : "the token_type is not bearer");
    }
    return new TokenAnswer(Secret.of(fields.token), lifetime(fields.expires));
  }

  private static String error(String body) {
    var fields = fields(body);
    return fields == null || fields.error == null || !ERRORS.contains(fields.error)
        ? ""
        : " (" + fields.error + ")";
  }

  /** Some endpoints write the number as a text. */
  private static Optional<Duration> lifetime(@Nullable String expires) throws TokenException {
    if (expires == null) {
      return Optional.empty();
    }
    if (!SECONDS.matcher(expires).matches()) {
      throw new TokenException("its expires_in is not a number of seconds");
    }
    int point = expires.indexOf('.');
    return Optional.of(
        Duration.ofSeconds(Long.parseLong(point < 0 ? expires : expires.substring(0, point))));
  }

  /** Null when it is not one JSON object with each of the fields at most once. */
  private static @Nullable Fields fields(String body) {
    var fields = new Fields();
    var seen = new HashSet<String>();
    try (var json = JsonReader.of(new Buffer().writeUtf8(body))) {
      json.beginObject();
      while (json.hasNext()) {
        var name = json.nextName();
        if (!seen.add(name)) {
          return null;
        }
        switch (name) {
          case "access_token" -> fields.token = text(json, false);
          case "token_type" -> fields.type = text(json, false);
          case "expires_in" -> fields.expires = text(json, true);
          case "error" -> fields.error = text(json, false);
          default -> json.skipValue();
        }
      }
      json.endObject();
      return json.peek() == JsonReader.Token.END_DOCUMENT ? fields : null;
    } catch (IOException | JsonDataException e) {
      return null;
    }
  }

  private static @Nullable String text(JsonReader json, boolean numeric) throws IOException {
    return switch (json.peek()) {
      case STRING -> json.nextString();
      case NULL -> json.nextNull();
      case NUMBER -> {
        if (!numeric) {
          throw new JsonDataException("a number in place of a text");
        }
        yield json.nextString();
      }
      default -> throw new JsonDataException("neither text nor number");
    };
  }

  /** Nothing of the token. */
  @Override
  public String toString() {
    return "TokenAnswer[" + lifetime + "]";
  }
}
