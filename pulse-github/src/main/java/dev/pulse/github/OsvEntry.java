package dev.pulse.github;

import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the open vulnerability database, as far as it matters here. Immutable.
 *
 * @param modified when somebody last changed it, as it is written there; empty when nobody knows
 * @param vectors of the whole entry
 * @param affected the vectors of each of its packages; it says them there or for the whole
 * @param fixed the first version in which a package is repaired
 */
record OsvEntry(
    Set<String> ids,
    String modified,
    boolean withdrawn,
    VulnerabilitySeverity word,
    Set<String> vectors,
    Map<PackageName, Set<String>> affected,
    String description,
    Map<PackageName, String> fixed) {
  /** What it takes to keep something beside its characters. */
  private static final int BESIDE = 50;

  /** How package URLs call what the database calls otherwise; others only differ in case. */
  private static final Map<String, String> ECOSYSTEMS =
      Map.of(
          "go", "golang",
          "rubygems", "gem",
          "crates.io", "cargo",
          "github actions", "githubactions",
          "packagist", "composer");

  OsvEntry {
    ids = Set.copyOf(ids);
    vectors = Set.copyOf(vectors);
    affected = Map.copyOf(affected);
    fixed = Map.copyOf(fixed);
  }

  /** What it says about a package that it was found for; nothing when it was withdrawn. */
  Optional<VulnerabilityReport> report(Dependency dependency) {
    return withdrawn
        ? Optional.empty()
        : Optional.of(
            new VulnerabilityReport(
                VulnerabilitySource.OSV,
                dependency.packageName(),
                ids,
                word,
                vectorsOf(dependency.packageName()),
                description,
                dependency.version().orElse(""),
                fixed.getOrDefault(dependency.packageName(), "")));
  }

  /** How bad it is for a package; as bad as for any, when it does not name it. */
  private List<String> vectorsOf(PackageName name) {
    var own =
        affected.containsKey(name)
            ? affected.getOrDefault(name, Set.of()).stream()
            : affected.values().stream().flatMap(Set::stream);
    return Stream.concat(vectors.stream(), own).distinct().sorted().toList();
  }

  /** How much it takes to keep it, in characters. */
  int size() {
    var texts =
        Stream.of(
                Stream.of(modified, description),
                ids.stream(),
                vectors.stream(),
                affected.values().stream().flatMap(Set::stream),
                fixed.values().stream(),
                Stream.concat(affected.keySet().stream(), fixed.keySet().stream())
                    .map(PackageName::name))
            .flatMap(all -> all);
    return Math.toIntExact(texts.mapToLong(text -> BESIDE + text.length()).sum());
  }

  /** Whether it is as somebody left it then; also when one of the times is not known. */
  boolean isAsOf(String time) {
    return time.isEmpty() || modified.isEmpty() || modified.equals(time);
  }

  /** This entry, which was asked for by an id that is one of its own. */
  OsvEntry knownAs(String id) {
    var all = new LinkedHashSet<>(ids);
    all.add(id);
    return new OsvEntry(
        VulnerabilityReport.ids(all),
        modified,
        withdrawn,
        word,
        vectors,
        affected,
        description,
        fixed);
  }

  /** Reads an entry. */
  static OsvEntry read(JsonReader reader) throws IOException {
    var reading = new Reading();
    FactJson.object(reader, reading::member);
    return new OsvEntry(
        VulnerabilityReport.ids(reading.ids),
        reading.modified,
        reading.withdrawn,
        reading.word,
        reading.vectors,
        reading.affected,
        VulnerabilityReport.description(reading.summary, reading.details),
        reading.fixed);
  }

  /** Confine to one thread. */
  private static final class Reading {
    private final Set<String> ids = new LinkedHashSet<>();
    private final Set<String> vectors = new HashSet<>();
    private final Map<PackageName, Set<String>> affected = new HashMap<>();
    private final Map<PackageName, String> fixed = new HashMap<>();
    private VulnerabilitySeverity word = VulnerabilitySeverity.UNKNOWN;
    private boolean withdrawn;
    private String modified = "";
    private @Nullable String summary;
    private @Nullable String details;

    void member(String name, JsonReader reader) throws IOException {
      switch (name) {
        case "id" -> ids.add(FactJson.text(reader));
        case "aliases" -> ids.addAll(FactJson.list(reader, FactJson::text));
        case "withdrawn" -> withdrawn = !FactJson.text(reader).isBlank();
        case "modified" -> modified = FactJson.text(reader);
        case "summary" -> summary = FactJson.text(reader);
        case "details" -> details = FactJson.text(reader);
        case "severity" -> vectors.addAll(FactJson.list(reader, Reading::vector));
        case "database_specific" -> database(reader);
        case "affected" -> FactJson.each(reader, this::affected);
        default -> reader.skipValue();
      }
    }

    private void database(JsonReader reader) throws IOException {
      if (!FactJson.isObject(reader)) {
        reader.skipValue();
        return;
      }
      FactJson.object(
          reader,
          (name, value) -> {
            // Each database writes here what it likes.
            if (name.equals("severity") && value.peek() == JsonReader.Token.STRING) {
              word = VulnerabilitySeverity.ofWord(value.nextString());
            } else {
              value.skipValue();
            }
          });
    }

    private static String vector(JsonReader reader) throws IOException {
      var texts = new String[] {""};
      FactJson.object(
          reader,
          (name, value) -> {
            if (name.equals("score")) {
              texts[0] = FactJson.text(value);
            } else {
              value.skipValue();
            }
          });
      return texts[0].strip();
    }

    private boolean affected(JsonReader reader) throws IOException {
      var names = new ArrayList<PackageName>();
      var versions = new ArrayList<String>();
      var own = new HashSet<String>();
      FactJson.object(
          reader,
          (name, value) -> {
            switch (name) {
              case "package" -> packageName(value).ifPresent(names::add);
              case "severity" -> own.addAll(FactJson.list(value, Reading::vector));
              case "ranges" -> FactJson.each(value, range -> range(range, versions));
              default -> value.skipValue();
            }
          });
      if (names.isEmpty()) {
        return vectors.addAll(own);
      }
      affected.computeIfAbsent(names.get(0), name -> new HashSet<>()).addAll(own);
      if (!versions.isEmpty()) {
        fixed.putIfAbsent(names.get(0), versions.get(0));
      }
      return true;
    }

    private static Optional<PackageName> packageName(JsonReader reader) throws IOException {
      var texts = new String[] {"", "", ""};
      FactJson.object(
          reader,
          (name, value) -> {
            switch (name) {
              case "ecosystem" -> texts[0] = FactJson.text(value);
              case "name" -> texts[1] = FactJson.text(value);
              case "purl" -> texts[2] = FactJson.text(value);
              default -> value.skipValue();
            }
          });
      var url = PackageUrl.parse(texts[2]);
      if (url.isPresent()) {
        return url.map(one -> new PackageName(one.type(), one.name()));
      }
      // Behind a colon is a release of a distribution.
      var lower = texts[0].split(":", 2)[0].toLowerCase(Locale.ROOT);
      var type = ECOSYSTEMS.getOrDefault(lower, lower);
      return texts[1].isEmpty()
          ? Optional.empty()
          : Optional.of(new PackageName(type, PackageName.normalised(type, texts[1])));
    }

    private static boolean range(JsonReader reader, List<String> versions) throws IOException {
      var found = new ArrayList<String>();
      var type = new String[] {""};
      FactJson.object(
          reader,
          (name, value) -> {
            switch (name) {
              case "type" -> type[0] = FactJson.text(value);
              case "events" -> FactJson.each(value, event -> event(event, found));
              default -> value.skipValue();
            }
          });
      // There the events are commits.
      return !type[0].equals("GIT") && versions.addAll(found);
    }

    private static boolean event(JsonReader reader, List<String> found) throws IOException {
      FactJson.object(
          reader,
          (name, value) -> {
            if (name.equals("fixed")) {
              found.add(FactJson.text(value));
            } else {
              value.skipValue();
            }
          });
      return true;
    }
  }
}
