package dev.pulse.samples.fakes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A message that a {@link FakeDiscord} keeps, as it stands after all edits.
 *
 * @param id its id
 * @param channel the channel or the thread that it stands in
 * @param at when it was posted
 * @param fields what the bot sent, by the names of Discord's JSON; numbers are doubles
 * @param files the files that came with it
 * @param edits how often it was edited
 */
public record FakeMessage(
    String id,
    String channel,
    Instant at,
    Map<String, Object> fields,
    List<FakeFile> files,
    int edits) {
  /** A message; what it is made of is copied. */
  public FakeMessage {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    files = List.copyOf(files);
  }

  /**
   * A file.
   *
   * @param name its name
   * @param size how many bytes it has
   */
  public record FakeFile(String name, int size) {}

  /** Its text. */
  public String content() {
    return fields.get("content") instanceof String text ? text : "";
  }

  /** Its embeds. */
  public List<Map<?, ?>> embeds() {
    return FakeDiscordRules.objects(fields.get("embeds"));
  }

  /** The targets of its link buttons, by their labels, in order. */
  public Map<String, String> links() {
    var links = new LinkedHashMap<String, String>();
    for (var row : FakeDiscordRules.objects(fields.get("components"))) {
      for (var button : FakeDiscordRules.objects(row.get("components"))) {
        if (button.get("url") instanceof String url) {
          links.put(String.valueOf(button.get("label")), url);
        }
      }
    }
    return links;
  }

  /** The ids of the users and roles that it may ping. */
  public List<String> pinged() {
    var pinged = new ArrayList<String>();
    if (fields.get("allowed_mentions") instanceof Map<?, ?> allowed) {
      for (var who : List.of("parse", "users", "roles")) {
        if (allowed.get(who) instanceof List<?> ids) {
          ids.forEach(id -> pinged.add(String.valueOf(id)));
        }
      }
    } else {
      pinged.add("everyone");
    }
    return pinged;
  }

  FakeMessage edited(Map<String, Object> changes, List<FakeFile> added) {
    var now = new LinkedHashMap<>(fields);
    now.putAll(changes);
    var all = new ArrayList<>(files);
    all.addAll(added);
    return new FakeMessage(id, channel, at, now, all, edits + 1);
  }
}
