package dev.pulse.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.squareup.moshi.JsonReader;
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

  private static List<Dependency> read(String json) throws FactJson.MalformedException {
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

    assertThat(all)
        .extracting(Dependency::toString)
        .containsExactly("npm:lodash@4.17.20", "npm:lodash@4.17.21", "plain", "npm:ranged@^2.0");
  }

  @Test
  void withoutTheRelationTheRepositoryIsKnownByItsUrl() throws Exception {
    assertThat(read("{\"sbom\":{\"packages\":[" + PACKAGES + "]}}")).hasSize(4);
  }

  @Test
  void anEmptyBillIsOne() throws Exception {
    assertThat(read("{\"sbom\":{\"packages\":[]}}")).isEmpty();
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
}
