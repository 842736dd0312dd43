package dev.pulse.samples.app.targets;

import dev.pulse.api.config.Option;
import dev.pulse.api.config.Problem;
import dev.pulse.samples.app.config.CheckDocument;
import dev.pulse.samples.app.config.TargetReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps secrets from coming back: what is hidden of a document is shown as asterisks, and asterisks
 * that come back unchanged stand for what is kept. Only as long as nothing else of what the check
 * asks has changed: otherwise whoever may edit could have a token sent to a server of their own.
 * Immutable.
 */
final class Mask {
  private static final String STARS = "***";
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{[A-Za-z_][A-Za-z0-9_]*}");
  private static final Pattern URL =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://)([^/?#]*)([^?#]*)(\\?[^#]*)?(#.*)?");
  private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

  private final Set<String> common;
  private final Map<String, Option> options = new HashMap<>();

  /**
   * What came of a document with asterisks.
   *
   * @param problems what asterisks stand for and may not; none when the document is whole
   */
  record Merged(CheckDocument document, List<Problem> problems) {}

  private Mask(Set<String> common, List<Option> options) {
    this.common = common;
    options.forEach(option -> this.options.put(option.name(), option));
  }

  /** The mask of a document; where nobody knows the options of its type, all of them are hidden. */
  static Mask of(TargetReader reader, CheckDocument document) {
    var common = new HashSet<String>();
    reader.common().forEach(option -> common.add(top(option.name())));
    common.add("type");
    common.add("warn-below");
    common.add("fail-below");
    return new Mask(
        common, reader.type(document.type()).map(TargetReader.Type::options).orElse(List.of()));
  }

  private static String top(String path) {
    return path.split("[.\\[]", 2)[0];
  }

  /** The document as people may see it. */
  CheckDocument shown(CheckDocument document) {
    return document.changed((path, text) -> hides(path) ? stars(text) : text);
  }

  private boolean hides(String path) {
    if (common.contains(top(path))) {
      return false;
    }
    var option = option(path);
    return option == null || option.isHidden();
  }

  /** The option that a text belongs to: of a list or a map it is the one around it. */
  private @Nullable Option option(String path) {
    var plain = INDEX.matcher(path).replaceAll("[0]");
    while (!options.containsKey(plain)) {
      int end = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf('['));
      if (end < 0) {
        return null;
      }
      plain = plain.substring(0, end);
    }
    return options.get(plain);
  }

  /** A reference to a variable is no secret; of a URL only what may be one is hidden. */
  private static String stars(String text) {
    if (VARIABLE.matcher(text).matches()) {
      return text;
    }
    var url = URL.matcher(text);
    if (!url.matches()) {
      return STARS;
    }
    int at = url.group(2).lastIndexOf('@');
    return url.group(1)
        + (at < 0 ? url.group(2) : STARS + url.group(2).substring(at))
        + url.group(3)
        + (url.group(4) == null ? "" : parameters(url.group(4)))
        + (url.group(5) == null ? "" : "#" + STARS);
  }

  private static String parameters(String query) {
    var shown = new ArrayList<String>();
    for (String parameter : query.substring(1).split("&", -1)) {
      int end = parameter.indexOf('=');
      shown.add(end < 0 ? STARS : parameter.substring(0, end + 1) + STARS);
    }
    return "?" + String.join("&", shown);
  }

  /** A new document, for which nothing is kept. */
  Merged alone(CheckDocument sent) {
    return merged(sent, sent.type(), Map.of(), Map.of());
  }

  /** A document that is to take the place of another one, with what is kept of that. */
  Merged over(CheckDocument sent, CheckDocument kept) {
    return merged(sent, kept.type(), kept.texts(), shown(kept).texts());
  }

  private Merged merged(
      CheckDocument sent, String type, Map<String, String> kept, Map<String, String> shown) {
    var problems = new ArrayList<Problem>();
    var taken = new LinkedHashSet<String>();
    var merged =
        sent.changed(
            (path, text) -> {
              if (!hides(path) || !text.contains(STARS)) {
                return text;
              }
              if (text.equals(shown.get(path))) {
                taken.add(path);
                return kept.getOrDefault(path, text);
              }
              problems.add(
                  problem(path, "has *** in it, which stands for what is hidden; write all of it"));
              return text;
            });
    if (!taken.isEmpty()) {
      (sent.type().equals(type) ? changed(merged.texts(), kept) : Optional.of("type"))
          .ifPresent(
              other ->
                  taken.forEach(
                      path ->
                          problems.add(
                              problem(
                                  path,
                                  "must be written again, because "
                                      + other
                                      + " has changed: what is hidden is kept for what it was"
                                      + " written for"))));
    }
    return new Merged(merged, problems);
  }

  private static Problem problem(String path, String message) {
    return new Problem("", path, message);
  }

  /** Something that decides what is asked, and of whom, and is another one than before. */
  private Optional<String> changed(Map<String, String> now, Map<String, String> before) {
    var paths = new LinkedHashSet<>(now.keySet());
    paths.addAll(before.keySet());
    return paths.stream()
        .filter(path -> !common.contains(top(path)))
        .filter(path -> !isDuration(path))
        .filter(path -> !Objects.equals(now.get(path), before.get(path)))
        .findFirst();
  }

  private boolean isDuration(String path) {
    var option = option(path);
    return option != null && option.kind() == Option.Kind.DURATION;
  }
}
