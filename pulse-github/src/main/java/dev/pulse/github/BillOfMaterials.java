package dev.pulse.github;

import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the SPDX document that GitHub writes about what a repository uses. */
final class BillOfMaterials {
  private static final String PURL = "purl";
  private static final String DESCRIBES = "DESCRIBES";
  private static final String DEPENDS_ON = "DEPENDS_ON";
  private static final int LONGEST_NAME = 1000;

  /** Of a bill with more nobody says what draws in what: half of the paths would be wrong ones. */
  private static final int MOST_RELATIONS = 100_000;

  private final List<Entry> entries = new ArrayList<>();
  private final Set<String> described = new HashSet<>();
  private final List<Relation> relations = new ArrayList<>();
  private boolean tooMany;

  private record Entry(String id, Dependency dependency) {}

  private record Relation(String from, String to) {}

  private BillOfMaterials() {}

  /**
   * Reads the answer to {@code /dependency-graph/sbom}.
   *
   * @param own the repository itself, which is in the list and no dependency of its own
   * @return each package once, in the order of the document, and what it says of their paths
   */
  static DependencyGraph read(JsonReader json, RepositoryName own)
      throws FactJson.MalformedException {
    var bill = new BillOfMaterials();
    boolean found = FactJson.read(json, bill::document);
    if (!found) {
      throw new FactJson.MalformedException("expected sbom.packages");
    }
    return bill.graph(own);
  }

  private DependencyGraph graph(RepositoryName own) {
    var distinct = new LinkedHashSet<Dependency>();
    var self = new HashSet<>(described);
    var byId = new HashMap<String, Dependency>();
    for (Entry entry : entries) {
      boolean isSelf =
          described.isEmpty()
              ? isRepository(entry.dependency(), own)
              : described.contains(entry.id());
      if (isSelf) {
        self.add(entry.id());
      } else {
        distinct.add(entry.dependency());
        byId.put(entry.id(), entry.dependency());
      }
    }
    return related(DependencyGraph.builder(distinct), self, byId);
  }

  private DependencyGraph related(
      DependencyGraph.Builder graph, Set<String> self, Map<String, Dependency> byId) {
    if (tooMany) {
      return graph.build();
    }
    for (Relation relation : relations) {
      var to = byId.get(relation.to());
      var from = byId.get(relation.from());
      if (to != null && self.contains(relation.from())) {
        graph.direct(to);
      } else if (to != null && from != null) {
        graph.draws(from, to);
      }
    }
    return graph.build();
  }

  private static boolean isRepository(Dependency dependency, RepositoryName own) {
    return dependency.ecosystem().equals("github")
        && dependency.name().equalsIgnoreCase(own.toString());
  }

  private boolean document(JsonReader reader) throws IOException {
    var found = new boolean[1];
    FactJson.object(
        reader,
        (name, value) -> {
          if (name.equals("sbom")) {
            FactJson.object(value, (member, inner) -> found[0] |= member(member, inner));
          } else {
            value.skipValue();
          }
        });
    return found[0];
  }

  private boolean member(String name, JsonReader reader) throws IOException {
    switch (name) {
      case "packages" -> {
        FactJson.each(reader, this::entry);
        return true;
      }
      case "relationships" -> FactJson.each(reader, this::relationship);
      default -> reader.skipValue();
    }
    return false;
  }

  private boolean entry(JsonReader reader) throws IOException {
    var texts = new EntryTexts();
    FactJson.object(
        reader,
        (name, value) -> {
          switch (name) {
            case "SPDXID" -> texts.id = FactJson.text(value);
            case "name" -> texts.name = FactJson.text(value);
            case "versionInfo" -> texts.version = FactJson.text(value);
            case "externalRefs" -> FactJson.each(value, texts::reference);
            default -> value.skipValue();
          }
        });
    return entries.add(new Entry(texts.id, texts.dependency()));
  }

  private boolean relationship(JsonReader reader) throws IOException {
    var texts = new String[] {"", "", ""};
    FactJson.object(
        reader,
        (name, value) -> {
          switch (name) {
            case "relationshipType" -> texts[0] = FactJson.text(value);
            case "relatedSpdxElement" -> texts[1] = FactJson.text(value);
            case "spdxElementId" -> texts[2] = FactJson.text(value);
            default -> value.skipValue();
          }
        });
    return switch (texts[0]) {
      case DESCRIBES -> described.add(texts[1]);
      case DEPENDS_ON -> relate(new Relation(texts[2], texts[1]));
      default -> false;
    };
  }

  private boolean relate(Relation relation) {
    tooMany = tooMany || relations.size() >= MOST_RELATIONS;
    return !tooMany && relations.add(relation);
  }

  private static final class EntryTexts {
    private String id = "";
    private String name = "";
    private String version = "";
    private @Nullable PackageUrl url;

    private boolean reference(JsonReader reader) throws IOException {
      var texts = new String[] {"", ""};
      FactJson.object(
          reader,
          (member, value) -> {
            switch (member) {
              case "referenceType" -> texts[0] = FactJson.text(value);
              case "referenceLocator" -> texts[1] = FactJson.text(value);
              default -> value.skipValue();
            }
          });
      if (url == null && texts[0].equals(PURL)) {
        url = PackageUrl.parse(texts[1]).orElse(null);
      }
      return url != null;
    }

    private Dependency dependency() {
      var written = version.isBlank() ? null : version.strip();
      var shortened = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
      return url == null ? Dependency.named(shortened, written) : Dependency.of(url, written);
    }
  }
}
