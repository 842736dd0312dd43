package dev.pulse.samples.server.api;

import static dev.pulse.samples.server.Answers.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compares values with the few words of JSON Schema that our description uses; any other word is an
 * error, so that nothing in the description goes unchecked.
 */
final class Schema {
  private static final List<String> KNOWN =
      List.of(
          "$ref",
          "type",
          "format",
          "pattern",
          "description",
          "enum",
          "items",
          "properties",
          "required",
          "additionalProperties");
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

  private final Map<String, Object> document;

  Schema(Map<String, Object> document) {
    this.document = document;
  }

  Map<String, Object> resolve(Map<String, Object> schema) {
    if (!(schema.get("$ref") instanceof String reference)) {
      return schema;
    }
    Object found = document;
    for (String step : reference.substring(2).split("/", -1)) {
      found = object(found).get(step);
      if (found == null) {
        throw new IllegalArgumentException(reference + " leads nowhere");
      }
    }
    return object(found);
  }

  List<String> problems(Map<String, Object> schema, Object value) {
    var problems = new ArrayList<String>();
    compare("$", schema, value, problems);
    return problems;
  }

  private void compare(
      String at, Map<String, Object> given, @Nullable Object value, List<String> problems) {
    for (String word : given.keySet()) {
      if (!KNOWN.contains(word)) {
        problems.add(at + ": the schema says " + word + ", which is not understood");
      }
    }
    var schema = resolve(given);
    var types =
        schema.get("type") instanceof List<?> several ? several : listOf(schema.get("type"));
    boolean fits = types.stream().anyMatch(type -> isA(String.valueOf(type), schema, value));
    if (!fits) {
      problems.add(at + ": " + value + " is no " + schema);
    } else if (value instanceof Map<?, ?>) {
      compareMembers(at, schema, object(value), problems);
    } else if (value instanceof List<?> list) {
      list.forEach(item -> compare(at + "[]", object(schema.get("items")), item, problems));
    }
  }

  private static List<Object> listOf(@Nullable Object type) {
    return type == null ? List.of() : List.of(type);
  }

  private static boolean isA(String type, Map<String, Object> schema, @Nullable Object value) {
    return switch (type) {
      case "object" -> value instanceof Map<?, ?>;
      case "array" -> value instanceof List<?>;
      case "string" -> value instanceof String text && fits(schema, text);
      case "boolean" -> value instanceof Boolean;
      case "number" -> value instanceof Double;
      case "integer" -> value instanceof Double number && number == Math.rint(number);
      case "null" -> value == null;
      default -> false;
    };
  }

  /** Times have milliseconds unless a pattern says what they have. */
  private static boolean fits(Map<String, Object> schema, String text) {
    boolean allowed =
        !(schema.get("enum") instanceof List<?> constants) || constants.contains(text);
    if (schema.get("pattern") instanceof String pattern) {
      return allowed && Pattern.compile(pattern).matcher(text).find();
    }
    return allowed && (!"date-time".equals(schema.get("format")) || text.matches(TIME));
  }

  private void compareMembers(
      String at, Map<String, Object> schema, Map<String, Object> value, List<String> problems) {
    var properties =
        schema.get("properties") == null
            ? Map.<String, Object>of()
            : object(schema.get("properties"));
    if (schema.get("required") instanceof List<?> required) {
      for (Object name : required) {
        if (!value.containsKey(name)) {
          problems.add(at + ": " + name + " is missing");
        }
      }
    }
    value.forEach(
        (name, member) -> {
          var form = properties.get(name);
          if (form != null) {
            compare(at + "." + name, object(form), member, problems);
          } else if (schema.get("additionalProperties") instanceof Map<?, ?> others) {
            compare(at + "." + name, object(others), member, problems);
          } else if (Boolean.FALSE.equals(schema.get("additionalProperties"))) {
            problems.add(at + ": " + name + " is not described");
          }
        });
  }
}
