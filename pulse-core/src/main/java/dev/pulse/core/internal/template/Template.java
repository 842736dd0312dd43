package dev.pulse.core.internal.template;

import static java.util.Objects.requireNonNull;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A text in the syntax of Mustache, read once and filled in often: {@code {{name}}}, {@code
 * {{labels.team}}}, sections <code>{{#name}}…{{/name}}</code> and <code>{{^name}}…{{/name}}</code>,
 * comments <code>{{! … }}</code>. Inside a section over a list {@code {{.}}} is the element, and
 * {@code -first}, {@code -last} and {@code -index} (from 1) are names.
 *
 * <p>Values are texts, numbers, truth values, and lists and maps of these; nothing else of an
 * object is ever looked at. What is written is escaped as the kind of template needs it, without
 * exception. Partials, other delimiters and unescaped values are refused when the template is read,
 * as is everything that Mustache would pass over in silence.
 *
 * <p>A name without value is written as nothing, and logged once per template; asking for it with a
 * section is not logged. An empty text and an empty list count as no value in a section. Immutable
 * but for what was logged; thread-safe.
 */
public final class Template {
  /** What a sensible template looks up is far less; sections that multiply each other end here. */
  static final int MOST_LOOKUPS = 100_000;

  private static final int LONGEST = 1_000_000;
  private static final Logger LOG = LoggerFactory.getLogger(Template.class);

  private final String shown;
  private final com.samskivert.mustache.Template compiled;
  private final Set<String> complained = ConcurrentHashMap.newKeySet();

  private Template(String source, String shown, Mustache.Escaper escaper) {
    Tags.check(requireNonNull(source, "source"));
    this.shown = shown;
    this.compiled = new PlainCompiler(escaper, this::missing).compile(source);
  }

  /**
   * A template of a plain text: values are written as they are.
   *
   * @throws IllegalArgumentException when it cannot be read, with line, column, what was found and
   *     what is allowed
   */
  public static Template text(String source) {
    return new Template(source, Tags.shown(source), value -> value);
  }

  /**
   * A template of a plain text that may hold a secret: it is never shown itself.
   *
   * @param name what it is called in the log
   * @throws IllegalArgumentException as {@link #text(String)}
   */
  public static Template text(String source, String name) {
    return new Template(source, name, value -> value);
  }

  /**
   * A template of JSON, whose values stand within the quotes of texts, or are numbers and truth
   * values: quotes, backslashes and control characters are escaped. Whether the whole is JSON is
   * not looked at. It may hold a secret, and is never shown itself.
   *
   * @param name what it is called in the log
   * @throws IllegalArgumentException as {@link #text(String)}
   */
  public static Template json(String source, String name) {
    return new Template(source, name, JsonText::escaped);
  }

  /**
   * The text with its places filled in.
   *
   * @throws IllegalStateException when it grows beyond 1,000,000 characters
   */
  public String render(Map<String, ?> facts) {
    var out = new BoundedWriter(LONGEST);
    if (!fill(facts, out)) {
      throw new IllegalStateException(
          "a filled template has at most " + LONGEST + " characters: " + this);
    }
    return out.toString();
  }

  /** The text with its places filled in, cut off with {@code …} behind so many code points. */
  public String renderWithin(int most, Map<String, ?> facts) {
    var out = new BoundedWriter(2 * (most + 1));
    boolean whole = fill(facts, out);
    var text = out.toString();
    if (whole && text.codePointCount(0, text.length()) <= most) {
      return text;
    }
    int points = Math.min(most - 1, text.codePointCount(0, text.length()));
    return text.substring(0, text.offsetByCodePoints(0, points)) + "…";
  }

  private boolean fill(Map<String, ?> facts, BoundedWriter out) {
    try {
      compiled.execute(new Facts(facts), out);
      return true;
    } catch (BoundedWriter.FullException e) {
      return false;
    } catch (MustacheException e) {
      // What goes wrong while a name is looked up is wrapped by the library.
      if (e.getCause() instanceof BoundedWriter.FullException) {
        return false;
      }
      throw e;
    }
  }

  private void missing(String name) {
    if (complained.add(name)) {
      LOG.warn("There is no {} to fill into the template \"{}\"; it is left empty", name, this);
    }
  }

  /** The template in one line, cut off where it gets long, or what it is called. */
  @Override
  public String toString() {
    return shown;
  }
}
