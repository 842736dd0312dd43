package dev.pulse.core.condition;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.TypeRef;
import com.jayway.jsonpath.spi.json.AbstractJsonProvider;
import com.jayway.jsonpath.spi.mapper.MappingProvider;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JSON path that was understood once. Only paths that lead to one place are allowed: filters,
 * functions and recursive descent can be made to run for ever, and a list of what was found cannot
 * tell what was missing. Immutable and thread-safe.
 */
final class BodyPath {
  static final String ALLOWED = "$, .name, ['any name'], [0] and [-1]";

  private static final int LONGEST = 500;
  private static final Pattern FORM =
      Pattern.compile("\\$(?:\\.[\\p{L}\\p{N}_-]++|\\['[^'\\\\\\p{Cntrl}]++']|\\[-?\\d{1,9}])*+");
  private static final Configuration CONFIGURATION =
      Configuration.builder()
          .jsonProvider(new PlainValues())
          .mappingProvider(new NoMapping())
          .options(Option.SUPPRESS_EXCEPTIONS)
          .build();

  private final String text;
  private final JsonPath path;

  private BodyPath(String text, JsonPath path) {
    this.text = text;
    this.path = path;
  }

  /**
   * A path.
   *
   * @throws IllegalArgumentException that says what is allowed
   */
  static BodyPath of(String text) {
    if (text.length() > LONGEST || !FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "is not a path that is allowed here, which is at most "
              + LONGEST
              + " characters of "
              + ALLOWED);
    }
    try {
      return new BodyPath(text, JsonPath.compile(text));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("is not a JSON path", e);
    }
  }

  /** What is there; null for nothing and for a null. */
  @Nullable Object in(@Nullable Object document) {
    return document == null ? null : path.read(document, CONFIGURATION);
  }

  /** As it is written in an expression. */
  @Override
  public String toString() {
    return "json('" + Values.cut(text, Values.LONGEST_SHOWN) + "')";
  }

  /** The library sees what Moshi has read, so that no second JSON library is needed. */
  private static final class PlainValues extends AbstractJsonProvider {
    @Override
    public Object parse(String json) {
      throw new UnsupportedOperationException("bodies are read by Moshi");
    }

    @Override
    public Object parse(InputStream stream, String charset) {
      throw new UnsupportedOperationException("bodies are read by Moshi");
    }

    @Override
    public String toJson(Object value) {
      throw new UnsupportedOperationException("nothing is written");
    }

    @Override
    public Object createArray() {
      return new ArrayList<>();
    }

    @Override
    public Object createMap() {
      return new LinkedHashMap<>();
    }
  }

  /** Without one the library looks for a JSON library that is not there. */
  private static final class NoMapping implements MappingProvider {
    @Override
    public <T> T map(Object source, Class<T> type, Configuration configuration) {
      throw new UnsupportedOperationException("values stay as they are");
    }

    @Override
    public <T> T map(Object source, TypeRef<T> type, Configuration configuration) {
      throw new UnsupportedOperationException("values stay as they are");
    }
  }
}
