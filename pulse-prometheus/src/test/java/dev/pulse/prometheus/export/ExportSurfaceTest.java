package dev.pulse.prometheus.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the exporter shows of the libraries behind it. */
class ExportSurfaceTest {
  private static final JavaClasses EXPORT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.pulse.prometheus.export");

  @Test
  void ofOthersTypesItShowsTheRegistryOnlyThatMetersAreBoundTo() {
    var foreign = new TreeSet<String>();
    int seen = 0;
    for (JavaClass type : EXPORT) {
      for (JavaCodeUnit unit : type.getCodeUnits()) {
        if (type.getModifiers().contains(JavaModifier.PUBLIC)
            && unit.getModifiers().contains(JavaModifier.PUBLIC)) {
          seen++;
          unit.getAllInvolvedRawTypes().stream()
              .map(shown -> shown.getBaseComponentType().getName())
              .filter(name -> name.contains("."))
              .filter(name -> !name.startsWith("java.") && !name.startsWith("dev.pulse."))
              .forEach(foreign::add);
        }
      }
    }

    assertThat(foreign).containsExactly("io.micrometer.core.instrument.MeterRegistry");
    assertThat(seen).isGreaterThan(10);
  }
}
