package dev.pulse.core.notify;

import com.squareup.moshi.JsonReader;
import dev.pulse.api.alert.Acknowledgement;
import dev.pulse.api.alert.Alert;
import dev.pulse.api.config.Problem;
import dev.pulse.api.model.Labels;
import dev.pulse.api.notify.Notification;
import dev.pulse.core.internal.template.Template;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** What a webhook says: the whole message as JSON, or what a template makes of it. Immutable. */
final class WebhookBody {
  static final String JSON = "application/json";

  private static final String NAME = "the body of a webhook";

  private static final Pattern JSON_TYPE =
      Pattern.compile("application/([a-z0-9.+-]+\\+)?json(; *charset=utf-8)?");
  private static final Pattern TEXT_TYPE = Pattern.compile("text/plain(; *charset=utf-8)?");

  private final @Nullable Template template;
  private final String contentType;

  private WebhookBody(@Nullable Template template, String contentType) {
    this.template = template;
    this.contentType = contentType;
  }

  /**
   * A body.
   *
   * @param template null for the whole message
   */
  static WebhookBody of(@Nullable String template, String contentType) {
    return new WebhookBody(
        template == null
            ? null
            : isJson(contentType) ? Template.json(template, NAME) : Template.text(template, NAME),
        contentType);
  }

  /** What is wrong with a template and its type. */
  static List<Problem> problems(@Nullable String template, String contentType) {
    boolean json = isJson(contentType);
    if (!json && !TEXT_TYPE.matcher(contentType.toLowerCase(Locale.ROOT)).matches()) {
      return List.of(
          new Problem(
              "",
              "content-type",
              "must be application/json, another JSON type or text/plain: only for these it is"
                  + " known how values are escaped"));
    }
    if (template == null) {
      return List.of();
    }
    try {
      var body = of(template, contentType);
      for (Notification sample : samples()) {
        var tried = body.of(sample);
        var problems = json ? jsonProblems(tried) : List.<Problem>of();
        if (!problems.isEmpty()) {
          return problems;
        }
      }
      return List.of();
    } catch (IllegalArgumentException e) {
      return List.of(new Problem("", "body", String.valueOf(e.getMessage())));
    } catch (IllegalStateException e) {
      return List.of(new Problem("", "body", "grows too long with two alerts"));
    }
  }

  private static boolean isJson(String contentType) {
    return JSON_TYPE.matcher(contentType.toLowerCase(Locale.ROOT)).matches();
  }

  /** With a message at hand it can be seen now what the receiver would complain about at night. */
  private static List<Problem> jsonProblems(String filled) {
    try (var reader = JsonReader.of(new Buffer().writeUtf8(filled))) {
      reader.skipValue();
      if (reader.peek() == JsonReader.Token.END_DOCUMENT) {
        return List.of();
      }
      return List.of(new Problem("", "body", "must make one JSON document, but makes more"));
    } catch (IOException e) {
      return List.of(
          new Problem(
              "",
              "body",
              "must make JSON of every message, but does not; are quotes around texts, and commas"
                  + " between values, also with no alert or two?"));
    }
  }

  /** Messages that differ in what they have: one alert, none, and several with all there can be. */
  private static List<Notification> samples() {
    var bare = Alert.builder(1, "check", "rule", Instant.EPOCH).title("title").text("text");
    var full =
        Alert.builder(2, "check", "rule", Instant.EPOCH)
            .subject("\"subject\"")
            .title("a \"title\"\nof two lines")
            .text("C:\\text")
            .labels(Labels.of("team", "\"shop\"", "zone", "a"))
            .annotations(Map.of("runbook", "\"see\"", "summary", "b"))
            .details(Map.of("value", "1", "unit", "\"s\""))
            .acknowledged(new Acknowledgement("Ada", Instant.EPOCH, "\"on it\""));
    return List.of(
        sample(Notification.Kind.FIRST, List.of(bare.build())),
        sample(Notification.Kind.DIGEST, List.of()),
        sample(Notification.Kind.CHANGED, List.of(bare.build(), full.build())),
        sample(
            Notification.Kind.RESOLVED, List.of(full.ended(Instant.EPOCH, "recovered").build())));
  }

  private static Notification sample(Notification.Kind kind, List<Alert> alerts) {
    return Notification.builder("id", kind, "channel", Instant.EPOCH)
        .group("group", Labels.of("team", "shop"))
        .alerts(alerts)
        .build();
  }

  String contentType() {
    return contentType;
  }

  /** What to send. */
  String of(Notification notification) {
    return template == null
        ? MessageFacts.json(notification)
        : template.render(MessageFacts.of(notification));
  }
}
