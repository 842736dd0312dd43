package dev.pulse.samples.fakes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The packages of a {@link LivingEcosystem}: which versions there are, and which weakness is known.
 * Guarded by that.
 */
final class LivingPackages {
  /** None of them exists. */
  static final List<String> NAMES =
      List.of(
          "json-stitch",
          "tiny-lattice",
          "form-weaver",
          "date-orchard",
          "route-finch",
          "mail-heron",
          "color-quarry",
          "queue-otter");

  /** The letters of GitHub's ids. */
  private static final String LETTERS = "23456789cfghjmpqrvwx";

  private static final int KEPT = 8;

  private final FakeGitHub github;
  private final Map<String, Integer> newest = new TreeMap<>();
  private @Nullable Weakness weakness;

  private record Weakness(FakeAdvisory advisory, String name) {}

  LivingPackages(FakeGitHub github) {
    this.github = github;
    NAMES.forEach(name -> publish(name, 3));
  }

  /** Every package draws in one other. */
  static String drawnInBy(String name) {
    return NAMES.get((NAMES.indexOf(name) + 3) % NAMES.size());
  }

  int newest(String name) {
    return newest.getOrDefault(name, 0);
  }

  private void publish(String name, int version) {
    newest.put(name, version);
    var versions = new ArrayList<String>();
    for (int i = Math.max(0, version - KEPT); i <= version; i++) {
      versions.add(version(i));
    }
    github.depsDev().versions("npm", name, versions.toArray(String[]::new));
  }

  private static String version(int number) {
    return "1." + number + ".0";
  }

  static String purl(String name, int version) {
    return "pkg:npm/" + name + "@" + version(version);
  }

  /** Its newest version turns out to be weak, and a better one is there at once. */
  void becomeKnown(
      String name, long chapter, String severity, Instant at, List<LivingRepository> all) {
    int weak = newest(name);
    var advisory =
        FakeAdvisory.of(id(chapter), "npm", name)
            .alias(String.format(Locale.ROOT, "CVE-2026-%05d", 10_000 + chapter))
            .severity(severity)
            .summary(
                name + " trusts what it is sent",
                "Versions of "
                    + name
                    + " before "
                    + version(weak + 1)
                    + " trust what they are sent.")
            .fixed(version(weak + 1));
    publish(name, weak + 1);
    github.osv().advisory(advisory, purl(name, weak));
    all.stream()
        .filter(each -> each.uses(name, weak))
        .forEach(each -> each.repository().security().alert(advisory, at));
    weakness = new Weakness(advisory, name);
  }

  private static String id(long chapter) {
    var id = new StringBuilder("GHSA");
    long rest = chapter * 7_919 + 104_729;
    for (int i = 0; i < 12; i++) {
      id.append(i % 4 == 0 ? "-" : "").append(LETTERS.charAt((int) (rest % LETTERS.length())));
      rest = rest / LETTERS.length() + chapter * 31 + i * 17L;
    }
    return id.toString();
  }

  /** Whoever uses what is weak takes the better version, if anybody looks after it. */
  void fix(Instant at, List<LivingRepository> all) {
    var known = weakness;
    if (known == null) {
      return;
    }
    int weak = newest(known.name()) - 1;
    var users = all.stream().filter(each -> each.uses(known.name(), weak)).toList();
    var id = known.advisory().id();
    for (var each : users) {
      if (!each.isNeglected()) {
        each.upgrade(known.name());
        each.repository().security().fix(id, at);
      }
    }
    if (users.stream().noneMatch(LivingRepository::isNeglected)) {
      github.osv().forget(id);
    }
    weakness = null;
  }
}
