package dev.pulse.samples.app.config;

import dev.pulse.api.config.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML 1.2 event by event, which keeps the line of every key and bounds what a file can make
 * of itself: depth, number of values, aliases. Problems are collected; only where YAML itself
 * cannot be read is it over at the first.
 */
final class YamlReader {
  private static final int DEEPEST = 32;
  private static final int MOST_VALUES = 100_000;
  private static final Set<String> EMPTY = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> PLAIN_TAGS =
      Set.of("!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq");

  private final String label;
  private final @Nullable Variables variables;
  private final Iterator<Event> events;
  private final Map<String, Integer> lines = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  /** What stands behind an anchor; absent while it is being read. */
  private final Map<String, Node> anchors = new HashMap<>();

  private int values;
  private int depth;

  /** The file cannot be read any further; the problem has been noted. */
  private static final class Abandoned extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Abandoned() {
      super(null, null, false, false);
    }
  }

  private sealed interface Node {
    int line();
  }

  private record Scalar(String text, boolean plain, int line) implements Node {}

  private record Sequence(List<Node> items, int line) implements Node {}

  private record Mapping(List<Entry> entries, int line) implements Node {}

  private record Entry(String key, int line, Node value) {}

  private YamlReader(String label, String text, @Nullable Variables variables) {
    this.label = label;
    this.variables = variables;
    var settings = LoadSettings.builder().setLabel(label).setCodePointLimit(1 << 20).build();
    this.events = new Parse(settings).parseString(text).iterator();
  }

  /**
   * Reads a text.
   *
   * @param variables what to fill in; null leaves texts as they are written
   */
  static YamlDocument read(String label, String text, @Nullable Variables variables) {
    var reader = new YamlReader(label, text, variables);
    Map<String, @Nullable Object> values = Map.of();
    try {
      values = reader.document();
    } catch (Abandoned e) {
      // Its problem has been noted, and nothing can be said about the rest.
    } catch (MarkedYamlEngineException e) {
      reader.note(
          line(e.getProblemMark().or(e::getContextMark).orElse(null)),
          "",
          "is not YAML: " + what(e));
    } catch (YamlEngineException e) {
      reader.note(0, "", "is not YAML: " + e.getMessage());
    }
    return new YamlDocument(label, values, reader.lines, reader.problems);
  }

  private static String what(MarkedYamlEngineException e) {
    var context = e.getContext() == null ? "" : e.getContext() + ", ";
    var column = e.getProblemMark().map(mark -> ", in column " + (mark.getColumn() + 1)).orElse("");
    return context + e.getProblem() + column;
  }

  private Map<String, @Nullable Object> document() {
    @Nullable Node root = null;
    while (events.hasNext()) {
      var event = events.next();
      switch (event.getEventId()) {
        case DocumentStart -> {
          if (root != null) {
            throw abandon(event, "starts a second document (---); a configuration is one document");
          }
        }
        case Scalar, SequenceStart, MappingStart, Alias -> root = node(event, 0);
        default -> {
          // The beginning and the end of the stream and of the document say nothing.
        }
      }
    }
    if (root == null || (root instanceof Scalar scalar && isEmpty(scalar))) {
      return Map.of();
    }
    if (!(root instanceof Mapping mapping)) {
      note(root.line(), "", "must be a section with options at its top level");
      return Map.of();
    }
    return section("", mapping);
  }

  // --- events to nodes

  private Node node(Event event, int depth) {
    if (event instanceof AliasEvent alias) {
      var name = alias.getAlias().getValue();
      Node aimed = anchors.get(name);
      if (aimed == null) {
        throw abandon(event, "uses *" + name + ", which is not anchored before it");
      }
      return aimed;
    }
    if (depth > DEEPEST) {
      throw abandon(event, "is nested deeper than " + DEEPEST + " levels");
    }
    refuseTag(event);
    var node = content(event, depth);
    if (event instanceof NodeEvent named) {
      named.getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), node));
    }
    return node;
  }

  private Node content(Event event, int depth) {
    if (event instanceof SequenceStartEvent) {
      return sequence(event, depth);
    }
    if (event instanceof MappingStartEvent) {
      return mapping(event, depth);
    }
    var scalar = (ScalarEvent) event;
    boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN && scalar.getTag().isEmpty();
    return new Scalar(scalar.getValue(), plain, line(event));
  }

  private Sequence sequence(Event start, int depth) {
    var items = new ArrayList<Node>();
    for (var event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      items.add(node(event, depth + 1));
    }
    return new Sequence(items, line(start));
  }

  private Mapping mapping(Event start, int depth) {
    var entries = new ArrayList<Entry>();
    for (var event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      var key = node(event, depth + 1);
      if (!(key instanceof Scalar scalar)) {
        throw abandon(event, "has a list or a section where the name of an option belongs");
      }
      entries.add(new Entry(scalar.text(), line(event), node(events.next(), depth + 1)));
    }
    return new Mapping(entries, line(start));
  }

  private void refuseTag(Event event) {
    var tag =
        event instanceof ScalarEvent scalar
            ? scalar.getTag()
            : event instanceof CollectionStartEvent collection
                ? collection.getTag()
                : Optional.<String>empty();
    if (tag.isPresent() && !PLAIN_TAGS.contains(tag.get())) {
      throw abandon(event, "has the tag \"" + tag.get() + "\"; tags have no meaning here");
    }
  }

  // --- nodes to values

  private @Nullable Object value(String path, Node node) {
    if (++values > MOST_VALUES) {
      note(node.line(), "", "is too much: at most " + MOST_VALUES + " values, aliases included");
      throw new Abandoned();
    }
    if (node instanceof Scalar scalar) {
      return scalar(path, scalar);
    }
    // Checked here as well, because aliases can nest deeper than the text does.
    if (++depth > DEEPEST) {
      note(node.line(), "", "is nested deeper than " + DEEPEST + " levels");
      throw new Abandoned();
    }
    var value =
        node instanceof Mapping mapping ? section(path, mapping) : list(path, (Sequence) node);
    depth--;
    return value;
  }

  private Map<String, @Nullable Object> section(String path, Mapping mapping) {
    var section = new LinkedHashMap<String, @Nullable Object>();
    for (Entry entry : mapping.entries()) {
      var inner = path.isEmpty() ? entry.key() : path + "." + entry.key();
      if (section.containsKey(entry.key())) {
        note(entry.line(), inner, "is given twice; the first time in line " + lines.get(inner));
        continue;
      }
      lines.putIfAbsent(inner, entry.line());
      section.put(entry.key(), value(inner, entry.value()));
    }
    return section;
  }

  private List<@Nullable Object> list(String path, Sequence sequence) {
    var list = new ArrayList<@Nullable Object>();
    for (int i = 0; i < sequence.items().size(); i++) {
      var item = sequence.items().get(i);
      var inner = path + "[" + i + "]";
      lines.put(inner, item.line());
      list.add(value(inner, item));
    }
    return list;
  }

  private @Nullable Object scalar(String path, Scalar scalar) {
    if (isEmpty(scalar)) {
      return null;
    }
    try {
      return variables == null ? scalar.text() : variables.value(scalar.text());
    } catch (IllegalArgumentException e) {
      note(scalar.line(), path, String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static boolean isEmpty(Scalar scalar) {
    return scalar.plain() && EMPTY.contains(scalar.text());
  }

  // --- problems

  private Abandoned abandon(Event event, String message) {
    note(line(event), "", message);
    return new Abandoned();
  }

  private void note(int line, String path, String message) {
    problems.add(new Problem(line == 0 ? label : label + ":" + line, path, message));
  }

  private static int line(Event event) {
    return line(event.getStartMark().orElse(null));
  }

  private static int line(@Nullable Mark mark) {
    return mark == null ? 0 : mark.getLine() + 1;
  }
}
