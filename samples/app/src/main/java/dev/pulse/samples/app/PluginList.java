package dev.pulse.samples.app;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import dev.pulse.api.config.Option;
import dev.pulse.core.plugin.Plugin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Plug-ins for people and for machines; without what is not known. */
final class PluginList {
  private static final JsonAdapter<Object> JSON =
      new Moshi.Builder().build().adapter(Object.class).indent("  ");

  private PluginList() {}

  /** By jar, whose path stands with the first type only; a blank line between types. */
  static String text(List<Plugin> plugins) {
    var byFile = new LinkedHashMap<Optional<Path>, List<Plugin>>();
    plugins.forEach(
        plugin -> byFile.computeIfAbsent(plugin.file(), file -> new ArrayList<>()).add(plugin));
    var text = new StringBuilder();
    byFile.forEach(
        (file, types) -> {
          var place = file.map(Path::toString).orElse("an unknown place");
          for (Plugin plugin : types) {
            text.append(text.isEmpty() ? "" : System.lineSeparator());
            append(text, plugin, place);
            place = file.map(Path::getFileName).map(Path::toString).orElse(place);
          }
        });
    return text.toString();
  }

  private static void append(StringBuilder text, Plugin plugin, String place) {
    text.append(plugin.type())
        .append(": ")
        .append(kind(plugin))
        .append(", version ")
        .append(line(plugin.version().orElse("unknown")))
        .append(", from ")
        .append(line(place))
        .append(System.lineSeparator());
    plugin.options().forEach(option -> append(text, option));
    if (plugin.problem().isPresent()) {
      text.append("  options unknown: ").append(line(plugin.problem().get()));
      text.append(System.lineSeparator());
    } else if (plugin.options().isEmpty()) {
      text.append("  no options").append(System.lineSeparator());
    }
  }

  private static void append(StringBuilder text, Option option) {
    text.append("  ").append(line(option.toString()));
    option.rules().forEach(rule -> text.append("; ").append(line(rule)));
    text.append(System.lineSeparator());
    option
        .description()
        .ifPresent(
            description ->
                text.append("      ").append(line(description)).append(System.lineSeparator()));
  }

  static String json(List<Plugin> plugins) {
    return JSON.toJson(Map.of("plugins", plugins.stream().map(PluginList::json).toList()))
        + System.lineSeparator();
  }

  private static Map<String, Object> json(Plugin plugin) {
    var object = new LinkedHashMap<String, Object>();
    object.put("type", plugin.type());
    object.put("kind", kind(plugin));
    object.put("class", plugin.className());
    plugin.file().ifPresent(file -> object.put("jar", file.toString()));
    plugin.version().ifPresent(version -> object.put("version", version));
    if (plugin.problem().isPresent()) {
      object.put("problem", plugin.problem().get());
    } else {
      object.put("options", plugin.options().stream().map(PluginList::json).toList());
    }
    return object;
  }

  private static Map<String, Object> json(Option option) {
    var object = new LinkedHashMap<String, Object>();
    object.put("name", option.name());
    object.put("type", option.type());
    object.put("required", option.required());
    option.fallback().ifPresent(fallback -> object.put("default", fallback));
    object.put("rules", option.rules());
    option.description().ifPresent(description -> object.put("description", description));
    return object;
  }

  private static String kind(Plugin plugin) {
    return plugin.kind().name().toLowerCase(Locale.ROOT);
  }

  private static String line(String text) {
    return CommandLineInterface.oneLine(text);
  }
}
