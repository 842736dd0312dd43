package dev.pulse.github;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
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
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A value of YAML 1.2 that somebody else has written. It is read event by event, so that depth,
 * number of values and aliases are bounded, and {@code on} is a text. An alias is the very value
 * that it stands for: whoever walks must name where he goes, and never walk through all. Immutable.
 */
final class Yaml {
  private static final Yaml NOTHING = new Yaml(null, List.of(), Map.of());
  private static final int LONGEST = 512 << 10;
  private static final int DEEPEST = 50;
  private static final int MOST_VALUES = 50_000;
  private static final Set<String> EMPTY = Set.of("", "~", "null", "Null", "NULL");

  private final @Nullable String text;
  private final List<Yaml> items;
  private final Map<String, Yaml> members;

  private Yaml(@Nullable String text, List<Yaml> items, Map<String, Yaml> members) {
    this.text = text;
    this.items = Collections.unmodifiableList(items);
    this.members = Collections.unmodifiableMap(members);
  }

  /**
   * Reads a text.
   *
   * @throws IOException when it is not one document of YAML, or too much; the message quotes
   *     nothing
   */
  static Yaml read(String text) throws IOException {
    try {
      return new Reading(text).document();
    } catch (YamlEngineException e) {
      // Its message quotes the text.
      throw new IOException("it is not YAML");
    }
  }

  /** Confine to one thread. */
  private static final class Reading {
    private final Iterator<Event> events;

    /** What stands behind an anchor; absent while it is being read. */
    private final Map<String, Yaml> anchors = new HashMap<>();

    private int values;

    Reading(String text) {
      var settings = LoadSettings.builder().setCodePointLimit(LONGEST).build();
      this.events = new Parse(settings).parseString(text).iterator();
    }

    Yaml document() throws IOException {
      @Nullable Yaml root = null;
      while (events.hasNext()) {
        var event = events.next();
        switch (event.getEventId()) {
          case Scalar, SequenceStart, MappingStart, Alias -> {
            if (root != null) {
              throw new IOException("it has more than one document");
            }
            root = node(event, 0);
          }
          default -> {
            // The beginning and the end of the stream and of the document say nothing.
          }
        }
      }
      return root == null ? NOTHING : root;
    }

    private Yaml node(Event event, int depth) throws IOException {
      if (++values > MOST_VALUES) {
        throw new IOException("it has more than " + MOST_VALUES + " values");
      }
      if (depth > DEEPEST) {
        throw new IOException("it is nested more than " + DEEPEST + " deep");
      }
      if (event instanceof AliasEvent alias) {
        var aimed = anchors.get(alias.getAlias().getValue());
        if (aimed == null) {
          throw new IOException("it has an alias for what is not before it");
        }
        return aimed;
      }
      var node =
          switch (event.getEventId()) {
            case Scalar -> scalar((ScalarEvent) event);
            case SequenceStart -> sequence(depth);
            case MappingStart -> mapping(depth);
            default -> throw new IOException("it is not YAML");
          };
      if (event instanceof NodeEvent anchored) {
        anchored.getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), node));
      }
      return node;
    }

    private static Yaml scalar(ScalarEvent scalar) {
      boolean nothing =
          scalar.getScalarStyle() == ScalarStyle.PLAIN && EMPTY.contains(scalar.getValue());
      return nothing ? NOTHING : new Yaml(scalar.getValue(), List.of(), Map.of());
    }

    private Yaml sequence(int depth) throws IOException {
      var items = new ArrayList<Yaml>();
      for (var event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
        items.add(node(event, depth + 1));
      }
      return new Yaml(null, items, Map.of());
    }

    private Yaml mapping(int depth) throws IOException {
      var members = new LinkedHashMap<String, Yaml>();
      for (var event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
        var key = node(event, depth + 1);
        var name = key.text;
        if (name == null) {
          throw new IOException("it has a key that is not a text");
        }
        if (members.put(name, node(next(), depth + 1)) != null) {
          throw new IOException("it has a key twice");
        }
      }
      return new Yaml(null, List.of(), members);
    }

    private Event next() throws IOException {
      if (!events.hasNext()) {
        throw new IOException("it ends too early");
      }
      return events.next();
    }
  }

  /** What is at the end of a path of keys. */
  Yaml at(String... path) {
    var found = this;
    for (String key : path) {
      found = found.members.getOrDefault(key, NOTHING);
    }
    return found;
  }

  /** Whether it has a key, whatever stands behind it. */
  boolean has(String key) {
    return members.containsKey(key);
  }

  /** The text at the end of a path, as it is written, also when it is a number or a truth. */
  Optional<String> text(String... path) {
    return Optional.ofNullable(at(path).text);
  }

  /** Whether there is a true at the end of a path. */
  boolean isTrue(String... path) {
    return text(path).filter(text -> Set.of("true", "True", "TRUE").contains(text)).isPresent();
  }

  /** The elements of the list that it is; none when it is none. */
  List<Yaml> items() {
    return items;
  }

  /** The members of the map that it is, in its order; none when it is none. */
  Map<String, Yaml> members() {
    return members;
  }
}
