package dev.pulse.prometheus;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What the clients, the check and the collector may know, and what they may show. */
class ArchitectureTest {
  private static final String OURS = "dev.pulse.prometheus";
  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(OURS);

  @Test
  void itKnowsTheApiAndWhatTheCoreShares() {
    classes()
        .that()
        .resideInAPackage(OURS)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "java..",
                "kotlin..",
                "okhttp3..",
                "okio..",
                "com.squareup.moshi..",
                "org.jspecify.annotations..",
                "org.slf4j..",
                "dev.pulse.api..",
                "dev.pulse.core.net..",
                "dev.pulse.core.internal.json..",
                "dev.pulse.core.internal.net..",
                "dev.pulse.core.internal.notify..",
                "dev.pulse.core.internal.text..",
                OURS))
        .check(MODULE);
  }

  @Test
  void askingAndExportingKnowNothingOfEachOther() {
    noClasses()
        .that()
        .resideInAPackage(OURS + ".export..")
        .should()
        .dependOnClassesThat(resideInAnyPackage(OURS))
        .check(MODULE);
  }

  @Test
  void itShowsTypesOfTheApiAndItsOwnOnly() {
    int seen = 0;
    for (JavaClass type : MODULE) {
      if (!type.getPackageName().equals(OURS)
          || !type.getModifiers().contains(JavaModifier.PUBLIC)) {
        continue;
      }
      for (JavaCodeUnit unit : type.getCodeUnits()) {
        if (unit.getModifiers().contains(JavaModifier.PUBLIC)) {
          seen++;
          assertThat(unit.getAllInvolvedRawTypes())
              .as(unit.getFullName())
              .allMatch(
                  shown ->
                      shown.getBaseComponentType().isPrimitive()
                          || shown.getName().startsWith("java.")
                          || (shown.getName().startsWith("dev.pulse.")
                              && !shown.getName().contains(".internal.")));
        }
      }
    }
    assertThat(seen).isGreaterThan(100);
  }

  @Test
  void itsPackageIsNullMarked() {
    assertThat(MODULE.get(PromQl.class).getPackage().getPackageInfo())
        .matches(info -> info.isAnnotatedWith(NullMarked.class));
  }
}
