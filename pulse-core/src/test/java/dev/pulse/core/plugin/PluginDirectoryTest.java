package dev.pulse.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Settings;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Receipt;
import dev.pulse.api.spi.CheckProvider;
import dev.pulse.api.spi.CollectorProvider;
import dev.pulse.api.spi.DetectorProvider;
import dev.pulse.api.spi.NotifierProvider;
import dev.pulse.api.spi.ScorerProvider;
import dev.pulse.testkit.FakeCheckContext;
import dev.pulse.testkit.FakeScoreContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars in a directory: what is found in them, and what is said of those that are broken. */
class PluginDirectoryTest {
  @TempDir private Path work;
  private Path directory;

  @BeforeEach
  void createDirectory() throws IOException {
    directory = Files.createDirectory(work.resolve("plugins"));
  }

  @Test
  void providersOfAllKindsAreFoundInAJarAndWork() throws Exception {
    plugin()
        .check("A", "acme.a", "all well")
        .source(
            "B",
            """
            package com.acme;
            public final class B implements dev.pulse.api.spi.CollectorProvider {
              public String type() { return "acme.b"; }
              public dev.pulse.api.collect.Collector create(dev.pulse.api.config.Settings s) {
                return context -> dev.pulse.api.collect.Samples.builder().build();
              }
            }
            """)
        .service(CollectorProvider.class, "# ours\n\ncom.acme.B # the only one\ncom.acme.B\n")
        .source(
            "C",
            """
            package com.acme;
            public final class C implements dev.pulse.api.spi.DetectorProvider {
              public String type() { return "acme.c"; }
              public java.util.function.Supplier<dev.pulse.api.detect.Detector> create(
                  dev.pulse.api.config.Settings settings) {
                return () -> (value, at) -> dev.pulse.api.detect.Verdict.normal();
              }
            }
            """)
        .service(DetectorProvider.class, "com.acme.C")
        .source(
            "D",
            """
            package com.acme;
            public final class D implements dev.pulse.api.spi.ScorerProvider {
              public String type() { return "acme.d"; }
              public dev.pulse.api.score.Scorer create(dev.pulse.api.config.Settings s) {
                return context -> dev.pulse.api.score.Score.of(42);
              }
            }
            """)
        .service(ScorerProvider.class, "com.acme.D")
        .source(
            "E",
            """
            package com.acme;
            public final class E implements dev.pulse.api.spi.NotifierProvider {
              public String type() { return "acme.e"; }
              public dev.pulse.api.notify.Notifier create(dev.pulse.api.config.Settings s) {
                return message -> dev.pulse.api.notify.Receipt.of("rang");
              }
            }
            """)
        .service(NotifierProvider.class, "com.acme.E")
        .jar(directory.resolve("acme.jar"));
    try (var plugins = found()) {
      assertThat(plugins.problems()).isEmpty();
      assertThat(plugins.scorerTypes()).containsExactly("acme.d");
      assertThat(plugins.list())
          .extracting(Plugin::kind)
          .containsExactly(
              Plugin.Kind.CHECK,
              Plugin.Kind.COLLECTOR,
              Plugin.Kind.SCORER,
              Plugin.Kind.DETECTOR,
              Plugin.Kind.NOTIFIER);
      assertThat(plugins.notifierTypes()).containsExactly("acme.e");
      var message = Notification.builder("1", Notification.Kind.TEST, "ops", Instant.EPOCH).build();
      assertThat(plugins.notifier("acme.e", Settings.of(Map.of())).send(message))
          .isEqualTo(Receipt.of("rang"));
      assertThat(
              plugins
                  .scorer("acme.d", Settings.of(Map.of()))
                  .score(FakeScoreContext.create())
                  .rounded())
          .hasValue(42);
      assertThat(plugins.checkTypes()).containsExactly("acme.a");
      assertThat(plugins.collectorTypes()).containsExactly("acme.b");
      assertThat(plugins.detectorTypes()).containsExactly("acme.c");
      assertThat(plugins.collector("acme.b", Settings.of(Map.of()))).isNotNull();
      assertThat(plugins.detector("acme.c", Settings.of(Map.of())).get()).isNotNull();
      assertThat(run(plugins, "acme.a")).isEqualTo("all well");
    }
  }

  @Test
  void twoJarsWithOneClassNameDoNotMix() throws Exception {
    plugin().check("A", "acme.old", "the old one").jar(directory.resolve("a.jar"));
    plugin().check("A", "acme.new", "the new one").jar(directory.resolve("b.jar"));
    try (var plugins = found()) {
      assertThat(run(plugins, "acme.old")).isEqualTo("the old one");
      assertThat(run(plugins, "acme.new")).isEqualTo("the new one");
    }
  }

  @Test
  void oneTypeInTwoJarsIsAnErrorThatNamesClassesAndJars() throws Exception {
    var second = plugin().check("Second", "acme.a", "x").jar(directory.resolve("z.jar"));
    var first = plugin().check("First", "acme.a", "x").jar(directory.resolve("a.jar"));
    var builder = Plugins.builder().directory(directory);
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(builder::build)
        .withMessageContaining(
            "the check type \"acme.a\" is offered by both com.acme.First in "
                + first
                + " and com.acme.Second in "
                + second);
  }

  @Test
  void theSameJarTwiceIsAnErrorToo() throws Exception {
    var jar = plugin().check("A", "acme.a", "x").jar(directory.resolve("a-1.jar"));
    Files.copy(jar, directory.resolve("a-2.jar"));
    var builder = Plugins.builder().directory(directory);
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(builder::build)
        .withMessageContainingAll("a-1.jar", "a-2.jar");
  }

  @Test
  void typeWithoutADotIsLeftOut() throws Exception {
    var jar = plugin().check("A", "http", "x").jar(directory.resolve("a.jar"));
    try (var plugins = found()) {
      assertThat(plugins.checkTypes()).isEmpty();
      assertThat(only(plugins))
          .startsWith(jar + ": the check provider com.acme.A has the type \"http\"")
          .contains("acme.http");
    }
  }

  @Test
  void onlyJarsRightInTheDirectoryCount() throws Exception {
    var below = Files.createDirectory(directory.resolve("below"));
    plugin().check("A", "acme.below", "x").jar(below.resolve("a.jar"));
    plugin().check("B", "acme.text", "x").jar(directory.resolve("b.jar.txt"));
    Files.createDirectory(directory.resolve("c.jar"));
    try (var plugins = found()) {
      assertThat(plugins.checkTypes()).isEmpty();
      assertThat(only(plugins)).isEqualTo(directory.resolve("c.jar") + ": is not a file");
    }
  }

  @Test
  void linkToAJarIsAJarAndABrokenLinkIsReported() throws Exception {
    var jar = plugin().check("A", "acme.a", "linked").jar(work.resolve("elsewhere.jar"));
    Files.createSymbolicLink(directory.resolve("a.jar"), jar);
    Files.createSymbolicLink(directory.resolve("b.jar"), work.resolve("nowhere.jar"));
    try (var plugins = found()) {
      assertThat(run(plugins, "acme.a")).isEqualTo("linked");
      assertThat(only(plugins))
          .isEqualTo(directory.resolve("b.jar") + ": is not a file: a broken link");
    }
  }

  @Test
  void brokenJarIsReportedAndTheOthersStay() throws Exception {
    Files.write(directory.resolve("a.jar"), new byte[] {1, 2, 3});
    plugin().check("B", "acme.b", "x").jar(directory.resolve("b.jar"));
    try (var plugins = found()) {
      assertThat(plugins.checkTypes()).containsExactly("acme.b");
      assertThat(only(plugins))
          .startsWith(directory.resolve("a.jar") + ": is not a jar that can be read: ");
    }
  }

  @Test
  void fileThatMayNotBeReadIsReported() throws Exception {
    var jar = plugin().check("A", "acme.a", "x").jar(directory.resolve("a.jar"));
    Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("---------"));
    assumeThat(Files.isReadable(jar)).as("the superuser may read everything").isFalse();
    try (var plugins = found()) {
      assertThat(only(plugins)).isEqualTo(jar + ": may not be read by this user");
    }
  }

  @Test
  void jarWithoutServiceFileIsReported() throws Exception {
    plugin()
        .check("A", "acme.a", "x")
        .without("META-INF/services/" + CheckProvider.class.getName())
        .jar(directory.resolve("a.jar"));
    try (var plugins = found()) {
      assertThat(only(plugins))
          .contains("a.jar: names no provider")
          .contains("META-INF/services/dev.pulse.api.spi.CheckProvider");
    }
  }

  @Test
  void serviceFileWithoutEndIsReported() throws Exception {
    plugin()
        .service(CheckProvider.class, "com.acme.A\n".repeat(10_000))
        .jar(directory.resolve("a.jar"));
    try (var plugins = found()) {
      assertThat(only(plugins)).contains("is longer than 65536 bytes");
    }
  }

  @Test
  void missingClassIsReportedAndSaidToWhoeverAsksForAType() throws Exception {
    var jar =
        plugin()
            .check("A", "acme.a", "x")
            .service(CheckProvider.class, "com.acme.Gone\ncom.acme.A")
            .jar(directory.resolve("a.jar"));
    try (var plugins = found()) {
      assertThat(plugins.checkTypes()).containsExactly("acme.a");
      var expected = jar + ": the check provider com.acme.Gone cannot be loaded: is not in the jar";
      assertThat(only(plugins)).isEqualTo(expected);
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> plugins.check("acme.gone", Settings.of(Map.of())))
          .withMessageContainingAll("\"acme.gone\" is not a type of check", expected);
    }
  }

  @Test
  void classOfANewerJavaIsReportedAsThat() throws Exception {
    var builder = plugin().check("A", "acme.a", "x");
    var bytes = builder.entry("com/acme/A.class").clone();
    bytes[7] = (byte) 200;
    builder.entry("com/acme/A.class", bytes).jar(directory.resolve("a.jar"));
    try (var plugins = found()) {
      assertThat(only(plugins))
          .contains("com.acme.A cannot be loaded: was built for a newer Java than this one, ")
          .contains(String.valueOf(Runtime.version().feature()));
    }
  }

  @Test
  void damagedClassIsReported() throws Exception {
    plugin()
        .check("A", "acme.a", "x")
        .entry("com/acme/A.class", new byte[] {1, 2, 3, 4})
        .jar(directory.resolve("a.jar"));
    try (var plugins = found()) {
      assertThat(only(plugins)).contains("com.acme.A cannot be loaded: does not link: ");
    }
  }

  @Test
  void providerWhoseLibraryIsMissingIsReported() throws Exception {
    plugin()
        .source("Library", "package com.acme; public class Library { }")
        .source(
            "A",
            """
            package com.acme;
            public final class A extends Library implements dev.pulse.api.spi.CheckProvider {
              public String type() { return "acme.a"; }
              public dev.pulse.api.check.Check create(dev.pulse.api.config.Settings settings) {
                return null;
              }
            }
            """)
        .service(CheckProvider.class, "com.acme.A")
        .without("com/acme/Library.class")
        .jar(directory.resolve("a.jar"));
    try (var plugins = found()) {
      assertThat(only(plugins)).contains("com.acme.A cannot be loaded", "com/acme/Library");
    }
  }

  @Test
  void libraryThatIsMissedLateIsAProblemOfTheConfiguration() throws Exception {
    plugin()
        .source("Library", "package com.acme; public class Library { static void call() {} }")
        .source(
            "A",
            """
            package com.acme;
            public final class A implements dev.pulse.api.spi.CheckProvider {
              public String type() { return "acme.a"; }
              public dev.pulse.api.check.Check create(dev.pulse.api.config.Settings settings) {
                Library.call();
                return null;
              }
            }
            """)
        .service(CheckProvider.class, "com.acme.A")
        .without("com/acme/Library.class")
        .jar(directory.resolve("a.jar"));
    try (var plugins = found()) {
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> plugins.check("acme.a", Settings.of(Map.of())))
          .withMessageContainingAll("com.acme.A in ", "a.jar is broken", "com/acme/Library");
    }
  }

  @Test
  void classOfAnotherKindIsReported() throws Exception {
    plugin()
        .source("A", "package com.acme; public class A { }")
        .service(CheckProvider.class, "com.acme.A")
        .jar(directory.resolve("a.jar"));
    try (var plugins = found()) {
      assertThat(only(plugins)).endsWith("is not a dev.pulse.api.spi.CheckProvider");
    }
  }

  @Test
  void constructorThatFailsIsReportedWithWhatItSaid() throws Exception {
    plugin()
        .source(
            "A",
            """
            package com.acme;
            public final class A implements dev.pulse.api.spi.CheckProvider {
              public A() { throw new IllegalStateException("no licence"); }
              public String type() { return "acme.a"; }
              public dev.pulse.api.check.Check create(dev.pulse.api.config.Settings settings) {
                return null;
              }
            }
            """)
        .service(CheckProvider.class, "com.acme.A")
        .jar(directory.resolve("a.jar"));
    try (var plugins = found()) {
      assertThat(only(plugins)).contains("failed when it was made", "no licence");
    }
  }

  @Test
  void directoryThatDoesNotExistIsAnError() {
    var nowhere = work.resolve("nowhere");
    var builder = Plugins.builder().directory(nowhere);
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(builder::build)
        .withMessage(nowhere + ": the directory of plug-ins does not exist");
  }

  @Test
  void directoryThatIsAFileIsAnError() throws Exception {
    var file = Files.createFile(work.resolve("file"));
    var builder = Plugins.builder().directory(file);
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(builder::build)
        .withMessage(file + ": must be a directory of plug-ins, but is a file");
  }

  @Test
  void emptyDirectoryIsFine() {
    try (var plugins = found()) {
      assertThat(plugins.problems()).isEmpty();
      assertThat(plugins.checkTypes()).isEmpty();
    }
  }

  @Test
  void closedPluginsLetGoOfTheirClasses() throws Exception {
    plugin()
        .source("Late", "package com.acme; class Late { static String text() { return \"x\"; } }")
        .source(
            "A",
            """
            package com.acme;
            public final class A implements dev.pulse.api.spi.CheckProvider {
              public String type() { return "acme.a"; }
              public dev.pulse.api.check.Check create(dev.pulse.api.config.Settings settings) {
                Late.text();
                return null;
              }
            }
            """)
        .service(CheckProvider.class, "com.acme.A")
        .jar(directory.resolve("a.jar"));
    var plugins = found();
    plugins.close();
    plugins.close();
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> plugins.check("acme.a", Settings.of(Map.of())))
        .withMessageContaining("NoClassDefFoundError");
  }

  private PluginBuilder plugin() throws IOException {
    return new PluginBuilder(work);
  }

  private Plugins found() {
    return Plugins.builder().directory(directory).build();
  }

  private static String run(Plugins plugins, String type) throws Exception {
    var check = Settings.read(Map.of(), settings -> plugins.check(type, settings));
    return check.run(FakeCheckContext.create()).summary();
  }

  private static String only(Plugins plugins) {
    assertThat(plugins.problems()).hasSize(1);
    return plugins.problems().get(0).toString();
  }
}
