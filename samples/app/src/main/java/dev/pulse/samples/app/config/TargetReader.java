package dev.pulse.samples.app.config;

import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Option;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Settings;
import dev.pulse.core.plugin.Plugins;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads targets: entries of {@code checks} that people keep in the dashboard instead of the file.
 * The reader of the file reads them too, so that both allow the same and say the same; what only
 * who runs Pulse may decide (which variables, which types, which addresses) is decided by the
 * section {@code targets} of the file. Thread-safe.
 */
public final class TargetReader {
  private static final Logger log = LoggerFactory.getLogger(TargetReader.class);
  private static final Set<String> EGRESS = Set.of("allow-private", "allow", "deny");

  /** Types that ask nobody: they wait for a job, or judge what others found. */
  private static final Set<String> ASK_NOBODY = Set.of("group", "heartbeat", "slo");

  private final Plugins plugins;
  private final CheckReader reader;
  private final Variables variables;

  /** The types that the file names; null where it names none. */
  private final @Nullable Set<String> named;

  private final @Nullable Boolean allowPrivate;

  /** Only asked for by those who fill in forms, and costs an icmp check a look for its program. */
  private final Map<String, Described> described = new HashMap<>();

  /** A type, and whether it reads what it may connect to. */
  private record Described(Type type, boolean judgesPeers) {}

  /**
   * A type of checks, as a form needs to know it.
   *
   * @param name what {@code type} says
   * @param options those that only this type has, in the order in which it reads them
   * @param described whether its options could be found out
   */
  public record Type(String name, List<Option> options, boolean described) {
    /** A type; keeps a copy of the options. */
    public Type {
      options = List.copyOf(options);
    }
  }

  /**
   * What became of a document.
   *
   * @param registration how it is run; empty when there are problems
   * @param problems everything that is wrong with it, keys relative to the entry
   * @param remains what it says all the same when there are problems
   */
  public record Reading(
      Optional<Registration> registration, List<Problem> problems, Remains remains) {
    /** A reading; keeps a copy of the list. */
    public Reading {
      problems = List.copyOf(problems);
    }

    /** Of something that cannot even be taken apart. */
    public static Reading none(List<Problem> problems) {
      return new Reading(Optional.empty(), problems, Remains.NOTHING);
    }

    /** This one, where something else is wrong. */
    public Reading refused(List<Problem> problems) {
      return new Reading(Optional.empty(), problems, registration.map(Remains::of).orElse(remains));
    }
  }

  /**
   * The checks beside which a document is judged. Looking at how all of them depend on each other
   * takes a while where there are thousands. Confine to one thread.
   */
  public static final class Neighbours {
    private final Map<String, Registration> present = new LinkedHashMap<>();
    private final boolean known;
    private final boolean complete;
    private @Nullable Relations relations;

    private Neighbours(Collection<Registration> present, boolean known, boolean complete) {
      present.forEach(registration -> this.present.put(registration.name(), registration));
      this.known = known;
      this.complete = complete;
    }

    /** Nobody knows them yet: what a document says of others is not judged. */
    public static Neighbours unknown() {
      return new Neighbours(List.of(), false, false);
    }

    /** All checks but the one that is judged. */
    public static Neighbours of(Collection<Registration> others) {
      return new Neighbours(others, true, false);
    }

    /** All checks with those that are judged, for whoever judges many: their names are theirs. */
    public static Neighbours complete(Collection<Registration> all) {
      return new Neighbours(all, true, true);
    }

    private boolean takes(String name) {
      return !complete && present.containsKey(name);
    }

    private Relations relations(String name, Optional<Registration> read) {
      if (complete && relations != null) {
        return relations;
      }
      var all = new LinkedHashMap<>(present);
      var names = new HashSet<>(present.keySet());
      if (!complete && !name.isEmpty()) {
        read.ifPresent(registration -> all.putIfAbsent(name, registration));
        names.add(name);
      }
      relations = new Relations(all.values(), names);
      return relations;
    }
  }

  private TargetReader(
      Plugins plugins,
      CheckReader reader,
      Variables variables,
      @Nullable Set<String> named,
      @Nullable Boolean allowPrivate) {
    this.plugins = plugins;
    this.reader = reader;
    this.variables = variables;
    this.named = named;
    this.allowPrivate = allowPrivate;
  }

  /** Reads the section {@code targets}; empty when it says that there are none. */
  static Optional<TargetReader> of(
      Settings section, Plugins plugins, CheckReader reader, Map<String, String> environment) {
    boolean enabled = section.bool("enabled").orElse(true);
    var known = all(plugins);
    var types =
        section
            .texts("types")
            .notEmpty()
            .where(
                known::containsAll,
                "must name types of checks, such as " + String.join(", ", known))
            .optional();
    var variables = section.texts("variables").orElse(List.of());
    var allowPrivate = section.bool("allow-private").optional();
    return enabled
        ? Optional.of(
            new TargetReader(
                plugins,
                reader,
                new Variables(environment).only(Set.copyOf(variables)),
                types.<Set<String>>map(TreeSet::new).orElse(null),
                allowPrivate.or(reader::allowsPrivate).orElse(null)))
        : Optional.empty();
  }

  private static Set<String> all(Plugins plugins) {
    var all = new TreeSet<String>(plugins.checkTypes());
    all.addAll(plugins.collectorTypes());
    all.addAll(plugins.scorerTypes());
    return all;
  }

  /**
   * This reader, for a server where everybody who may write sits at this machine, or not: there
   * targets may connect to private addresses unless the file says otherwise, elsewhere only where
   * it does.
   */
  public TargetReader atThisMachine(boolean everybody) {
    boolean allowed = allowPrivate == null ? everybody : allowPrivate;
    return new TargetReader(plugins, reader.allowingPrivate(allowed), variables, named, allowed);
  }

  /** Whether targets may connect to loopback and private addresses. */
  public boolean allowsPrivate() {
    return Boolean.TRUE.equals(allowPrivate);
  }

  /** The names of the types that targets may have, sorted. */
  public List<String> types() {
    return all(plugins).stream().filter(this::allows).toList();
  }

  /**
   * What runs a program or reads elsewhere does so as Pulse, past {@code egress}: that is for the
   * file to allow. Looks at the one type only, because a look costs something.
   */
  private boolean allows(String type) {
    if (named != null) {
      return named.contains(type);
    }
    return ASK_NOBODY.contains(type)
        || (all(plugins).contains(type) && described(type).judgesPeers());
  }

  /** The options that targets of every type have, but for {@code type} itself. */
  public List<Option> common() {
    return reader.common();
  }

  /** What a type asks for; empty when there is no such type, or targets may not have it. */
  public Optional<Type> type(String name) {
    return allows(name) ? Optional.of(described(name).type()) : Optional.empty();
  }

  private Described described(String name) {
    synchronized (described) {
      return described.computeIfAbsent(name, this::describe);
    }
  }

  private Described describe(String name) {
    try {
      var options = reader.options(name);
      boolean judgesPeers =
          options.stream().anyMatch(option -> option.name().equals("allow-private"));
      var own =
          options.stream()
              .filter(option -> !judgesPeers || !EGRESS.contains(option.name()))
              .toList();
      return new Described(new Type(name, own, true), judgesPeers);
    } catch (RuntimeException | LinkageError e) {
      log.warn("The type {} does not tell its options; a form cannot have them", name, e);
      return new Described(new Type(name, List.of(), false), false);
    }
  }

  /**
   * Reads a document, and judges it beside the checks that there are.
   *
   * @param neighbours the checks that there are
   */
  public Reading read(CheckDocument document, Neighbours neighbours) {
    var problems = new ArrayList<Problem>();
    var values =
        document.filled(
            (path, text) -> {
              try {
                return variables.value(text);
              } catch (IllegalArgumentException e) {
                problems.add(
                    new Problem(document.where(path), path, String.valueOf(e.getMessage())));
                return null;
              }
            });
    var settings = Settings.of("", values, document::where);
    var read = settings.attempt(reader::read);
    restrict(document, settings);
    relate(document, settings, read, neighbours);
    problems.addAll(YamlSettings.notKnownYet(settings.problems(), problems));
    return problems.isEmpty()
        ? new Reading(read, List.of(), Remains.NOTHING)
        : new Reading(Optional.empty(), distinct(problems), reader.remains(values));
  }

  private void restrict(CheckDocument document, Settings settings) {
    var type = document.type();
    if (document.text("name").contains("${")) {
      settings.note(
          "name",
          "must be written out: addresses and history know a target by it, whatever a variable says"
              + " later");
    }
    if (all(plugins).contains(type) && !allows(type)) {
      settings.note(
          "type",
          "may not be that of a target; allowed: "
              + String.join(", ", types())
              + "; who runs Pulse allows others in pulse.yaml, with targets: {types: […]}");
    }
    for (String key : settings.keys()) {
      boolean tightens = key.equals("allow-private") && document.text(key).equals("false");
      if (EGRESS.contains(key) && !tightens && described(type).judgesPeers()) {
        settings.note(
            key,
            "is not for targets: what they may connect to is written in pulse.yaml, in egress and"
                + " targets");
      }
    }
  }

  private static void relate(
      CheckDocument document,
      Settings settings,
      Optional<Registration> read,
      Neighbours neighbours) {
    if (neighbours.takes(document.text("name"))) {
      settings.note("name", "is the name of another check already; names must be unique");
    }
    boolean judges = read.map(it -> !it.check().unwrapped().judges().isEmpty()).orElse(false);
    if (neighbours.known && (judges || document.keys().contains("depends-on"))) {
      neighbours.relations(document.text("name"), read).judge(settings);
    }
  }

  private static List<Problem> distinct(List<Problem> problems) {
    return problems.stream().distinct().toList();
  }
}
