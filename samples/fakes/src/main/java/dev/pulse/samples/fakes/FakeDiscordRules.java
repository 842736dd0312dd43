package dev.pulse.samples.fakes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Discord takes, as its documentation has it. */
final class FakeDiscordRules {
  private static final Set<Integer> ARCHIVED = Set.of(60, 1_440, 4_320, 10_080);

  private FakeDiscordRules() {}

  /** What is wrong with a message, by the place in its JSON. */
  static List<String> problems(Map<String, Object> fields) {
    var problems = new ArrayList<String>();
    check(problems, "content", fields.get("content"), 0, 2_000);
    check(problems, "nonce", fields.get("nonce"), 0, 25);
    var embeds = objects(fields.get("embeds"));
    if (embeds.size() > 10) {
      problems.add("embeds: must be 10 or fewer in length");
    }
    int all = 0;
    for (int i = 0; i < embeds.size(); i++) {
      all += embed(problems, "embeds." + i, embeds.get(i));
    }
    if (all > 6_000) {
      problems.add("embeds: must be 6000 or fewer characters in all, but are " + all);
    }
    var rows = objects(fields.get("components"));
    if (rows.size() > 5) {
      problems.add("components: must be 5 or fewer in length");
    }
    rows.forEach(row -> row(problems, row));
    boolean empty =
        text(fields.get("content")).isBlank()
            && embeds.isEmpty()
            && objects(fields.get("attachments")).isEmpty();
    if (empty) {
      problems.add("content: cannot send an empty message");
    }
    return problems;
  }

  private static int embed(List<String> problems, String at, Map<?, ?> embed) {
    int all = check(problems, at + ".title", embed.get("title"), 0, 256);
    all += check(problems, at + ".description", embed.get("description"), 0, 4_096);
    if (embed.get("footer") instanceof Map<?, ?> footer) {
      all += check(problems, at + ".footer.text", footer.get("text"), 1, 2_048);
    }
    if (embed.get("thumbnail") instanceof Map<?, ?> thumbnail) {
      url(problems, at + ".thumbnail.url", thumbnail.get("url"), 2_048);
    }
    var fields = objects(embed.get("fields"));
    if (fields.size() > 25) {
      problems.add(at + ".fields: must be 25 or fewer in length");
    }
    for (var field : fields) {
      all += check(problems, at + ".fields.name", field.get("name"), 1, 256);
      all += check(problems, at + ".fields.value", field.get("value"), 1, 1_024);
    }
    return all;
  }

  private static void row(List<String> problems, Map<?, ?> row) {
    var buttons = objects(row.get("components"));
    if (buttons.isEmpty() || buttons.size() > 5) {
      problems.add("components.components: must be between 1 and 5 in length");
    }
    for (var button : buttons) {
      check(problems, "components.label", button.get("label"), 1, 80);
      if (Double.valueOf(5).equals(button.get("style"))) {
        url(problems, "components.url", button.get("url"), 512);
      } else {
        check(problems, "components.custom_id", button.get("custom_id"), 1, 100);
      }
    }
  }

  /** What is wrong with a thread. */
  static List<String> problemsOfThread(Map<String, Object> fields) {
    var problems = new ArrayList<String>();
    check(problems, "name", fields.get("name"), 1, 100);
    if (fields.get("auto_archive_duration") instanceof Double minutes
        && !ARCHIVED.contains(minutes.intValue())) {
      problems.add("auto_archive_duration: must be one of 60, 1440, 4320, 10080");
    }
    return problems;
  }

  private static int check(
      List<String> problems, String at, @Nullable Object value, int least, int most) {
    var text = text(value);
    int length = text.strip().length();
    if (length < least || text.length() > most) {
      problems.add(at + ": must be between " + least + " and " + most + " in length");
    }
    return text.length();
  }

  private static void url(List<String> problems, String at, @Nullable Object value, int most) {
    var text = text(value);
    if (text.length() > most || !text.matches("https?://[\\x21-\\x7e]+")) {
      problems.add(at + ": not a well formed URL of up to " + most + " characters");
    }
  }

  private static String text(@Nullable Object value) {
    return value instanceof String text ? text : "";
  }

  static List<Map<?, ?>> objects(@Nullable Object list) {
    var objects = new ArrayList<Map<?, ?>>();
    if (list instanceof List<?> many) {
      for (var entry : many) {
        if (entry instanceof Map<?, ?> map) {
          objects.add(map);
        }
      }
    }
    return objects;
  }
}
