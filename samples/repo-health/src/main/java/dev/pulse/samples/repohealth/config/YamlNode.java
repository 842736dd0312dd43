package dev.pulse.samples.repohealth.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A value of a YAML file, and the line where it stands. Whoever reads it says what it must be; an
 * {@link IllegalArgumentException} says that it is something else. What stands behind an alias is
 * shared and not copied, so that a file cannot become more than it is; one that is nested deeply is
 * refused. Confine to one thread.
 */
final class YamlNode {
  private static final int LARGEST = 1 << 20;
  private static final int DEEPEST = 32;
  private static final Set<String> EMPTY = Set.of("", "~", "null", "Null", "NULL");

  private final Node node;

  private YamlNode(Node node) {
    this.node = node;
  }

  /**
   * The top level of a text.
   *
   * @return null when it is empty
   * @throws IllegalArgumentException that says where it is not YAML
   */
  static @Nullable YamlNode of(String text) {
    // In JSON a tab is a blank, which YAML does not allow everywhere.
    var yaml = text.stripLeading().startsWith("{") ? text.replace('\t', ' ') : text;
    var settings =
        LoadSettings.builder()
            .setLabel("the file")
            .setCodePointLimit(LARGEST)
            .setMaxAliasesForCollections(50)
            .build();
    try {
      requireFlat(new Parse(settings).parseString(yaml));
      return new Compose(settings).composeString(yaml).map(YamlNode::new).orElse(null);
    } catch (MarkedYamlEngineException e) {
      var place = e.getProblemMark().or(e::getContextMark).orElse(null);
      throw new IllegalArgumentException(
          "names a file that is neither YAML nor JSON: " + where(place) + e.getProblem(), e);
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException(
          "names a file that is neither YAML nor JSON: " + e.getMessage(), e);
    }
  }

  /** Before it is composed, which takes a part of the stack for each level. */
  private static void requireFlat(Iterable<Event> events) {
    int depth = 0;
    int documents = 0;
    for (Event event : events) {
      if (event instanceof DocumentStartEvent && ++documents > 1) {
        throw new IllegalArgumentException("names a file with more than one document (---)");
      }
      if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
        throw new IllegalArgumentException(
            "names a file that is nested deeper than " + DEEPEST + " levels");
      }
      if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
  }

  private static String where(@Nullable Mark mark) {
    return mark == null
        ? ""
        : "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ": ";
  }

  /** The line where it stands, from 1. */
  int line() {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  boolean isEmpty() {
    return node instanceof ScalarNode scalar
        && scalar.isPlain()
        && EMPTY.contains(scalar.getValue());
  }

  String text() {
    if (node instanceof ScalarNode scalar && !isEmpty()) {
      return scalar.getValue().strip();
    }
    throw new IllegalArgumentException("must be a text");
  }

  /** At most so many elements. */
  List<YamlNode> list(int most) {
    if (!(node instanceof SequenceNode sequence)) {
      throw new IllegalArgumentException("must be a list");
    }
    if (sequence.getValue().size() > most) {
      throw new IllegalArgumentException("must have at most " + most + " elements");
    }
    return sequence.getValue().stream().map(YamlNode::new).toList();
  }

  /** At most so many keys, each of them once. */
  Map<String, YamlNode> section(int most) {
    if (!(node instanceof MappingNode mapping)) {
      throw new IllegalArgumentException("must be a section with keys");
    }
    if (mapping.getValue().size() > most) {
      throw new IllegalArgumentException("must have at most " + most + " keys");
    }
    var section = new LinkedHashMap<String, YamlNode>();
    var twice = new ArrayList<String>();
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw new IllegalArgumentException("must have texts as its keys");
      }
      if (section.putIfAbsent(key.getValue(), new YamlNode(entry.getValueNode())) != null) {
        twice.add(key.getValue());
      }
    }
    if (!twice.isEmpty()) {
      throw new IllegalArgumentException(
          "must have each key once, and has twice: " + Quoted.all(twice));
    }
    return section;
  }
}
