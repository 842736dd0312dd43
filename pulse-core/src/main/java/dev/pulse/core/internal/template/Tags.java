package dev.pulse.core.internal.template;

import dev.pulse.core.internal.text.ForeignText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets only those tags through to the library that are ours, and tells the place of one that is
 * not: the library takes a good deal of what is mistyped for plain text. Confine to one thread.
 */
final class Tags {
  private static final int LONGEST = 20_000;
  private static final int MOST_SECTIONS = 10;
  private static final int LONGEST_SHOWN = 80;
  private static final String ALLOWED =
      "{{name}}, {{name.part}}, {{#name}}…{{/name}}, {{^name}}…{{/name}} and {{! a comment }}";
  private static final Pattern TAG =
      Pattern.compile(
          "\\{\\{\\s*+(?:!(?:(?!\\{\\{|}}).)*+"
              + "|(?<kind>[#^/]?)\\s*+(?<name>\\.|-first|-last|-index"
              + "|[A-Za-z_][A-Za-z0-9_-]*+(?:\\.[A-Za-z0-9_][A-Za-z0-9_-]*+)*+)\\s*+)}}",
          Pattern.DOTALL);

  private final String source;
  private final Deque<Section> open = new ArrayDeque<>();

  private record Section(String name, int at) {}

  private Tags(String source) {
    this.source = source;
  }

  /**
   * Looks at every tag.
   *
   * @throws IllegalArgumentException with line and column, when one is not allowed
   */
  static void check(String source) {
    if (source.length() > LONGEST) {
      throw new IllegalArgumentException(
          "a template has at most " + LONGEST + " characters, but this one has " + source.length());
    }
    new Tags(source).check();
  }

  private void check() {
    var tag = TAG.matcher(source);
    int at = source.indexOf("{{");
    while (at >= 0) {
      if (!tag.region(at, source.length()).lookingAt()) {
        throw error(at, refusal(at));
      }
      if (tag.group("kind") != null) {
        section(tag, at);
      }
      at = source.indexOf("{{", tag.end());
    }
    if (!open.isEmpty()) {
      throw error(open.peek().at(), "the section \"" + open.peek().name() + "\" is not closed");
    }
  }

  private void section(Matcher tag, int at) {
    var name = tag.group("name");
    switch (tag.group("kind")) {
      case "#", "^" -> {
        open.push(new Section(name, at));
        if (open.size() > MOST_SECTIONS) {
          throw error(at, "more than " + MOST_SECTIONS + " sections inside each other");
        }
      }
      case "/" -> {
        if (open.isEmpty()) {
          throw error(at, "{{/" + name + "}} closes nothing");
        }
        if (!open.peek().name().equals(name)) {
          throw error(at, "{{/" + name + "}} stands where " + open.peek().name() + " is open");
        }
        open.pop();
      }
      default -> {}
    }
  }

  private String refusal(int at) {
    int end = source.indexOf("}}", at);
    if (end < 0) {
      return "the tag that begins here is not closed";
    }
    var found = ForeignText.oneLine(source.substring(at, end + 2), LONGEST_SHOWN);
    return "\"" + found + "\" is not allowed; allowed: " + ALLOWED;
  }

  private IllegalArgumentException error(int at, String message) {
    var before = source.substring(0, at);
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    int column = before.length() - before.lastIndexOf('\n');
    return new IllegalArgumentException("line " + line + ", column " + column + ": " + message);
  }

  /** A template in one line. */
  static String shown(String source) {
    return ForeignText.oneLine(source.strip().replaceAll("\\s+", " "), LONGEST_SHOWN);
  }
}
