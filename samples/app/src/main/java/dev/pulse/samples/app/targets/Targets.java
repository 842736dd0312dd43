package dev.pulse.samples.app.targets;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Registration;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.store.Documents;
import dev.pulse.core.Pulse;
import dev.pulse.samples.app.config.CheckDocument;
import dev.pulse.samples.app.config.TargetReader;
import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Principal;
import dev.pulse.samples.server.web.ServerExtension;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The targets, kept as documents in the store, and their checks with Pulse. Changes are made one at
 * a time, and are on disk when they are answered. Thread-safe.
 */
public final class Targets implements AutoCloseable {
  /** Where they are kept. */
  static final String COLLECTION = "pulse.targets";

  /** How many there can be. */
  static final int MOST = 5_000;

  /** How much one of them can be, as JSON. */
  static final int LONGEST = 32 * 1024;

  private static final Logger log = LoggerFactory.getLogger(Targets.class);

  private final Pulse pulse;
  private final TargetReader reader;
  private final Set<String> ofTheFile;
  private final Documents<TargetDocument> documents;

  /**
   * Held while the store is written, which takes as long as it takes; readers never wait for it.
   */
  private final ReentrantLock changing = new ReentrantLock();

  /** All of them by name; unmodifiable, and replaced by whoever holds the lock. */
  private volatile SortedMap<String, Target> known = Collections.emptySortedMap();

  private final Watch watch;
  private final Judge judge;
  private final Trial trial;

  private Targets(Pulse pulse, TargetReader reader, Collection<Registration> ofTheFile) {
    this.pulse = requireNonNull(pulse, "pulse");
    this.reader = requireNonNull(reader, "reader");
    this.ofTheFile =
        ofTheFile.stream().map(Registration::name).collect(Collectors.toUnmodifiableSet());
    this.documents = pulse.documents(COLLECTION, TargetDocument.class);
    this.watch = new Watch(pulse);
    this.judge = new Judge(reader, watch);
    this.trial = new Trial();
  }

  /**
   * Targets that are not watched yet.
   *
   * @param ofTheFile the checks of pulse.yaml
   */
  public static Targets of(Pulse pulse, TargetReader reader, Collection<Registration> ofTheFile) {
    return new Targets(pulse, reader, ofTheFile);
  }

  /**
   * Reads what is kept, and begins to watch it; called once, when all other checks are there. A
   * target that cannot be read any more (its type is gone, a variable is not allowed) is watched as
   * unknown and says why, and one whose name another check has by now does not run: both are
   * logged, and stand in the list until somebody mends them.
   */
  public void begin() {
    changing.lock();
    try {
      load();
    } finally {
      changing.unlock();
    }
  }

  /**
   * The routes and the page.
   *
   * @param remembered whether targets are there after a restart
   * @param openToAll whether callers without a name may write
   */
  public ServerExtension routes(boolean remembered, boolean openToAll) {
    return new TargetRoutes(this, pulse, trial, remembered, openToAll);
  }

  TargetReader reader() {
    return reader;
  }

  boolean isOfTheFile(String check) {
    return ofTheFile.contains(check);
  }

  private void load() {
    var kept = documents.list().stream().map(Target::kept).toList();
    var read = new TreeMap<>(judge.judge(kept));
    var added = read.values().stream().filter(target -> !target.displaced()).toList();
    watch.addAll(added).forEach(broken -> read.put(broken.name(), broken));
    known = Collections.unmodifiableSortedMap(read);
    known.values().forEach(Targets::tell);
  }

  private void know(Target target) {
    var all = new TreeMap<>(known);
    all.put(target.name(), target);
    known = Collections.unmodifiableSortedMap(all);
  }

  private static void tell(Target target) {
    for (Problem problem : target.problems()) {
      log.error("The target {} has a problem: {}", target.name(), problem);
    }
  }

  /** All targets by name. */
  List<Target> list() {
    return List.copyOf(known.values());
  }

  /** How many there are. */
  public int count() {
    return known.size();
  }

  /** One target. */
  Optional<Target> find(String name) {
    return Optional.ofNullable(known.get(name));
  }

  /**
   * Judges a document, and keeps nothing.
   *
   * @param replaced the name of the target whose place it is to take; null for a new one
   * @throws HttpError 404 when there is no such target
   */
  Judged judge(CheckDocument sent, @Nullable String replaced) {
    return judge.judge(sent, replaced == null ? null : require(replaced));
  }

  /**
   * Adds a target and begins to watch it at once.
   *
   * @throws ConfigurationException with everything that is wrong with it
   * @throws HttpError 409 when there are too many
   */
  Target create(CheckDocument sent, boolean enabled, Optional<Principal> by) {
    changing.lock();
    try {
      var judged = judge.judge(sent, null);
      var name = judged.registration().name();
      if (known.size() >= MOST) {
        throw HttpError.of(409, "Too many targets")
            .withDetail("There are " + MOST + " targets, which is all that there can be.");
      }
      var now = pulse.clock().instant();
      var who = by.map(Principal::name).orElse(null);
      var document = new TargetDocument(judged.document().toJson(), enabled, now, who, now, who);
      // One that stayed behind a name of the file is nobody's any more.
      var target = Target.of(documents.create(name, document), judged.document(), judged.reading());
      try {
        watch.add(target);
      } catch (RuntimeException e) {
        attempt(e, () -> documents.delete(name));
        throw e;
      }
      know(target);
      return target;
    } finally {
      changing.unlock();
    }
  }

  /**
   * Puts another document in the place of a target's; its history and its open incidents stay.
   *
   * @param tag what the caller knows the target by
   * @throws ConfigurationException with everything that is wrong with it
   * @throws HttpError 404 when there is no such target, 412 when somebody else has changed it
   */
  Target replace(
      String name, CheckDocument sent, Optional<Boolean> enabled, Tag tag, Optional<Principal> by) {
    changing.lock();
    try {
      var old = require(name, tag);
      requireInPlace(old);
      var judged = judge.judge(sent, old);
      var unused = judged.registration();
      var document =
          old.document()
              .with(
                  judged.document().toJson(),
                  enabled.orElse(old.document().enabled()),
                  pulse.clock().instant(),
                  by.map(Principal::name).orElse(null));
      var target =
          Target.of(
              documents.update(name, document, old.version()), judged.document(), judged.reading());
      know(target);
      run(target, old);
      return target;
    } finally {
      changing.unlock();
    }
  }

  /**
   * Switches a target on, so that it is asked at once, or off, which closes its incidents. Nothing
   * happens to one that is in that state already, and whose check is: that can be paused and
   * resumed on its own page.
   *
   * @throws HttpError 404 when there is no such target
   */
  Target enable(String name, boolean enabled, Optional<Principal> by) {
    changing.lock();
    try {
      var old = require(name);
      requireInPlace(old);
      boolean runs = watch.runs(name).orElse(!enabled);
      if (old.document().enabled() == enabled && runs == enabled) {
        return old;
      }
      var document =
          old.document()
              .with(
                  old.document().check(),
                  enabled,
                  pulse.clock().instant(),
                  by.map(Principal::name).orElse(null));
      var kept = documents.update(name, document, old.version());
      var target =
          new Target(name, kept.version(), kept.value(), old.check(), old.reading(), false);
      know(target);
      run(target, old);
      return target;
    } finally {
      changing.unlock();
    }
  }

  /** What is kept is what runs; what cannot run is not kept. */
  private void run(Target target, Target old) {
    var name = target.name();
    try {
      watch.replace(target);
    } catch (RuntimeException e) {
      attempt(
          e,
          () -> {
            var kept = documents.update(name, old.document(), target.version());
            know(new Target(name, kept.version(), kept.value(), old.check(), old.reading(), false));
          });
      if (!watch.has(name)) {
        attempt(e, () -> watch.add(old));
      }
      throw e;
    }
    if (!target.document().enabled()) {
      watch.quiet(name);
    }
  }

  /**
   * Deletes a target with its history.
   *
   * @throws HttpError 404 when there is no such target, 412 when somebody else has changed it, 409
   *     when others need it
   */
  void delete(String name, Tag tag) {
    changing.lock();
    try {
      var target = require(name, tag);
      if (!target.displaced()) {
        requireUnneeded(name);
      }
      drop(target);
      var others = new TreeMap<>(known);
      others.remove(name);
      known = Collections.unmodifiableSortedMap(others);
    } finally {
      changing.unlock();
    }
  }

  /**
   * The document goes last: a deletion that broke off can be made again, and until then it runs.
   */
  private void drop(Target target) {
    var name = target.name();
    if (target.displaced()) {
      documents.delete(name);
      return;
    }
    try {
      watch.remove(name);
      documents.delete(name);
    } catch (RuntimeException e) {
      if (!watch.has(name)) {
        attempt(e, () -> watch.add(target));
      }
      throw e;
    }
  }

  /** Does what can be done after a failure; it may well fail for the same reason. */
  private static void attempt(RuntimeException failure, Runnable remedy) {
    try {
      remedy.run();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private void requireUnneeded(String name) {
    var needing = judge.needing(name);
    if (!needing.isEmpty()) {
      throw HttpError.of(409, "Target is needed")
          .withDetail(
              "These depend on it, or judge it: "
                  + needing.stream().limit(10).collect(Collectors.joining(", "))
                  + (needing.size() > 10 ? ", …" : "")
                  + ".");
    }
  }

  private static void requireInPlace(Target target) {
    if (target.displaced()) {
      throw HttpError.of(409, "Name is taken")
          .withDetail(
              "Another check has the name of this target by now; it can only be deleted, or left"
                  + " until that one is gone.");
    }
  }

  private Target require(String name, Tag tag) {
    var target = require(name);
    tag.require(target);
    return target;
  }

  private Target require(String name) {
    var target = known.get(name);
    if (target == null) {
      throw HttpError.of(404, "Target not found")
          .withDetail(
              isOfTheFile(name)
                  ? "\"" + HttpError.shown(name) + "\" is a check of pulse.yaml: change it there."
                  : "There is no target of the name \"" + HttpError.shown(name) + "\".");
    }
    return target;
  }

  /** Ends what is being tried out. Targets end with Pulse. */
  @Override
  public void close() {
    trial.close();
  }
}
