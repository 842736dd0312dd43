package dev.pulse.samples.repohealth.web;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import dev.pulse.github.BuildState;
import dev.pulse.samples.server.web.HttpError;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import okio.Buffer;

/**
 * How a build ended, as the build says. Read strictly: a name that is misspelt would otherwise be
 * filed as something else.
 *
 * @param repo its repository, without the owner
 * @param state how it ended
 * @param runId the number of the run
 * @param attempt which attempt of the run it is
 * @param branch what was built; empty for the default branch
 * @param sha the commit that was built
 * @param url its page
 * @param finishedAt when it ended
 */
record BuildReport(
    String repo,
    BuildState state,
    long runId,
    int attempt,
    Optional<String> branch,
    Optional<String> sha,
    Optional<URI> url,
    Instant finishedAt) {
  private static final List<String> FIELDS =
      List.of("repo", "status", "run_id", "run_attempt", "branch", "sha", "url", "finished_at");
  private static final Pattern REPO = Pattern.compile("[A-Za-z0-9._-]{1,100}");
  private static final Pattern RUN = Pattern.compile("0*[1-9][0-9]{0,17}");
  private static final Pattern ATTEMPT = Pattern.compile("[1-9][0-9]{0,5}");
  private static final Pattern SHA = Pattern.compile("[0-9A-Fa-f]{4,64}");
  private static final int LONGEST_BRANCH = 255;
  private static final int LONGEST_URL = 2048;
  private static final Duration FAST_CLOCK = Duration.ofMinutes(5);

  /**
   * Reads the body of a report.
   *
   * @param body from a caller, so of any form
   * @param now when it came
   * @throws HttpError 400 that names every field which is not as it must be
   */
  static BuildReport read(String body, Instant now) {
    return new Fields(texts(body)).report(now);
  }

  /** The members of an object whose values are texts or numbers; null counts as not there. */
  private static Map<String, String> texts(String body) {
    try (var reader = JsonReader.of(new Buffer().writeUtf8(body))) {
      var texts = new LinkedHashMap<String, String>();
      reader.beginObject();
      while (reader.hasNext()) {
        var name = reader.nextName();
        if (!FIELDS.contains(name)) {
          throw invalid(
              HttpError.shown(name) + " is not known; known are " + String.join(", ", FIELDS));
        }
        var value = value(name, reader);
        if (value.isPresent() && texts.put(name, value.get()) != null) {
          throw invalid(name + " must be given once");
        }
      }
      reader.endObject();
      if (reader.peek() != JsonReader.Token.END_DOCUMENT) {
        throw invalid("body must be one JSON object, and something follows it");
      }
      return texts;
    } catch (IOException | JsonDataException e) {
      // The text is in memory: both are the parser's way to say that it is not such an object.
      throw invalid(
          "body must be a JSON object: " + HttpError.shown(String.valueOf(e.getMessage())));
    }
  }

  private static Optional<String> value(String name, JsonReader reader) throws IOException {
    return switch (reader.peek()) {
      case NULL -> Optional.ofNullable(reader.nextNull());
      case NUMBER -> {
        if (!name.startsWith("run_")) {
          throw invalid(name + " must be a text");
        }
        yield Optional.of(reader.nextString());
      }
      case STRING -> Optional.of(reader.nextString());
      default -> throw invalid(name + " must be a text");
    };
  }

  private static HttpError invalid(String what) {
    return HttpError.of(400, "Invalid report").withDetail(what);
  }

  /** Judges the members one by one, and tells all that is wrong at once. */
  private static final class Fields {
    private final Map<String, String> texts;
    private final List<String> problems = new ArrayList<>();

    Fields(Map<String, String> texts) {
      this.texts = texts;
    }

    BuildReport report(Instant now) {
      var repo = required("repo", REPO, "1 to 100 letters, digits, dots, hyphens or underscores");
      var state = state();
      var run = required("run_id", RUN, "a whole number above 0 with at most 18 digits");
      var attempt = optional("run_attempt", ATTEMPT, "a whole number from 1 to 999999");
      var branch = branch();
      var sha = optional("sha", SHA, "4 to 64 hexadecimal digits");
      var url = url();
      var finishedAt = finishedAt(now);
      if (!problems.isEmpty()) {
        throw invalid(String.join("; ", problems));
      }
      return new BuildReport(
          repo,
          state,
          Long.parseLong(run),
          attempt.map(Integer::parseInt).orElse(1),
          branch,
          sha,
          url,
          finishedAt);
    }

    private String required(String name, Pattern form, String expected) {
      if (!texts.containsKey(name)) {
        problems.add(name + " is required: " + expected);
      }
      return optional(name, form, expected).orElse("");
    }

    private Optional<String> optional(String name, Pattern form, String expected) {
      var text = Optional.ofNullable(texts.get(name));
      if (text.isPresent() && !form.matcher(text.get()).matches()) {
        wrong(name, expected);
        return Optional.empty();
      }
      return text;
    }

    private void wrong(String name, String expected) {
      var found = HttpError.shown(texts.getOrDefault(name, ""));
      problems.add(name + " must be " + expected + ", but is \"" + found + "\"");
    }

    private BuildState state() {
      var expected = "success, failure, cancelled or skipped";
      var word = required("status", Pattern.compile("success|failure|cancelled|skipped"), expected);
      return word.isEmpty()
          ? BuildState.NEUTRAL
          : BuildState.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private Optional<String> branch() {
      var text = Optional.ofNullable(texts.get("branch"));
      boolean fits =
          text.map(
                  name ->
                      !name.isBlank()
                          && name.codePointCount(0, name.length()) <= LONGEST_BRANCH
                          && name.codePoints().noneMatch(Character::isISOControl))
              .orElse(true);
      if (!fits) {
        wrong("branch", "1 to " + LONGEST_BRANCH + " characters on one line");
      }
      return text;
    }

    private Optional<URI> url() {
      var text = Optional.ofNullable(texts.get("url"));
      var address = text.filter(each -> each.length() <= LONGEST_URL).flatMap(Fields::web);
      if (text.isPresent() && address.isEmpty()) {
        wrong("url", "an http or https URL without credentials of at most 2048 characters");
      }
      return address;
    }

    private static Optional<URI> web(String text) {
      try {
        var uri = new URI(text);
        boolean web =
            "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
        return web && uri.getHost() != null && uri.getRawUserInfo() == null
            ? Optional.of(uri)
            : Optional.empty();
      } catch (URISyntaxException e) {
        // The caller is told by an empty answer what an address must be like.
        return Optional.empty();
      }
    }

    private Instant finishedAt(Instant now) {
      var text = texts.get("finished_at");
      if (text == null) {
        return now;
      }
      try {
        var time = OffsetDateTime.parse(text).toInstant();
        if (!time.isBefore(Instant.EPOCH) && !time.isAfter(now.plus(FAST_CLOCK))) {
          return time;
        }
      } catch (DateTimeException e) {
        // Told below, with what it must be like.
      }
      wrong("finished_at", "a time such as 2026-01-31T12:00:00Z that is not in the future");
      return now;
    }
  }
}
