package dev.pulse.core.condition;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.apache.commons.jexl3.JexlException;
import org.apache.commons.jexl3.JexlFeatures;
import org.apache.commons.jexl3.JexlInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the libraries is used, and what is not there for it: both belong together. */
class LibrariesTest {
  @Test
  void ofJexlOnlyTheParserIsUsed() {
    var ours =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.pulse.core");
    assertThat(ours.contain(Grammar.class)).isTrue();
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("org.apache.commons.jexl3.parser")
                .or(type(JexlException.class))
                .or(type(JexlException.Parsing.class))
                .or(type(JexlFeatures.class))
                .or(type(JexlInfo.class))
                .or(resideInAnyPackage("org.apache.commons.jexl3..").negate()))
        .check(ours);
  }

  /** So the other tests of conditions show that they work without these. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.commons.logging.LogFactory",
        "net.minidev.json.JSONValue",
        "com.fasterxml.jackson.databind.ObjectMapper",
        "com.google.gson.Gson"
      })
  void whatOnlyTheUnusedPartsNeedIsNotThere(String name) {
    assertThatThrownBy(() -> Class.forName(name)).isInstanceOf(ClassNotFoundException.class);
  }
}
