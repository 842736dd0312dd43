package dev.pulse.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.squareup.moshi.JsonReader;
import java.util.Arrays;
import java.util.List;
import okio.Buffer;
import org.junit.jupiter.api.Test;

class BillOfMaterialsTest {
  private static final String PACKAGES =
      """
      {"SPDXID": "SPDXRef-root", "name": "com.github.octo-org/octo-repo", "versionInfo": "main",
       "externalRefs": [{"referenceType": "purl",
         "referenceLocator": "pkg:github/Octo-Org/octo-repo@main"}]},
      {"SPDXID": "SPDXRef-1", "name": "lodash", "versionInfo": "4.17.20",
       "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
         "referenceLocator": "pkg:npm/lodash@4.17.20"}]},
      {"SPDXID": "SPDXRef-2", "name": "lodash", "versionInfo": "4.17.20",
       "externalRefs": [{"referenceType": "purl", "referenceLocator": "pkg:npm/lodash@4.17.20"}]},
      {"SPDXID": "SPDXRef-3", "name": "lodash", "versionInfo": "4.17.21",
       "externalRefs": [{"referenceType": "purl", "referenceLocator": "pkg:npm/lodash@4.17.21"}]},
      {"SPDXID": "SPDXRef-4", "name": "plain", "versionInfo": "", "externalRefs": null},
      {"SPDXID": "SPDXRef-5", "name": "ranged", "versionInfo": "^2.0",
       "externalRefs": [{"referenceType": "purl", "referenceLocator": "pkg:npm/ranged"}]}
      """;

  private static DependencyGraph read(String json) throws FactJson.MalformedException {
    return BillOfMaterials.read(
        JsonReader.of(new Buffer().writeUtf8(json)), FactsFixture.REPOSITORY);
  }

  @Test
  void eachPackageIsThereOnceAndTheRepositoryIsNot() throws Exception {
    var all =
        read(
            "{\"sbom\":{\"packages\":["
                + PACKAGES
                + "],\"relationships\":[{\"relationshipType\":\"DESCRIBES\","
                + "\"spdxElementId\":\"SPDXRef-DOCUMENT\",\"relatedSpdxElement\":\"SPDXRef-root\"},"
                + "{\"relationshipType\":\"DEPENDS_ON\",\"spdxElementId\":\"SPDXRef-root\","
                + "\"relatedSpdxElement\":\"SPDXRef-1\"}]}}");

    assertThat(all.packages())
        .extracting(Dependency::toString)
        .containsExactly("npm:lodash@4.17.20", "npm:lodash@4.17.21", "plain", "npm:ranged@^2.0");
  }

  @Test
  void withoutTheRelationTheRepositoryIsKnownByItsUrl() throws Exception {
    assertThat(read("{\"sbom\":{\"packages\":[" + PACKAGES + "]}}").packages()).hasSize(4);
  }

  @Test
  void anEmptyBillIsOne() throws Exception {
    assertThat(read("{\"sbom\":{\"packages\":[]}}").packages()).isEmpty();
  }

  @Test
  void whatIsNoBillIsNotAnEmptyOne() {
    for (String json : List.of("{}", "[]", "{\"sbom\":{}}", "{\"sbom\":{\"packages\":{}}}", "{")) {
      assertThatThrownBy(() -> read(json)).isInstanceOf(FactJson.MalformedException.class);
    }
  }

  @Test
  void aMessageQuotesNothing() {
    assertThatThrownBy(() -> read("{\"sbom\":{\"packages\":[{\"name\":{\"x\":\"hunter2\"}}]}}"))
        .hasMessage("expected a text at $.sbom.packages[0].name");
  }

  private static DependencyGraph related(String... relations) throws Exception {
    var all = new StringBuilder("{\"relationshipType\":\"DESCRIBES\",\"spdxElementId\":\"D\",");
    all.append("\"relatedSpdxElement\":\"SPDXRef-root\"}");
    for (String relation : relations) {
      var ends = relation.split(">", -1);
      all.append(",{\"relationshipType\":\"DEPENDS_ON\",\"spdxElementId\":\"SPDXRef-")
          .append(ends[0])
          .append("\",\"relatedSpdxElement\":\"SPDXRef-")
          .append(ends[1])
          .append("\"}");
    }
    return read("{\"sbom\":{\"relationships\":[" + all + "],\"packages\":[" + PACKAGES + "]}}");
  }

  @Test
  void pathsAreWhatTheBillRelates() throws Exception {
    var graph = related("root>1", "1>4", "2>5", "5>1", "3>3", "4>unknown", "unknown>4");
    var old = graph.packages().get(0);
    var plain = graph.packages().get(2);
    var ranged = graph.packages().get(3);

    assertThat(graph.tellsPaths()).isTrue();
    assertThat(graph.packages()).filteredOn(graph::isDirect).containsExactly(old);
    // 1 and 2 are the same package in the same version; a circle is told as it is.
    assertThat(graph.drawnInBy(old)).containsExactly(plain, ranged);
    assertThat(graph.drawnInBy(ranged)).containsExactly(old);
    assertThat(graph.drawnInBy(plain)).isEmpty();
    assertThat(graph.drawnInBy(graph.packages().get(1))).isEmpty();
  }

  @Test
  void aBillThatRelatesAllToTheRepositoryTellsNoPaths() throws Exception {
    var graph = related("root>1", "root>2", "root>3", "root>4", "root>5");

    assertThat(graph.tellsPaths()).isFalse();
    assertThat(graph.packages()).hasSize(4).allMatch(graph::isDirect);
  }

  @Test
  void ofABillWithMoreRelationsThanAreReadNobodySaysHalf() throws Exception {
    var relations = new String[100_001];
    Arrays.fill(relations, "1>4");
    relations[0] = "root>1";

    assertThat(related(relations)).extracting(DependencyGraph::tellsPaths).isEqualTo(false);
    relations = Arrays.copyOf(relations, 100_000);
    assertThat(related(relations)).extracting(DependencyGraph::tellsPaths).isEqualTo(true);
  }
}
