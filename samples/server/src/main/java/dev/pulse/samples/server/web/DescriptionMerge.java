package dev.pulse.samples.server.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes one OpenAPI document of several, and collects what is not true in them. */
final class DescriptionMerge {
  private static final String COMPONENTS = "#/components/";
  private static final Set<String> KNOWN = Set.of("openapi", "info", "paths", "components");

  private final Map<String, Object> document = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> components = new LinkedHashMap<>();

  /** Whose a component is, by the reference to it. */
  private final Map<String, DescriptionPart> owners = new HashMap<>();

  /** Whose an operation is, by its id. */
  private final Map<String, DescriptionPart> operations = new HashMap<>();

  private final List<String> problems = new ArrayList<>();

  private DescriptionMerge() {}

  /**
   * The document of the server with those of extensions.
   *
   * @throws IllegalArgumentException with everything that is wrong with them
   */
  static Map<String, Object> of(DescriptionPart own, List<DescriptionPart> parts) {
    var merge = new DescriptionMerge();
    merge.begin(own);
    var shared = Set.copyOf(merge.owners.keySet());
    parts.forEach(part -> merge.add(part, shared));
    if (!merge.problems.isEmpty()) {
      throw new IllegalArgumentException("description: " + String.join("; ", merge.problems));
    }
    return merge.document;
  }

  /** Takes all of the server's own, in its order. */
  private void begin(DescriptionPart own) {
    var read = own.read();
    read.forEach((word, value) -> document.put(String.valueOf(word), value));
    document.put("paths", paths);
    document.put("components", components);
    take(own, read, Set.of());
  }

  private void add(DescriptionPart part, Set<String> shared) {
    var read = part.read();
    for (Object word : read.keySet()) {
      if (!KNOWN.contains(word)) {
        problems.add(part + " has " + word + ", which is the server's alone");
      }
    }
    if (!String.valueOf(read.get("openapi")).equals(document.get("openapi"))) {
      problems.add(
          part + " is OpenAPI " + read.get("openapi") + ", but must be " + document.get("openapi"));
    }
    take(part, read, shared);
  }

  private void take(DescriptionPart part, Map<?, ?> read, Set<String> shared) {
    members(read.get("components"))
        .forEach(
            (kind, named) ->
                members(named).forEach((name, value) -> component(part, kind, name, value)));
    members(read.get("paths"))
        .forEach(
            (path, item) ->
                members(item)
                    .forEach(
                        (method, operation) ->
                            operation(part, part.mount() + path, method, members(operation))));
    references(part, read, members(read.get("components")), shared);
  }

  private void component(DescriptionPart part, String kind, String name, Object value) {
    var named = components.computeIfAbsent(kind, unused -> new LinkedHashMap<>());
    var other = named.putIfAbsent(name, value);
    var reference = COMPONENTS + kind + "/" + name;
    var owner = owners.putIfAbsent(reference, part);
    if (owner != null && !value.equals(other)) {
      problems.add(reference + " is one thing in " + owner + " and another in " + part);
    }
  }

  private void operation(
      DescriptionPart part, String path, String method, Map<String, Object> operation) {
    var route = method.toUpperCase(Locale.ROOT) + " " + path;
    if (!part.routes().contains(route)) {
      problems.add(part + " describes " + route + ", which it has no route for");
    }
    var taken = new LinkedHashMap<>(operation);
    if (operation.get("operationId") instanceof String id) {
      var owner = operations.putIfAbsent(id, part);
      if (owner != null && owner.isSameFileElsewhere(part)) {
        taken.remove("operationId");
      } else if (owner != null) {
        problems.add("the operation " + id + " is in " + owner + " and again in " + part);
      }
    }
    paths.computeIfAbsent(path, unused -> new LinkedHashMap<>()).put(method, taken);
  }

  private void references(
      DescriptionPart part, @Nullable Object value, Map<String, Object> own, Set<String> shared) {
    if (value instanceof Map<?, ?> map) {
      if (map.get("$ref") instanceof String reference
          && !shared.contains(reference)
          && !isAmong(own, reference)) {
        problems.add(part + " refers to " + reference + ", which is not there");
      }
      map.values().forEach(member -> references(part, member, own, shared));
    } else if (value instanceof List<?> list) {
      list.forEach(item -> references(part, item, own, shared));
    }
  }

  private static boolean isAmong(Map<String, Object> components, String reference) {
    if (!reference.startsWith(COMPONENTS)) {
      return false;
    }
    var steps = reference.substring(COMPONENTS.length()).split("/", -1);
    return steps.length == 2 && members(components.get(steps[0])).containsKey(steps[1]);
  }

  /** The members of an object; none of anything else. */
  private static Map<String, Object> members(@Nullable Object value) {
    var members = new LinkedHashMap<String, Object>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, member) -> members.put(String.valueOf(name), member));
    }
    return members;
  }
}
