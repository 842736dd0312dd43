package dev.pulse.samples.app.config;

import dev.pulse.api.check.Dependencies;
import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Settings;
import dev.pulse.core.check.GroupCheck;
import dev.pulse.core.slo.SloCheck;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Judges what checks say of each other, when all of them have been read. */
final class Relations {
  private static final int SHOWN = 20;

  private final Map<String, Registration> registrations = new HashMap<>();
  private final Set<String> names;
  private final Map<String, List<String>> circles;

  /**
   * @param read the checks that could be read
   * @param names the names of all checks of the file, also of those with problems of their own
   */
  Relations(Collection<Registration> read, Collection<String> names) {
    read.forEach(registration -> registrations.put(registration.name(), registration));
    this.names = new TreeSet<>(names);
    this.circles = Dependencies.circles(read, List.of());
  }

  /** Notes what is wrong with the names that one check gives. */
  void judge(Settings check) {
    noteUnknown(check, "depends-on", check.texts("depends-on").orElse(List.of()));
    var name = check.text("name").orElse("");
    @Nullable Registration registration = registrations.get(name);
    if (registration == null) {
      return;
    }
    @Nullable List<String> circle = circles.get(name);
    if (circle != null) {
      var key =
          registration.dependencies().contains(circle.get(1))
              ? "depends-on"
              : judged(registration).orElse("members");
      check.note(
          key,
          "must not lead back here, but "
              + name
              + " depends on itself: "
              + String.join(" -> ", circle));
    }
    judged(registration)
        .ifPresent(key -> noteUnknown(check, key, registration.check().unwrapped().judges()));
  }

  /** The option that names the checks which a check of ours looks at. */
  private static Optional<String> judged(Registration registration) {
    var check = registration.check().unwrapped();
    return check instanceof GroupCheck
        ? Optional.of("members")
        : check instanceof SloCheck ? Optional.of("of") : Optional.empty();
  }

  /** Notes what is wrong with the references of the connectivity. */
  void judgeReferences(Settings connectivity, Collection<String> references) {
    noteUnknown(connectivity, "references", references);
    for (String reference : references) {
      @Nullable Registration registration = registrations.get(reference);
      if (registration != null && !registration.dependencies().isEmpty()) {
        connectivity.note(
            "references", "names \"" + reference + "\", which must not have depends-on then");
      }
    }
  }

  /** Notes what is wrong with the checks that announced maintenance is for. */
  void judgeMaintenance(Settings maintenance) {
    noteUnknown(maintenance, "checks", maintenance.texts("checks").orElse(List.of()));
  }

  /** Notes what is wrong with the checks that a status page names. */
  void judgeStatusPage(Settings page) {
    noteUnknown(page, "checks", page.texts("checks").orElse(List.of()));
    noteUnknown(page, "names", page.map("names").orElse(Map.of()).keySet());
  }

  private void noteUnknown(Settings section, String key, Collection<String> given) {
    for (String name : given) {
      if (!names.contains(name)) {
        section.note(
            key, "names \"" + name + "\", which is not a check here; there are " + known());
      }
    }
  }

  private String known() {
    return names.stream().limit(SHOWN).collect(Collectors.joining(", "))
        + (names.size() > SHOWN ? ", …" : "");
  }
}
