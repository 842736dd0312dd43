package dev.pulse.core.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.pulse.core.meter.PulseMeters;
import dev.pulse.core.notify.ConsoleNotifier;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The shape of the house: which way the arrows point, and what may be seen from the street. */
class ArchitectureTest {
  private static final JavaClasses API = load("dev.pulse.api");
  private static final JavaClasses CORE = load("dev.pulse.core");
  private static final JavaClasses TESTKIT = load("dev.pulse.testkit");

  private static JavaClasses load(String root) {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages(root);
  }

  @Test
  void theClassesUnderTestAreThere() {
    assertThat(API.size()).isGreaterThan(50);
    assertThat(CORE.size()).isGreaterThan(50);
    assertThat(TESTKIT.size()).isGreaterThan(5);
  }

  @Test
  void theApiKnowsNobody() {
    classes()
        .that()
        .resideInAPackage("dev.pulse.api..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("dev.pulse.api..", "java..", "org.jspecify.annotations.."))
        .check(API);
  }

  @Test
  void theTestKitKnowsTheApiAndJunitOnly() {
    noClasses().should().dependOnClassesThat(resideInAPackage("dev.pulse.core..")).check(TESTKIT);
  }

  @Test
  void noPackagesDependOnEachOtherInCircles() {
    slices().matching("dev.pulse.api.(*)..").should().beFreeOfCycles().check(API);
    slices().matching("dev.pulse.core.internal.(*)..").should().beFreeOfCycles().check(CORE);
  }

  @Test
  void internalPackagesKnowNothingOfTheFacade() {
    noClasses()
        .that()
        .resideInAPackage("dev.pulse.core.internal..")
        .should()
        .dependOnClassesThat(resideInAPackage("dev.pulse.core"))
        .check(CORE);
  }

  @Test
  void noSignatureShowsSomebodyElsesType() {
    var seen = signatures(API).count() + signatures(CORE).count();
    assertThat(seen).as("signatures looked at").isGreaterThan(300);
    classes().should(showOnlyOurTypes()).check(API);
    classes()
        .that()
        .resideOutsideOfPackage("..internal..")
        .and()
        .doNotHaveFullyQualifiedName(PulseMeters.class.getName())
        .should(showOnlyOurTypes())
        .check(CORE);
  }

  @Test
  void everyPackageIsNullMarkedAndSaysWhatItIsFor() {
    Stream.of(API, CORE, TESTKIT)
        .flatMap(classes -> classes.stream().map(JavaClass::getPackage).distinct())
        .forEach(
            javaPackage ->
                assertThat(isNullMarked(javaPackage)).as(javaPackage.getName()).isTrue());
  }

  @Test
  void nobodyPrintsButTheConsole() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ConsoleNotifier.class.getName())
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CORE);
  }

  private static boolean isNullMarked(JavaPackage javaPackage) {
    return javaPackage
        .tryGetPackageInfo()
        .map(i -> i.isAnnotatedWith(NullMarked.class))
        .orElse(false);
  }

  private static Stream<JavaCodeUnit> signatures(JavaClasses classes) {
    return classes.stream().filter(ArchitectureTest::isExported).flatMap(c -> exported(c));
  }

  private static boolean isExported(JavaClass javaClass) {
    return javaClass.getModifiers().contains(JavaModifier.PUBLIC)
        && !javaClass.getPackageName().contains("internal");
  }

  private static Stream<JavaCodeUnit> exported(JavaClass javaClass) {
    return javaClass.getCodeUnits().stream()
        .filter(
            unit ->
                unit.getModifiers().contains(JavaModifier.PUBLIC)
                    || unit.getModifiers().contains(JavaModifier.PROTECTED));
  }

  private static ArchCondition<JavaClass> showOnlyOurTypes() {
    return new ArchCondition<>("show only types of the JDK and of Pulse") {
      @Override
      public void check(JavaClass javaClass, ConditionEvents events) {
        if (!isExported(javaClass)) {
          return;
        }
        exported(javaClass)
            .forEach(
                unit ->
                    Stream.concat(
                            unit.getAllInvolvedRawTypes().stream(),
                            unit.getExceptionTypes().stream())
                        .map(JavaClass::getBaseComponentType)
                        .filter(type -> !isOurs(type))
                        .forEach(
                            type ->
                                events.add(
                                    SimpleConditionEvent.violated(
                                        unit, unit.getFullName() + " shows " + type.getName()))));
      }
    };
  }

  private static boolean isOurs(JavaClass type) {
    return type.isPrimitive()
        || type.getPackageName().startsWith("java.")
        || type.getPackageName().startsWith("dev.pulse.");
  }
}
