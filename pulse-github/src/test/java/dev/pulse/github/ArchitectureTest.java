package dev.pulse.github;

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
          .importPackages("dev.pulse.github");

  @Test
  void itKnowsTheApiAndWhatTheCoreSharesWithAdapters() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "java..",
                "javax.crypto..",
                "javax.net.ssl..",
                "org.jspecify.annotations..",
                "org.slf4j..",
                "com.github.benmanes.caffeine.cache..",
                "com.squareup.moshi..",
                "okhttp3..",
                "okio..",
                "org.kohsuke.github..",
                "org.snakeyaml.engine..",
                "us.springett.cvss..",
                "dev.pulse.api..",
                "dev.pulse.core.internal.engine..",
                "dev.pulse.core.internal.net..",
                "dev.pulse.core.internal.notify..",
                "dev.pulse.core.internal.text..",
                "dev.pulse.core.net..",
                "dev.pulse.github.."))
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
    assertThat(seen).isGreaterThan(200);
  }

  /** Its own transport sleeps at limits and follows redirects with the token. */
  @Test
  void theLibraryIsUsedByTheFewWhoKnowHow() {
    var users =
        ADAPTER.stream()
            .filter(
                type ->
                    type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(
                            it -> it.getTargetClass().getPackageName().startsWith("org.kohsuke")))
            .map(JavaClass::getSimpleName)
            .filter(name -> !name.isEmpty());
    assertThat(users).containsOnly("LibraryCall", "LibraryConnector", "Reply", "LibraryReleases");
  }

  @Test
  void itsPackageIsNullMarked() {
    assertThat(ADAPTER.get(GitHubConnection.class).getPackage().getPackageInfo())
        .matches(info -> info.isAnnotatedWith(NullMarked.class));
  }
}
