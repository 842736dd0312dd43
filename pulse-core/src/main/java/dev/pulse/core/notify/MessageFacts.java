package dev.pulse.core.notify;

import com.squareup.moshi.JsonWriter;
import dev.pulse.api.alert.Acknowledgement;
import dev.pulse.api.alert.Alert;
import dev.pulse.api.notify.Notification;
import dev.pulse.core.internal.notify.Headline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import okio.Buffer;

/** A message as plain values: the document that a webhook gets, and the names of its templates. */
final class MessageFacts {
  /** Raised when a name goes or means something else; new names may come with any version. */
  private static final String VERSION = "1";

  private MessageFacts() {}

  static String json(Notification notification) {
    var json = new Buffer();
    try (var writer = JsonWriter.of(json)) {
      // Moshi's adapter for any object looks up another one for each value in it.
      writer.jsonValue(of(notification));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return json.readUtf8();
  }

  /** Texts, whole numbers, and maps and lists of these; what is not there is left out. */
  static Map<String, Object> of(Notification notification) {
    var facts = new LinkedHashMap<String, Object>();
    facts.put("version", VERSION);
    facts.put("id", notification.id());
    facts.put("kind", small(notification.kind()));
    facts.put("status", notification.firing().isEmpty() ? "resolved" : "firing");
    facts.put("severity", small(notification.severity()));
    facts.put("title", Headline.of(notification));
    facts.put("channel", notification.channel());
    facts.put("group", notification.group());
    facts.put("groupLabels", notification.groupLabels().asMap());
    facts.put("at", notification.at().toString());
    facts.put("alerts", notification.alerts().stream().map(MessageFacts::of).toList());
    facts.put("omitted", notification.omitted());
    return facts;
  }

  private static Map<String, Object> of(Alert alert) {
    var facts = new LinkedHashMap<String, Object>();
    facts.put("incident", alert.incident());
    facts.put("fingerprint", alert.fingerprint());
    facts.put("status", alert.isFiring() ? "firing" : "resolved");
    facts.put("severity", small(alert.severity()));
    facts.put("check", alert.check());
    facts.put("rule", alert.rule());
    alert.subject().ifPresent(subject -> facts.put("subject", subject));
    facts.put("title", alert.title());
    facts.put("text", alert.text());
    facts.put("labels", alert.labels().asMap());
    facts.put("annotations", alert.annotations());
    facts.put("details", alert.details());
    facts.put("startsAt", alert.startsAt().toString());
    alert.endsAt().ifPresent(end -> facts.put("endsAt", end.toString()));
    alert.resolution().ifPresent(resolution -> facts.put("resolution", resolution));
    alert.acknowledgement().ifPresent(taken -> facts.put("acknowledged", acknowledged(taken)));
    return facts;
  }

  private static Map<String, Object> acknowledged(Acknowledgement taken) {
    var facts = new LinkedHashMap<String, Object>();
    facts.put("by", taken.by());
    facts.put("at", taken.at().toString());
    facts.put("comment", taken.comment());
    return facts;
  }

  private static String small(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
