package dev.pulse.samples.app.targets;

import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Problem;
import dev.pulse.samples.app.config.CheckDocument;
import dev.pulse.samples.app.config.TargetReader;
import dev.pulse.samples.app.config.TargetReader.Neighbours;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What documents are worth, beside the checks that there are. Keeps nothing. Thread-safe. */
final class Judge {
  private final TargetReader reader;
  private final Watch watch;

  Judge(TargetReader reader, Watch watch) {
    this.reader = reader;
    this.watch = watch;
  }

  /**
   * Judges what somebody sent.
   *
   * @param replaced whose place it is to take; null for a new target
   */
  Judged judge(CheckDocument sent, @Nullable Target replaced) {
    var mask = Mask.of(reader, sent);
    var merged =
        replaced == null || replaced.check().isEmpty()
            ? mask.alone(sent)
            : mask.over(sent, replaced.check().get());
    var problems = new ArrayList<>(merged.problems());
    var document = merged.document();
    var name = sent.text("name");
    if (document.toJson().length() > Targets.LONGEST) {
      problems.add(
          new Problem("", "", "is too much: at most " + Targets.LONGEST + " characters as JSON"));
    }
    if (replaced != null && !name.equals(replaced.name())) {
      problems.add(
          new Problem(
              "",
              "name",
              "must stay \""
                  + replaced.name()
                  + "\", by which its history is known; add another target instead"));
    }
    var without = replaced == null ? "" : replaced.name();
    var reading = reader.read(document, Neighbours.of(watch.registrations(without)));
    var hidden = merged.problems().stream().map(Problem::key).collect(Collectors.toSet());
    reading.problems().stream()
        .filter(problem -> !hidden.contains(problem.key()))
        .forEach(problems::add);
    return new Judged(document, problems.isEmpty() ? reading : reading.refused(problems));
  }

  /** Judges all that is kept, by name: what depends on others, when those have been read. */
  Map<String, Target> judge(List<Target> kept) {
    var present = watch.registrations("");
    var taken = present.stream().map(Registration::name).collect(Collectors.toSet());
    var all = new ArrayList<>(present);
    readBeside(kept, Neighbours.unknown()).stream()
        .filter(target -> !taken.contains(target.name()))
        .forEach(target -> all.add(target.registration()));
    var judged = new LinkedHashMap<String, Target>();
    readBeside(kept, Neighbours.complete(all))
        .forEach(target -> judged.put(target.name(), displaced(target, taken)));
    return judged;
  }

  private List<Target> readBeside(List<Target> kept, Neighbours all) {
    return kept.stream()
        .map(
            target ->
                target
                    .check()
                    .map(check -> target.with(reader.read(check, all), false))
                    .orElse(target))
        .toList();
  }

  private static Target displaced(Target target, Set<String> taken) {
    if (!taken.contains(target.name())) {
      return target;
    }
    var problem =
        new Problem(
            "",
            "name",
            "is the name of another check by now, of pulse.yaml or of a system; rename that one, or"
                + " delete this target");
    return target.with(target.reading().refused(List.of(problem)), true);
  }

  /** The checks that depend on a target, or judge it. */
  List<String> needing(String name) {
    return watch.registrations(name).stream()
        .filter(
            other ->
                other.dependencies().contains(name)
                    || other.check().unwrapped().judges().contains(name))
        .map(Registration::name)
        .toList();
  }
}
