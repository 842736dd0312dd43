package dev.pulse.kubernetes;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What the adapter may know, and what it may show. */
class ArchitectureTest {
  private static final JavaClasses ADAPTER =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.pulse.kubernetes");

  @Test
  void itKnowsTheApiAndWhatTheCoreSharesWithAdapters() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "java..",
                "javax.net.ssl..",
                "org.jspecify.annotations..",
                "org.slf4j..",
                "com.github.benmanes.caffeine.cache..",
                "com.squareup.moshi..",
                "okhttp3..",
                "okio..",
                "io.kubernetes.client.openapi..",
                "io.kubernetes.client.util..",
                "dev.pulse.api..",
                "dev.pulse.core.internal.engine..",
                "dev.pulse.core.internal.net..",
                "dev.pulse.core.internal.text..",
                "dev.pulse.core.net..",
                "dev.pulse.kubernetes.."))
        .check(ADAPTER);
  }

  @Test
  void itShowsTypesOfTheApiAndItsOwnOnly() {
    int seen = 0;
    for (JavaClass type : ADAPTER) {
      if (!type.getModifiers().contains(JavaModifier.PUBLIC)) {
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
    assertThat(seen).isGreaterThan(20);
  }

  @Test
  void itsPackageIsNullMarked() {
    assertThat(ADAPTER.get(KubernetesConnection.class).getPackage().getPackageInfo())
        .matches(info -> info.isAnnotatedWith(NullMarked.class));
  }
}
