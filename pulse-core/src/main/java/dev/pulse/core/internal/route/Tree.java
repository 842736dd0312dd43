package dev.pulse.core.internal.route;

import dev.pulse.api.model.Labels;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.route.Matcher;
import dev.pulse.api.route.Route;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The routes at work. Immutable. */
final class Tree {
  private final Node root;
  private final Map<String, Node> nodes;
  private final Map<String, Channel> channels;

  private Tree(Node root, Map<String, Node> nodes, Map<String, Channel> channels) {
    this.root = root;
    this.nodes = nodes;
    this.channels = channels;
  }

  /**
   * Makes routes ready.
   *
   * @param problems gets what is wrong with them
   */
  static Optional<Tree> of(Route root, List<String> problems) {
    int before = problems.size();
    var builder = new Builder(problems);
    if (!root.matchers().isEmpty()) {
      problems.add("the root must take all alerts, but has matchers " + root.matchers());
    }
    if (root.channels().isEmpty()) {
      problems.add("the root must have a channel, for alerts that no other route takes");
    }
    var node = builder.node(root, List.of(), "", Options.DEFAULTS, 0);
    return problems.size() > before
        ? Optional.empty()
        : Optional.of(new Tree(node, builder.nodes, builder.channels));
  }

  /** The routes that take an alert, in the order of the tree. */
  List<Node> match(Labels labels) {
    var found = new ArrayList<Node>(2);
    root.collect(labels, found);
    return found;
  }

  Optional<Node> node(String key) {
    return Optional.ofNullable(nodes.get(key));
  }

  Optional<Channel> channel(String name) {
    return Optional.ofNullable(channels.get(name));
  }

  /** All channels, those of escalations too; unmodifiable. */
  Map<String, Channel> channels() {
    return Collections.unmodifiableMap(channels);
  }

  private static final class Builder {
    private static final int DEEPEST = 100;

    private final List<String> problems;
    private final Set<String> taken = new HashSet<>();
    private final Map<String, Node> nodes = new HashMap<>();
    private final Map<String, Channel> channels = new LinkedHashMap<>();

    Builder(List<String> problems) {
      this.problems = problems;
    }

    private Node node(Route route, List<String> above, String parent, Options options, int depth) {
      var path = new ArrayList<>(above);
      path.add(form(route));
      var own = options.of(route);
      judge(route, own, path);
      var key = unique(parent.isEmpty() ? form(route) : parent + "/" + form(route));
      var entries = new ArrayList<MatchIndex.Entry<Node>>();
      if (depth < DEEPEST) {
        for (Route child : route.children()) {
          var matching = matching(child, path);
          entries.add(new MatchIndex.Entry<>(matching, node(child, path, key, own, depth + 1)));
        }
      } else if (!route.children().isEmpty()) {
        problems.add("routes go " + DEEPEST + " levels deep at most");
      }
      var node = new Node(List.copyOf(path), key, route, own, MatchIndex.of(entries));
      nodes.put(key, node);
      return node;
    }

    /** Routes with the same matchers below the same parent are told apart by their order. */
    private String unique(String form) {
      var key = form;
      for (int i = 2; !taken.add(key); i++) {
        key = form + "#" + i;
      }
      return key;
    }

    private static String form(Route route) {
      return route.matchers().stream()
          .map(Matcher::toString)
          .collect(Collectors.joining(",", "{", "}"));
    }

    private Matching matching(Route route, List<String> above) {
      try {
        return Matching.of(route.matchers());
      } catch (IllegalArgumentException e) {
        problems.add(at(above) + ": " + e.getMessage());
        return Matching.of(List.of());
      }
    }

    private void judge(Route route, Options options, List<String> path) {
      route.channels().forEach(this::register);
      if (options.groupBy().size() > 1 && options.groupBy().contains(Route.ALL_LABELS)) {
        problems.add(at(path) + " groups by \"...\", which must stand alone, and by other labels");
      }
      route
          .escalation()
          .ifPresent(
              escalation -> {
                for (Channel channel : escalation.channels()) {
                  register(channel);
                  if (options.channels().contains(channel)) {
                    problems.add(
                        at(path)
                            + " escalates to channel \""
                            + channel.name()
                            + "\", which hears of it anyway");
                  }
                }
              });
    }

    private void register(Channel channel) {
      var known = channels.putIfAbsent(channel.name(), channel);
      if (known != null && !Objects.equals(known, channel)) {
        var problem = "two different channels have the name \"" + channel.name() + "\"";
        if (!problems.contains(problem)) {
          problems.add(problem);
        }
      }
    }

    private static String at(List<String> path) {
      return "route " + String.join("/", path);
    }
  }
}
